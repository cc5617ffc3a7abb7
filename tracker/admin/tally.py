"""An official's claim about the whole: what is counted, how many, who is named."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.filters import RelatedFieldListFilter
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from tracker.admin.claim import ClaimAdmin, ClaimForm
from tracker.admin.codebook import codebook
from tracker.admin.fields import PartInline
from tracker.admin.forms import CountsField
from tracker.admin.held import held_now
from tracker.admin.lists import filter_by, whose
from tracker.admin.search import WordSearch
from tracker.models import Tally, TallyCountry, TallyQuote
from tracker.reconcile import reconcile


class TallyForm(ClaimForm):
    counts = CountsField(required=False)


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
    public_page = "web:tally"
    change_form_template = "admin/tracker/tally/change_form.html"
    list_display = (
        *("words_said", "who", "how_much", "counted", "out_of", "when"),
        *("review", "edited"),
    )
    narrowed_by = {"names": "Names", "status_group": "Group"}
    list_filter = (
        "review",
        whose("written_by", "Who wrote it"),
        filter_by(Tally, "credibility"),
        filter_by(Tally, "metric", RelatedFieldListFilter),
        "quote__source__coalition",
    )
    list_select_related = ("quote__source", "quote__speaker", "metric")
    form = TallyForm
    in_bulk = ("credibility", "part_of")
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
                ),
                "description": codebook("What is claimed of the whole?", "How many?"),
            },
        ),
        ("When", {"fields": (("when", "when_words"),), "description": codebook("When?")}),
        ("How sure", {"fields": ("credibility", "part_of", "note")}),
        ("Order", {"classes": ("collapse",), "fields": ("position",)}),
    )

    @admin.display(description="Of what")
    def counted(self, tally: Tally) -> str:
        return "; ".join(
            f"{name.replace('_', ' ')}: {value.replace(',', ', ')}"
            for name, value in tally.counts.items()
        )

    # --- Against the record ------------------------------------------------------------------

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        tally = kwargs.get("obj")
        if tally is not None:
            ((_, context["held"]),) = held_now([tally])
        return super().render_change_form(request, context, *args, **kwargs)

    def buttons(self, request: HttpRequest, record: Any) -> list[tuple[str, str]]:
        held = (self._address("held", record), "Hold against the record")
        return [*super().buttons(request, record), held]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.held_view)
        return [
            path("<path:object_id>/held/", view, name="tracker_tally_held"),
            *super().get_urls(),
        ]

    def held_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Twice: with what was known when it was said, and with what is known now."""
        tally = self.get_object(request, unquote(object_id))
        if tally is None:
            raise Http404(f"There is no tally {object_id}.")
        if not self.has_view_or_change_permission(request, tally):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "Held against the record",
            "subtitle": str(tally),
            "opts": self.opts,
            "original": tally,
            "media": self.media,
            "days": [
                ("When it was said", reconcile(tally, tally.quote.source.published_latest)),
                ("Now", reconcile(tally)),
            ],
        }
        return TemplateResponse(request, "admin/tracker/tally/held.html", context)
