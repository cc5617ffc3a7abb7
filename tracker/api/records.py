"""A viewset for each model that a person may cite."""

from __future__ import annotations

from tracker.api.schema import described
from tracker.api.schema_writing import described_writing
from tracker.api.steps import ClaimViewSet, ReviewedViewSet
from tracker.api.views import RecordViewSet
from tracker.api.writing import QuoteWriting, WritingViewSet
from tracker.fields import REGISTRIES


@described_writing
class ContributionViewSet(ReviewedViewSet):
    registry = REGISTRIES["contributions"]


@described_writing
class StatementViewSet(ClaimViewSet):
    registry = REGISTRIES["statements"]


@described_writing
class TallyViewSet(ClaimViewSet):
    registry = REGISTRIES["tallies"]


@described_writing
class QuoteViewSet(QuoteWriting):
    registry = REGISTRIES["quotes"]


@described_writing
class SourceViewSet(WritingViewSet):
    registry = REGISTRIES["sources"]


@described_writing
class SpeakerViewSet(WritingViewSet):
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
