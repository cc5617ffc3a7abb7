"""The countries, kinds, metrics and places that are there, in the order of how often they come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from tracker.generate.chance import Draw, seeded, shuffled
from tracker.models import Country, Kind, LineOfEffort, Metric, Place
from tracker.models.choices import CountryType

MEMBERSHIP = "membership"  # the kind whose rows say who is a member; not drawn by chance
MEMBERS = 80
# Who is drawn most often, where they are there: figures should look like figures of the kind.
FIRST = (
    *("US", "GB", "FR", "DE", "IT", "CA", "AU", "NL", "TR", "JO", "AE", "SA", "BE", "DK"),
    *("ES", "PL", "NO", "SE", "JP", "KR", "EU", "QA", "FI", "PT", "CZ", "HU", "NZ", "GR"),
)
NOBODY = (CountryType.COALITION, CountryType.UNDISCLOSED)

# What is counted of which kind, the most usual first; a dotted kind falls back on its parent.
MEASURES = {
    "airstrikes": ("strikes", "targets", "sorties", "weapons"),
    "ground-combat": ("personnel",),
    "deployment": ("personnel",),
    "deployment.air": ("aircraft", "personnel"),
    "deployment.naval": ("ships", "personnel"),
    "reconnaissance": ("sorties", "flight-hours"),
    "logistics": ("flights", "tonnes"),
    "training": ("trainees", "personnel"),
    "equipment": ("weapons", "vehicles", "rounds", "money"),
    "funding": ("money",),
    "humanitarian": ("money", "beneficiaries", "tonnes", "patients"),
    "stabilization": ("money", "beneficiaries"),
    "refugee-hosting": ("refugees",),
    "foreign-fighters": ("arrests", "travellers", "convictions"),
    "counter-finance": ("accounts", "money"),
    "counter-messaging": ("accounts",),
}


class NoReferenceData(Exception):
    """Rows cannot be generated into an empty database; the sentence says what is missing."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(
            f"There are no {' and no '.join(missing)} in the database, and generated rows name "
            "them. Load the reference data first: manage.py load."
        )


@dataclass(frozen=True, slots=True)
class Named:
    code: str
    name: str


@dataclass(frozen=True)
class Reference:
    """What generated rows may name; the first of each are drawn most often."""

    countries: Sequence[Named]
    kinds: Sequence[Named]
    metrics: Sequence[Named]
    places: Sequence[Named]
    lines_of_effort: Sequence[str]
    membership: Named | None

    @cached_property
    def country(self) -> Draw[Named]:
        return Draw.skewed(self.countries)

    @cached_property
    def kind(self) -> Draw[Named]:
        return Draw.skewed(self.kinds)

    @cached_property
    def place(self) -> Draw[Named]:
        return Draw.skewed(self.places)

    @cached_property
    def measures(self) -> dict[str, Draw[Named]]:
        """Of each kind, what is counted of it."""
        return {kind.code: Draw.skewed(self._measures(kind.code)) for kind in self.kinds}

    def _measures(self, kind: str) -> list[Named]:
        usual = MEASURES.get(kind) or MEASURES.get(kind.partition(".")[0], ("personnel",))
        known = {metric.code: metric for metric in self.metrics}
        return [known[code] for code in usual if code in known] or list(self.metrics)


def read_reference(seed: int) -> Reference:
    """Raises :class:`NoReferenceData`."""
    found = {
        "countries": _named(Country.objects.exclude(type__in=NOBODY)),
        "kinds": _named(Kind.objects.exclude(code=MEMBERSHIP)),
        "metrics": _named(Metric.objects.all()),
        "places": _named(Place.objects.all()),
    }
    if missing := [what for what, rows in found.items() if not rows]:
        raise NoReferenceData(missing)
    membership = _named(Kind.objects.filter(code=MEMBERSHIP))
    usual = [*FIRST, *MEASURES]
    return Reference(
        **{what: _ordered(seed, what, rows, usual) for what, rows in found.items()},
        lines_of_effort=list(LineOfEffort.objects.order_by("code").values_list("code", flat=True)),
        membership=membership[0] if membership else None,
    )


def _named(rows: QuerySet[Any]) -> list[Named]:
    return [Named(*row) for row in rows.order_by("code").values_list("code", "name")]


def _ordered(seed: int, what: str, rows: list[Named], usual: Sequence[str]) -> list[Named]:
    """The usual ones first, the others in an order of the seed's own."""
    rank = {code: place for place, code in enumerate(usual)}
    others = shuffled(seeded(seed, what), rows)
    return sorted(others, key=lambda row: rank.get(row.code, len(usual)))
