"""Who contributes: country by status group by kind, each count a link to its records.

Deeds and promises are counted apart and never together; where nobody says anything, there is no
count at all. Counts follow the tree of kinds: what counts as airstrikes counts as military too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Case, Count, F, Q, Value, When

from tracker.domain import wording
from tracker.domain.ladder import Change, Group
from tracker.domain.verdict import OF_THE_THING
from tracker.models import Coalition, Kind, State
from tracker.models.choices import CountryType
from tracker.web import addresses

UNSTATED = ""
ROWS = 100  # contributors of one coalition in its table, those with most; the list has them all
# A denial of a change ("no more") denies nothing of the thing itself (semantics G): it is counted
# beside the denials, never as one.
NO_CHANGE = "no-change"
OF_A_CHANGE = ",".join(change for change in Change if change not in OF_THE_THING)
ASKED = {
    Group.ACTUAL.value: {"status_group": "actual"},
    Group.PROSPECTIVE.value: {"status_group": "prospective"},
    Group.DENIED.value: {"status_group": "denied", "change!": OF_A_CHANGE},
    NO_CHANGE: {"status_group": "denied", "change": OF_A_CHANGE},
    UNSTATED: {"status_group": wording.UNSTATED},
}
COLUMNS = tuple(ASKED)
GROUPS = tuple(column for column in COLUMNS if column != NO_CHANGE)


@dataclass(frozen=True, slots=True)
class Number:
    """A count and the records behind it."""

    count: int
    href: str


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many contributions of a kind, those of the kinds right below it named."""

    name: str
    number: Number
    inside: tuple[KindCount, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What one contributor does in one status group; silent where nobody says anything."""

    group: str
    label: str
    kinds: tuple[KindCount, ...]

    @property
    def is_silent(self) -> bool:
        return not self.kinds


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    href: str
    is_state: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """How many contributions there are in one status group, of how many contributors."""

    group: str
    label: str
    number: Number
    contributors: int

    @property
    def words(self) -> str:
        """What is counted: actual contributions, denied changes."""
        one = "denied change" if self.group == NO_CHANGE else f"{self.label.lower()} contribution"
        return one if self.number.count == 1 else f"{one}s"


@dataclass(frozen=True, slots=True)
class Matrix:
    groups: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[Total, ...]
    left_out: int = 0

    @property
    def states(self) -> list[Row]:
        return [row for row in self.rows if row.is_state]

    @property
    def others(self) -> list[Row]:
        return [row for row in self.rows if not row.is_state]


@dataclass(frozen=True, slots=True)
class Counted:
    """One line of the count: this many contributions of a country, a group and a kind."""

    country: str
    name: str
    type: str
    group: str
    kind: str
    count: int


def matrix_of(coalition: Coalition, kinds: Mapping[str, Kind]) -> Matrix:
    """One query; ``kinds`` are all kinds by code."""
    counted = _counted(coalition)
    groups = tuple(group for group in COLUMNS if any(line.group == group for line in counted))
    most = _with_most(counted)
    return Matrix(
        groups=tuple(map(_label, groups)),
        rows=tuple(
            _row(coalition, lines, groups, kinds)
            for country, lines in _by_country(counted).items()
            if country in most
        ),
        totals=tuple(_total(coalition, counted, group) for group in groups),
        left_out=len({line.country for line in counted}) - len(most),
    )


def _with_most(counted: list[Counted]) -> set[str]:
    """The contributors that the table has room for: those of whom most is recorded."""
    recorded: Counter[str] = Counter()
    for line in counted:
        recorded[line.country] += line.count
    return {country for country, _ in recorded.most_common(ROWS)}


def all_kinds() -> dict[str, Kind]:
    return {kind.code: kind for kind in Kind.objects.only("code", "name", "parent")}


def _counted(coalition: Coalition) -> list[Counted]:
    lines = (
        State.objects.at()
        .filter(contribution__coalition=coalition)
        .annotate(group=_GROUP)
        .order_by("contribution__country__name")
    )
    return [
        Counted(*line)
        for line in lines.values_list(
            "contribution__country",
            "contribution__country__name",
            "contribution__country__type",
            "group",
            "contribution__kind",
        ).annotate(count=Count("pk"))
    ]


_GROUP = Case(
    When(
        Q(status_group=Group.DENIED.value) & ~Q(change__in=OF_THE_THING),
        then=Value(NO_CHANGE),
    ),
    default=F("status_group"),
)


def _label(group: str) -> str:
    return "Change denied" if group == NO_CHANGE else wording.group_label(group)


def _by_country(counted: list[Counted]) -> dict[str, list[Counted]]:
    by_country: dict[str, list[Counted]] = defaultdict(list)
    for line in counted:
        by_country[line.country].append(line)
    return by_country


def _row(
    coalition: Coalition, lines: list[Counted], groups: tuple[str, ...], kinds: Mapping[str, Kind]
) -> Row:
    country, name, kind = lines[0].country, lines[0].name, lines[0].type
    cells = tuple(_cell(coalition, country, group, lines, kinds) for group in groups)
    return Row(name, addresses.of_country(country), kind == CountryType.STATE, cells)


def _cell(
    coalition: Coalition, country: str, group: str, lines: list[Counted], kinds: Mapping[str, Kind]
) -> Cell:
    counts: Counter[str] = Counter()
    for line in lines:
        if line.group == group:
            for kind in _upward(line.kind, kinds):
                counts[kind] += line.count

    def below(parent: str | None) -> tuple[KindCount, ...]:
        here = sorted(kind for kind in counts if kinds[kind].parent_id == parent)
        return tuple(
            KindCount(kinds[kind].name, number(kind), below(kind) if parent is None else ())
            for kind in here
        )

    def number(kind: str) -> Number:
        return Number(counts[kind], _asked(coalition, group, country=country, kind=kind))

    return Cell(group, _label(group), below(None))


def _upward(kind: str, kinds: Mapping[str, Kind]) -> list[str]:
    """The kind and all above it."""
    path: list[str] = []
    code: str | None = kind
    while code and code not in path:
        path.append(code)
        code = kinds[code].parent_id
    return path


def _total(coalition: Coalition, counted: list[Counted], group: str) -> Total:
    lines = [line for line in counted if line.group == group]
    count = sum(line.count for line in lines)
    href = _asked(coalition, group)
    contributors = len({line.country for line in lines})
    return Total(group, _label(group), Number(count, href), contributors)


def _asked(coalition: Coalition, group: str, **query: str) -> str:
    return addresses.contributions(coalition=coalition.code, **query, **ASKED[group])
