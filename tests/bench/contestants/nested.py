"""The list of contributions as Django REST framework's manual would have it: nested serializers.

Plain and fair: related rows are joined or prefetched, pages are read by cursor, nothing is counted.
It says what the site's own list says, but for what that works out besides (cell, page, overdue).
"""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from rest_framework import generics, pagination, permissions, serializers

from tracker.models import (
    Contribution,
    Country,
    Figure,
    Kind,
    Metric,
    Place,
    Quote,
    Source,
    Speaker,
    Standing,
    State,
    Statement,
)


class CountrySerializer(serializers.ModelSerializer[Country]):
    class Meta:
        model = Country
        fields = ["code", "name", "type"]


class KindSerializer(serializers.ModelSerializer[Kind]):
    class Meta:
        model = Kind
        fields = ["code", "name", "line_of_effort"]


class PlaceSerializer(serializers.ModelSerializer[Place]):
    class Meta:
        model = Place
        fields = ["code", "name"]


class MetricSerializer(serializers.ModelSerializer[Metric]):
    class Meta:
        model = Metric
        fields = ["code", "unit"]


class SpeakerSerializer(serializers.ModelSerializer[Speaker]):
    class Meta:
        model = Speaker
        fields = ["code", "name", "office", "country", "role", "anonymous"]


class SourceSerializer(serializers.ModelSerializer[Source]):
    class Meta:
        model = Source
        fields = ["code", "title", "publisher", "published", "url", "archived_url", "reliability"]


class QuoteSerializer(serializers.ModelSerializer[Quote]):
    speaker = SpeakerSerializer()
    source = SourceSerializer()  # type: ignore[assignment]

    class Meta:
        model = Quote
        fields = [
            *("code", "exact", "start", "end", "locator", "translation", "voice", "relayed"),
            *("occasion", "speaker", "source"),
        ]


class StandingSerializer(serializers.ModelSerializer[Standing]):
    class Meta:
        model = Standing
        fields = ["stake"]


class StatementSerializer(serializers.ModelSerializer[Statement]):
    quote = QuoteSerializer()
    standing = StandingSerializer()

    class Meta:
        model = Statement
        fields = ["code", "condition", "line_of_effort", "standing", "quote"]


class FigureSerializer(serializers.ModelSerializer[Figure]):
    metric = MetricSerializer()

    class Meta:
        model = Figure
        fields = [
            *("status_group", "metric", "currency", "low", "high", "per", "rate", "equivalent"),
            *("conflict", "windows"),
        ]


class StateSerializer(serializers.ModelSerializer[State]):
    figures = FigureSerializer(many=True)
    statement = StatementSerializer()

    class Meta:
        model = State
        fields = [
            *("status", "status_group", "change", "disputed", "denied_by_self", "status_conflict"),
            *("figure_conflict", "implied_only", "conditioned", "metric", "low", "high"),
            *("currency", "figures", "started_earliest", "started_latest", "ended_earliest"),
            *("ended_latest", "held_earliest", "held_latest", "last_as_of", "outlook_status"),
            *("outlook_change", "due_latest", "known_from", "statements", "statement"),
        ]


class ContributionSerializer(serializers.ModelSerializer[Contribution]):
    title = serializers.CharField()
    country = CountrySerializer()
    kind = KindSerializer()
    theatre = PlaceSerializer()
    state = StateSerializer(source="now", many=True)

    class Meta:
        model = Contribution
        fields = [
            *("code", "path", "title", "coalition", "country", "kind", "theatre", "part_of"),
            *("state", "version", "updated_at"),
        ]


class Pages(pagination.CursorPagination):
    ordering = "code"
    page_size_query_param = "page_size"
    max_page_size = 1000


class NestedList(generics.ListAPIView[Contribution]):
    serializer_class = ContributionSerializer
    pagination_class = Pages
    permission_classes = [permissions.AllowAny]
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[Contribution]:
        states = (
            State.objects.filter(known_until=None)
            .select_related("statement__quote__speaker", "statement__quote__source")
            .select_related("statement__standing")
            .defer("statement__quote__source__text")
            .prefetch_related(Prefetch("figures", Figure.objects.select_related("metric")))
        )
        return (
            Contribution.objects.published()
            .filter(states__known_until=None, **self._asked())
            .select_related("country", "kind", "theatre", "part_of")
            .prefetch_related(Prefetch("states", states, to_attr="now"))
        )

    def _asked(self) -> dict[str, str]:
        lookups = {
            "country": "country",
            "kind": "kind",
            "status_group": "states__status_group",
        }
        params = self.request.query_params
        return {lookups[name]: params[name] for name in lookups if name in params}
