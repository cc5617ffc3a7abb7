"""An official's claim about the whole: what is counted, how many, who is named."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.filters import RelatedFieldListFilter
from django.db import models
from django.http import HttpRequest

from tracker.admin.claim import ClaimAdmin
from tracker.admin.fields import PartInline
from tracker.admin.lists import filter_by
from tracker.admin.search import WordSearch
from tracker.models import Tally, TallyCountry, TallyQuote


class NamedInline(PartInline):
    model = TallyCountry
    fields = ("country", "excluded")
    verbose_name = "country"
    verbose_name_plural = "countries its words name"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).select_related("country")


class FurtherQuoteInline(PartInline):
    model = TallyQuote
    fields = ("quote", "position")
    verbose_name = "further quote"
    verbose_name_plural = "further words it rests on"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).select_related("quote")


class TallyAdmin(WordSearch, ClaimAdmin):
    list_display = ("words_said", "how_much", "counted", "out_of", "when", "review", "edited")
    list_filter = (
        "review",
        filter_by(Tally, "credibility"),
        filter_by(Tally, "metric", RelatedFieldListFilter),
        "quote__source__coalition",
    )
    list_select_related = ("quote__source", "quote__speaker", "metric")
    inlines = (NamedInline, FurtherQuoteInline)
    fieldsets = (
        ("Words", {"fields": ("quote",)}),
        (
            "Tally",
            {
                "fields": (
                    ("low", "high", "metric", "currency"),
                    ("words", "bounds_by"),
                    "out_of",
                    "counts",
                    "not_narrowed",
                    "status",
                )
            },
        ),
        ("When", {"fields": (("when", "when_words"),)}),
        ("How sure", {"fields": ("credibility", "part_of", "note")}),
        ("Order", {"classes": ("collapse",), "fields": ("position",)}),
    )

    @admin.display(description="Of what")
    def counted(self, tally: Tally) -> str:
        return ", ".join(f"{name}: {value}" for name, value in tally.counts.items())
