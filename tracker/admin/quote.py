"""Words in a source: found by themselves where the text is kept, and what was read from them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from tracker.admin.codebook import codebook
from tracker.admin.forms import RecordForm
from tracker.admin.lists import column, filter_by
from tracker.admin.says import says_of
from tracker.admin.search import WordSearch, sought
from tracker.admin.weighed import Weighed
from tracker.domain.anchoring import AnchorError, check, locate
from tracker.models import Quote

# Whose quotes a list may be of: pages of sources and speakers lead there.
LISTS_OF = {"source__id__exact", "speaker__id__exact"}
AROUND = 160  # characters shown on either side of a quote


class QuoteForm(RecordForm):
    """``start`` may be left out where the words decide; ``end`` always follows from it."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        source, exact = cleaned.get("source"), cleaned.get("exact")
        if source and exact and not self.errors:
            self._find(source.text, exact, cleaned)
        start = cleaned.get("start")
        self.instance.end = None if start is None else start + len(exact or "")
        return cleaned

    def _find(self, text: str | None, exact: str, cleaned: dict[str, Any]) -> None:
        if text is None:
            return
        try:
            if cleaned.get("start") is None:
                prefix, suffix = cleaned.get("prefix") or "", cleaned.get("suffix") or ""
                cleaned["start"] = locate(text, exact, prefix, suffix)
            else:
                check(text, exact, cleaned["start"])
        except AnchorError as error:
            self.add_error("exact", str(error))


class QuoteAdmin(WordSearch, Weighed):
    form = QuoteForm
    public_page = "web:quote"
    unseen = frozenset({"note"})
    list_display = (
        "words",
        "source",
        column(Quote, "speaker"),
        column(Quote, "voice"),
        column(Quote, "said"),
    )
    list_filter = (filter_by(Quote, "voice"), "source__coalition")
    narrowed_by = {
        "speaker_role": "Speaker is",
        "speaker_country": "Speaks for",
        "anonymous": "Not named",
        "reliability": "Reliability",
    }
    list_select_related = ("source", "speaker")
    left_out = ("source__text",)
    search_fields = ("code",)
    in_bulk = ("speaker", "voice", "occasion", "said")
    fieldsets = (
        (
            "What is quoted",
            {
                "fields": ("source", "exact", ("start", "locator"), ("prefix", "suffix")),
                "description": codebook("Which words are quoted?"),
            },
        ),
        (
            "Who says it",
            {
                "fields": (("speaker", "voice"), "relayed", ("occasion", "said")),
                "description": codebook("Who says so, and of whom?"),
            },
        ),
        ("Notes", {"fields": ("translation", "note")}),
    )
    change_form_template = "admin/tracker/quote/change_form.html"

    @admin.display(description="Words")
    def words(self, quote: Quote) -> str:
        return str(quote)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """In one source as they stand there, else the newest first."""
        return ("start", "pk") if "source__id__exact" in request.GET else ("-pk",)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup in LISTS_OF or super().lookup_allowed(lookup, value, request)

    def found(self, term: str) -> list[Q]:
        query = sought(term)
        code = Q(code__startswith=term)
        return [code, Q(search=query)] if query else [code]

    def response_post_save_add(self, request: HttpRequest, obj: Quote) -> HttpResponseRedirect:
        """A new quote waits to be read."""
        return HttpResponseRedirect(reverse("admin:tracker_quote_change", args=[obj.pk]))

    def is_public(self, record: Any) -> bool:
        return Quote.objects.public().filter(pk=record.pk).exists()

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        quote = kwargs.get("obj")
        if quote is not None:
            query = urlencode({"quote": quote.pk})
            context["says"] = says_of([quote])[quote.pk]
            context["before"], context["after"] = _around(quote)
            context["add_urls"] = [
                (f"{reverse(f'admin:tracker_{model}_add')}?{query}", f"Add {model}")
                for model in ("statement", "tally")
                if request.user.has_perm(f"tracker.add_{model}")
            ]
        return super().render_change_form(request, context, *args, **kwargs)


def _around(quote: Quote) -> tuple[str, str]:
    """What stands beside the words: in the text where it is kept, else as far as was copied."""
    text = quote.source.text
    if text is None or quote.start is None or quote.end is None:
        return quote.prefix, quote.suffix
    before, after = text[: quote.start], text[quote.end :]
    return (
        f"{'…' if len(before) > AROUND else ''}{before[-AROUND:]}",
        f"{after[:AROUND]}{'…' if len(after) > AROUND else ''}",
    )
