"""One tally held against the record as it was known on one day (semantics H)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.domain.dates import Span, effective_when
from tracker.domain.figures import Bounds
from tracker.domain.figures import Figure as DerivedFigure
from tracker.domain.holding import certainty
from tracker.domain.ladder import Group, Status, group_of
from tracker.domain.tallies import Number, Remainder, count, reconcile_amount
from tracker.domain.tallies import reconcile as remainder_of
from tracker.domain.totals import Row, containers_of, total
from tracker.models import Contribution, Country, Figure, Tally
from tracker.models.choices import CountryType
from tracker.reconcile.matching import DISPUTED, Match, matches
from tracker.reconcile.record import Record

NAMED_BUT_SILENT = "named by the tally; the record is silent"
PROMISED = "promised, not told as a deed"
NARROWER = "the claim is narrower than what is counted"
COUNTED = {CountryType.STATE, CountryType.UNDISCLOSED}
RANK = {"certain": 3, "possible": 2, "denied": 1, "silent": 0}


@dataclass(frozen=True, slots=True)
class Named:
    """A country with what it is named for: its contributions, and why they are not certain."""

    country: Country
    contributions: tuple[Contribution, ...]
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What a tally claims beside what the record says, at (known_on, valid_on).

    ``beside`` match too but are no countries (a group, an organisation, the coalition itself):
    they are in no count of countries. ``remainder`` is how many (or how much) the record does
    not name. Over a metric ``counted`` has the low and the high of what matches, and countries
    are listed all the same.
    """

    tally: Tally
    known_on: date | None
    valid_on: date
    certain: tuple[Named, ...]
    possible: tuple[Named, ...]
    denied: tuple[Named, ...]
    beside: tuple[Named, ...]
    remainder: Remainder
    counted: tuple[Number, Number]

    @property
    def claimed(self) -> str:
        """The tally's number as bounds: 25, 21–23, at least 34."""
        low, high = _plain(self.tally.low), _plain(self.tally.high)
        if self.tally.high is None:
            return f"at least {low}"
        return high if low == high else f"{low}–{high}" if self.tally.low else f"at most {high}"

    @property
    def not_named(self) -> str:
        """The remainder as bounds: 23, 8–20, none."""
        low, high = _plain(self.remainder.low), _plain(self.remainder.high)
        if self.remainder.high is None:
            return f"at least {low}"
        if low == high:
            return "none" if low == "0" else low
        return f"{low}–{high}"


def reconcile(
    tally: Tally, known_on: date | None = None, record: Record | None = None
) -> Reconciliation:
    """Hold a tally against the record known on a day (now, if none is given).

    V is the last day of its ``when``; a tally is never evidence for itself. Whoever holds several
    hands on one ``record``.
    """
    day = _valid_on(tally)
    record = record or Record(known_on)
    counted = matches(tally.counts, tally.quote.source.coalition_id, record)
    excluded = {row.country_id for row in tally.countries.all() if row.excluded}
    judged = [
        (match, *_judge(match, day, tally))
        for match in counted
        if match.contribution.country_id not in excluded
    ]
    groups = _by_country(judged)
    _add_named(groups, tally)
    sides: dict[str, list[Named]] = {name: [] for name in RANK}
    sides["beside"] = []
    for country, (verdict, found, why) in groups.items():
        counts = tally.metric_id or country.type in COUNTED or verdict == "silent"
        sides[verdict if counts else "beside"].append(Named(country, tuple(found), tuple(why)))
    remainder, amounts = _remainder(tally, groups, judged)
    return Reconciliation(
        tally=tally,
        known_on=record.known_on,
        valid_on=day,
        certain=_sorted(sides["certain"]),
        possible=_sorted(sides["possible"]),
        denied=_sorted(sides["denied"]),
        beside=_sorted(sides["beside"]),
        remainder=remainder,
        counted=amounts,
    )


Judged = tuple[Match, str, tuple[str, ...]]
Groups = dict[Country, tuple[str, list[Contribution], list[str]]]


def _valid_on(tally: Tally) -> date:
    quote, source = tally.quote, tally.quote.source
    said = (
        Span(quote.said_earliest, quote.said_latest)
        if quote.said
        else Span(source.published_earliest, source.published_latest)
    )
    when = Span(tally.when_earliest, tally.when_latest, interval="/" in tally.when)
    last = effective_when(tally.status or Status.ONGOING, when, said).latest or said.latest
    return last or source.published_latest


