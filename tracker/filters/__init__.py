"""What can be asked: one filter set for each model, the only way to ask for its records.

``ContributionFilterSet.read(params)`` gives a Query or raises FilterError with every mistake; it
needs no request. Imports ``models`` and ``domain``; never ``fields`` or ``actions``.
"""

from tracker.filters.asked import Asked
from tracker.filters.base import RecordFilterSet
from tracker.filters.best import Best, Hit, best_of
from tracker.filters.contributions import ContributionFilterSet
from tracker.filters.errors import FilterError, Mistake
from tracker.filters.query import Query
from tracker.filters.records import (
    QuoteFilterSet,
    SourceFilterSet,
    SpeakerFilterSet,
    TallyFilterSet,
)
from tracker.filters.reference import (
    CoalitionFilterSet,
    CountryFilterSet,
    KindFilterSet,
    LineOfEffortFilterSet,
    MetricFilterSet,
    PlaceFilterSet,
)
from tracker.filters.statements import StatementFilterSet

FILTER_SETS: dict[str, type[RecordFilterSet]] = {
    "contributions": ContributionFilterSet,
    "statements": StatementFilterSet,
    "tallies": TallyFilterSet,
    "quotes": QuoteFilterSet,
    "sources": SourceFilterSet,
    "speakers": SpeakerFilterSet,
    "countries": CountryFilterSet,
    "kinds": KindFilterSet,
    "lines_of_effort": LineOfEffortFilterSet,
    "metrics": MetricFilterSet,
    "places": PlaceFilterSet,
    "coalitions": CoalitionFilterSet,
}

__all__ = [
    "FILTER_SETS",
    "Asked",
    "Best",
    "ContributionFilterSet",
    "FilterError",
    "Hit",
    "Mistake",
    "Query",
    "RecordFilterSet",
    "best_of",
]
