"""Whoever is quoted, and their words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from tracker.admin.codebook import codebook
from tracker.admin.lists import column
from tracker.admin.merging import Merging
from tracker.admin.says import says_of
from tracker.admin.weighed import Weighed
from tracker.models import Speaker

SHOWN = 50


class SpeakerAdmin(Weighed, Merging):
    list_display = ("name", "office", column(Speaker, "country"), "role", "anonymous")
    list_filter = ("role", "anonymous")
    narrowed_by = {"country": "Speaks for"}
    list_select_related = ("country", "source")
    left_out = ("source__text",)
    search_fields = ("code", "name", "office")
    in_bulk = ("country", "role")
    unseen = frozenset({"note"})
    ordering = ("name",)
    fieldsets = (
        (
            "Who it is",
            {
                "fields": (
                    *("code", "name", "office", "country", "role", "anonymous", "source"),
                    "note",
                ),
                "description": codebook("Who says so, and of whom?"),
            },
        ),
    )
    change_form_template = "admin/tracker/speaker/change_form.html"

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        speaker = kwargs.get("obj")
        if speaker is not None:
            rows = speaker.quotes.select_related("source").defer("source__text").order_by("-pk")
            quotes = list(rows[:SHOWN])
            says = says_of(quotes)
            url = reverse("admin:tracker_quote_changelist")
            context["quotes"] = [(quote, says[quote.pk]) for quote in quotes]
            context["quotes_url"] = f"{url}?{urlencode({'speaker__id__exact': speaker.pk})}"
        return super().render_change_form(request, context, *args, **kwargs)
