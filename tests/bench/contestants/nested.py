"""The list of contributions as Django REST framework's manual would have it: nested serializers.

Plain and fair: related rows are joined or prefetched, pages are read by cursor, nothing is counted.
It says what the site's own list says with statements and quotes inside, but for what that works out
besides (cell, page, overdue).
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
    StatementQuote,
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
            *("code", "exact", "prefix", "suffix", "start", "end", "locator", "voice", "relayed"),
            *("occasion", "said", "said_earliest", "said_latest", "translation", "checked_on"),
            *("note", "speaker", "source", "version", "updated_at"),
        ]


class FurtherSerializer(serializers.ModelSerializer[StatementQuote]):
    quote = QuoteSerializer()

    class Meta:
        model = StatementQuote
        fields = ["quote"]


class StandingSerializer(serializers.ModelSerializer[Standing]):
    class Meta:
        model = Standing
        fields = [
            *("stake", "origin", "known_from", "known_until", "said_earliest", "said_latest"),
            *("held_earliest", "held_latest", "as_of_earliest", "as_of_latest"),
        ]


class CarrierSerializer(serializers.ModelSerializer[Statement]):
    """Of the statement that carries the status, what a row repeats."""

    stake = serializers.CharField(source="standing.stake")

    class Meta:
        model = Statement
        fields = ["code", "condition", "line_of_effort", "stake"]


class StatementSerializer(serializers.ModelSerializer[Statement]):
    standing = StandingSerializer()
    place = PlaceSerializer()
    quote = QuoteSerializer()
    rests_on = FurtherSerializer(many=True)

    class Meta:
        model = Statement
        fields = [
            *("code", "status", "change", "low", "high", "metric", "currency", "words"),
            *("bounds_by", "reads_as", "per", "converted_low", "converted_high"),
            *("converted_currency", "converted_rate", "role", "place", "recipient"),
            *("line_of_effort", "effort", "when", "when_words", "due", "condition", "basis"),
            *("tie", "denies", "corrects", "credibility", "note", "standing", "quote"),
            *("rests_on", "version", "updated_at"),
        ]


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
    statement = CarrierSerializer()

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
    statements = StatementSerializer(many=True)

    class Meta:
        model = Contribution
        fields = [
            *("code", "path", "title", "coalition", "country", "kind", "theatre", "part_of"),
            *("state", "statements", "version", "updated_at"),
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
            .select_related("statement__standing")
            .prefetch_related(Prefetch("figures", Figure.objects.select_related("metric")))
        )
        further = StatementQuote.objects.select_related("quote__speaker", "quote__source")
        statements = (
            Statement.objects.published()
            .select_related("quote__speaker", "quote__source", "standing", "place")
            .defer("quote__source__text")
            .prefetch_related(Prefetch("rests_on", further.defer("quote__source__text")))
        )
        return (
            Contribution.objects.published()
            .filter(states__known_until=None, **self._asked())
            .select_related("country", "kind", "theatre", "part_of")
            .prefetch_related(Prefetch("states", states, to_attr="now"))
            .prefetch_related(Prefetch("statements", statements))
        )

    def _asked(self) -> dict[str, str]:
        lookups = {
            "country": "country",
            "kind": "kind",
            "status_group": "states__status_group",
        }
        params = self.request.query_params
        return {lookups[name]: params[name] for name in lookups if name in params}
