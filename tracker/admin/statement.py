"""What one quote says of one contribution."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse

from tracker.admin.claim import ClaimAdmin
from tracker.admin.codebook import codebook
from tracker.admin.fields import PartInline
from tracker.admin.lists import filter_by, whose
from tracker.admin.search import PathSearch
from tracker.admin.standing import adds_of
from tracker.admin.wording import badge_of, marked
from tracker.models import Statement, StatementQuote


class FurtherQuoteInline(PartInline):
    model = StatementQuote
    fields = ("quote", "position")
    verbose_name = "further quote"
    verbose_name_plural = "further words it rests on"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).select_related("quote")


SAYS: Any = (
    "What it says",
    {
        "fields": ("contribution", ("status", "change"), "condition", ("basis", "tie")),
        "description": codebook(
            "Who contributes?",
            "What form does it have?",
            "What is its status?",
            "Is it the thing itself, or a change of it?",
            "Is it tied to the coalition?",
        ),
    },
)
HOW_MUCH: Any = (
    "How much",
    {
        "fields": (
            ("low", "high", "metric", "currency"),
            ("words", "bounds_by"),
            ("reads_as", "per"),
        ),
        "description": codebook("How many?"),
    },
)
WHEN: Any = (
    "When",
    {"fields": (("when", "when_words"), "due"), "description": codebook("When?")},
)
MORE: Any = (
    "Part, place, purpose",
    {
        "classes": ("collapse",),
        "fields": (("role", "effort"), ("place", "recipient"), "line_of_effort"),
        "description": codebook("Where?", "What part does it play?"),
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
HOW_SURE: Any = (
    "How sure",
    {
        "fields": ("credibility", ("denies", "corrects"), "note"),
        "description": codebook(
            "What if words disagree, repeat, or are missing?", "When is a note needed?"
        ),
    },
)


class StatementAdmin(PathSearch, ClaimAdmin):
    public_page = "web:statement"
    list_display = (
        *("words_said", "who", "of", "says", "how_much", "when"),
        *("review", "edited"),
    )
    narrowed_by = {"country": "Of whom", "kind": "What", "stake": "Whose word"}
    list_filter = (
        "review",
        whose("written_by", "Who wrote it"),
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
        ("What it was read from", {"fields": ("quote",)}),
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
        return marked(badge_of(statement))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        statement = kwargs.get("obj")
        if statement is not None:
            context["adds"] = adds_of(statement)
        return super().render_change_form(request, context, *args, **kwargs)
