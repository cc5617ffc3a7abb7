"""A viewset for each model that a person may cite."""

from __future__ import annotations

from tracker.api.schema import described
from tracker.api.views import RecordViewSet
from tracker.fields import REGISTRIES


@described
class ContributionViewSet(RecordViewSet):
    registry = REGISTRIES["contributions"]


@described
class StatementViewSet(RecordViewSet):
    registry = REGISTRIES["statements"]


@described
class TallyViewSet(RecordViewSet):
    registry = REGISTRIES["tallies"]


@described
class QuoteViewSet(RecordViewSet):
    registry = REGISTRIES["quotes"]


@described
class SourceViewSet(RecordViewSet):
    registry = REGISTRIES["sources"]


@described
class SpeakerViewSet(RecordViewSet):
    registry = REGISTRIES["speakers"]


@described
class CountryViewSet(RecordViewSet):
    registry = REGISTRIES["countries"]


@described
class KindViewSet(RecordViewSet):
    registry = REGISTRIES["kinds"]


@described
class LineOfEffortViewSet(RecordViewSet):
    registry = REGISTRIES["lines_of_effort"]


@described
class MetricViewSet(RecordViewSet):
    registry = REGISTRIES["metrics"]


@described
class PlaceViewSet(RecordViewSet):
    registry = REGISTRIES["places"]


@described
class CoalitionViewSet(RecordViewSet):
    registry = REGISTRIES["coalitions"]


VIEWSETS: tuple[type[RecordViewSet], ...] = (
    ContributionViewSet,
    StatementViewSet,
    TallyViewSet,
    QuoteViewSet,
    SourceViewSet,
    SpeakerViewSet,
    CountryViewSet,
    KindViewSet,
    LineOfEffortViewSet,
    MetricViewSet,
    PlaceViewSet,
    CoalitionViewSet,
)