def _judge(match: Match, day: date, tally: Tally) -> tuple[str, tuple[str, ...]]:
    """One contribution's certainty, and why it is not certain."""
    state = match.state
    doubts = (*match.doubts, *([NARROWER] if tally.not_narrowed else []))
    verdict = certainty(state, day)
    if group_of(tally.status) == Group.PROSPECTIVE and state.group == Group.PROSPECTIVE:
        verdict = "certain"
    if verdict == "certain":
        return ("possible", doubts) if doubts else (verdict, ())
    if verdict != "possible":
        return verdict, ()
    flags = {
        DISPUTED: state.disputed,
        "its status is in conflict": state.status_conflict,
        "only implied": state.implied_only,
        PROMISED: state.group == Group.PROSPECTIVE,
    }
    why = [reason for reason, holds in flags.items() if holds]
    return "possible", (*doubts, *(why or ["its date leaves it open"]))


def _by_country(judged: Iterable[Judged]) -> Groups:
    """The best verdict for each country, with the contributions it rests on."""
    groups: Groups = {}
    for match, verdict, why in judged:
        country = match.contribution.country
        held = groups.get(country)
        if held is None or RANK[verdict] > RANK[held[0]]:
            groups[country] = (verdict, [match.contribution], list(why))
        elif verdict == held[0]:
            held[1].append(match.contribution)
            held[2].extend(reason for reason in why if reason not in held[2])
    return groups


def _add_named(groups: Groups, tally: Tally) -> None:
    """Whom the tally names is possible where the record is silent."""
    for row in tally.countries.all():
        if not row.excluded and groups.get(row.country, ("silent",))[0] == "silent":
            groups[row.country] = ("possible", [], [NAMED_BUT_SILENT])


def _remainder(
    tally: Tally, groups: Groups, judged: list[Judged]
) -> tuple[Remainder, tuple[Number, Number]]:
    if tally.metric_id:
        low, high = _amounts(tally, judged)
        return reconcile_amount(tally.low, tally.high, low, high), (low, high or low)
    certain, possible = count((c.type, verdict) for c, (verdict, _, _) in groups.items())
    return remainder_of(tally.low, tally.high, certain, possible), (certain, possible)


def _amounts(tally: Tally, judged: list[Judged]) -> tuple[Decimal, Decimal | None]:
    """The total of the tally's metric over what matches: low, and high (None where open)."""
    told = [(match, verdict) for match, verdict, _ in judged if verdict in ("certain", "possible")]
    rows = [
        Row(
            key=match.contribution.parts_path,
            bounds=Bounds(figure.low, figure.high),
            currency=figure.currency,
            rate=figure.rate,
            doubtful=verdict == "possible",
        )
        for match, verdict, figure in _figures(tally, told)
    ]
    sum_ = total(rows, containers=lambda path: containers_of(path, {}), currency=tally.currency)
    return sum_.low, None if sum_.is_at_least else sum_.high


def _figures(
    tally: Tally, told: list[tuple[Match, str]]
) -> Iterator[tuple[Match, str, Figure | DerivedFigure]]:
    """The deeds' figures in the tally's measure, of the statements that match alone."""
    stored: dict[int, list[Figure]] = defaultdict(list)
    whole = [match.stored.pk for match, _ in told if match.whole]
    for figure in Figure.objects.filter(
        state__in=whole,
        status_group=Group.ACTUAL,
        metric=tally.metric_id,
        currency=tally.currency,
        equivalent=False,
    ):
        stored[figure.state_id].append(figure)
    for match, verdict in told:
        found = stored[match.stored.pk] if match.whole else _derived(tally, match)
        yield from ((match, verdict, figure) for figure in found)


def _derived(tally: Tally, match: Match) -> list[DerivedFigure]:
    wanted = (Group.ACTUAL, tally.metric_id, tally.currency, False)
    return [
        figure
        for figure in match.state.figures
        if (figure.group, figure.metric, figure.currency, figure.equivalent) == wanted
    ]


def _sorted(named: list[Named]) -> tuple[Named, ...]:
    return tuple(sorted(named, key=lambda each: each.country.name))


def _plain(number: Number | None) -> str:
    return "" if number is None else f"{Decimal(number).normalize():f}"
