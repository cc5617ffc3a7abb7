"""What one quote says of one contribution."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from tracker.admin.claim import ClaimAdmin
from tracker.admin.fields import PartInline
from tracker.admin.lists import filter_by
from tracker.admin.search import PathSearch
from tracker.admin.wording import status_of
from tracker.models import Statement, StatementQuote


class FurtherQuoteInline(PartInline):
    model = StatementQuote
    fields = ("quote", "position")
    verbose_name = "further quote"
    verbose_name_plural = "further words it rests on"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).select_related("quote")


SAYS: Any = (
    "Says",
    {"fields": ("contribution", ("status", "change"), "condition", ("basis", "tie"))},
)
HOW_MUCH: Any = (
    "How much",
    {
        "fields": (
            ("low", "high", "metric", "currency"),
            ("words", "bounds_by"),
            ("reads_as", "per"),
        )
    },
)
WHEN: Any = ("When", {"fields": (("when", "when_words"), "due")})
MORE: Any = (
    "Part, place, purpose",
    {
        "classes": ("collapse",),
        "fields": (("role", "effort"), ("place", "recipient"), "line_of_effort"),
    },
)
CONVERTED: Any = (
    "Converted from another currency",
    {
        "classes": ("collapse",),
        "fields": (
            ("converted_low", "converted_high"),
            ("converted_currency", "converted_rate"),
        ),
    },
)
HOW_SURE: Any = ("How sure", {"fields": ("credibility", ("denies", "corrects"), "note")})


class StatementAdmin(PathSearch, ClaimAdmin):
    list_display = ("words_said", "review", "of", "says", "how_much", "when", "edited")
    list_filter = (
        "review",
        filter_by(Statement, "status"),
        filter_by(Statement, "credibility"),
        filter_by(Statement, "basis"),
        "quote__source__coalition",
    )
    list_select_related = (
        "quote__source",
        "quote__speaker",
        "contribution__country",
        "contribution__kind",
        "contribution__theatre",
        "metric",
    )
    inlines = (FurtherQuoteInline,)
    in_bulk = (
        *("contribution", "line_of_effort", "effort", "role", "place", "recipient"),
        *("basis", "tie", "credibility"),
    )
    fieldsets = (
        ("Words", {"fields": ("quote",)}),
        SAYS,
        HOW_MUCH,
        WHEN,
        MORE,
        HOW_SURE,
        CONVERTED,
        ("Order", {"classes": ("collapse",), "fields": ("position",)}),
    )

    @admin.display(description="Says it of", ordering="contribution__path")
    def of(self, statement: Statement) -> str:
        return statement.contribution.path

    @admin.display(description="Says", ordering="status")
    def says(self, statement: Statement) -> str:
        return status_of(statement)
