"""A source as an analyst works through it: its text, the quotes in it, what each says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from tracker.admin.forms import RecordForm, VerbatimField
from tracker.admin.importing import ImportsAdmin
from tracker.admin.lists import column, filter_by, whose
from tracker.admin.merging import Merging
from tracker.admin.passage import passage_of
from tracker.admin.says import says_of
from tracker.domain.anchoring import sha256_of
from tracker.models import Source

SHOWN_QUOTES = 300


class SourceForm(RecordForm):
    text = VerbatimField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 8}),
        help_text="Paste it whole. Its fingerprint and length are worked out from it.",
    )
    keep_text = forms.BooleanField(
        label="Keep the text here",
        required=False,
        help_text="Only where the licence allows it; else just fingerprint and length are kept.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["text"] = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        pasted = cleaned.get("text")
        if pasted:
            self.instance.text_sha256 = sha256_of(pasted)
            self.instance.text_characters = len(pasted)
        if "text" in cleaned:
            cleaned["text"] = pasted if pasted and cleaned["keep_text"] else self.instance.text
        return cleaned


class SourceAdmin(Merging, ImportsAdmin):
    form = SourceForm
    public_page = "web:source"
    unseen = frozenset({"annotation", "assignee", "note", "text", "keep_text"})
    list_display = (
        "title",
        "publisher",
        column(Source, "published"),
        column(Source, "annotation"),
        column(Source, "assignee"),
        "reliability",
    )
    list_filter = (
        whose("assignee", "Who works on it", nobody="Nobody yet"),
        filter_by(Source, "annotation"),
        "reliability",
        "coalition",
    )
    list_select_related = ("coalition", "assignee", "replaces")
    left_out = ("text", "replaces__text")
    search_fields = ("code", "title", "publisher")
    in_bulk = ("annotation", "assignee", "reliability", "publisher", "language", "licence")
    ordering = ("-pk",)
    readonly_fields = ("text_sha256", "text_characters", "checked", "tables")
    change_form_template = "admin/tracker/source/change_form.html"

    class Media:
        js = ("tracker/select.js",)

    # --- The form ----------------------------------------------------------------------------

    def shown_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        typed = _takes_text(obj) and (obj is None or self.has_change_permission(request, obj))
        tables = [TABLES] if obj is not None and obj.tables else []
        return [*FIELDSETS, *tables, TEXT_TYPED if typed else TEXT_KEPT]

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Staff are few, and an analyst may not search the list of users."""
        if db_field.name == "assignee":
            kwargs["queryset"] = get_user_model().objects.filter(is_staff=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="Quotes are checked")
    def checked(self, source: Source) -> str:
        return source.checked if source.pk else ""

    # --- The text and its quotes -------------------------------------------------------------

    def reason_needed(self, form: RecordForm) -> str:
        """A new edition takes words away from the old one (what it no longer says)."""
        old = form.cleaned_data.get("replaces") if "replaces" in form.changed_data else None
        if old is not None and self.is_public(old):
            return "It supersedes a source that something published rests on: say why."
        return super().reason_needed(form)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        source = kwargs.get("obj")
        if source is not None:
            context |= self._reading(source)
            context["quotes_url"] = _address("changelist", source__id__exact=source.pk)
            if self.is_public(source):
                statements = reverse("admin:tracker_statement_changelist")
                context["statements_url"] = f"{statements}?{urlencode({'source': source.code})}"
            if request.user.has_perm("tracker.add_quote"):
                context["add_quote_url"] = _address("add", source=source.pk)
        return super().render_change_form(request, context, *args, **kwargs)

    def _reading(self, source: Source) -> dict[str, Any]:
        found = list(
            source.quotes.select_related("speaker").order_by("start", "end", "pk")[
                : SHOWN_QUOTES + 1
            ]
        )
        quotes, more = found[:SHOWN_QUOTES], len(found) > SHOWN_QUOTES
        length = max((quote.end or 0 for quote in quotes), default=0) if more else None
        text = source.text if length is None or source.text is None else source.text[:length]
        says = says_of(quotes)
        return {
            "passage": passage_of(quotes, text, length or source.text_characters),
            "quotes": [(quote, says[quote.pk]) for quote in quotes],
            "silent": sum(not says[quote.pk] for quote in quotes),
            "more_quotes": more,
            "text_is_held": source.text is not None,
        }


FIELDSETS: list[Any] = [
    (
        None,
        {
            "fields": (
                "code",
                "coalition",
                "title",
                ("publisher", "published"),
                "published_inferred",
                "authors",
            )
        },
    ),
    (
        "Where it stands",
        {
            "classes": ("collapse",),
            "fields": ("url", "archived_url", ("language", "licence"), "replaces"),
        },
    ),
    ("Work on it", {"fields": (("annotation", "assignee"), "reliability", "note")}),
]
TABLES: Any = ("Table", {"classes": ("collapse",), "fields": ("tables",)})
TEXT_TYPED: Any = ("Text", {"fields": ("text", ("keep_text", "text_is_public"), "text_sha256")})
TEXT_KEPT: Any = (
    "Text",
    {"fields": ("text_is_public", "checked", ("text_sha256", "text_characters"))},
)


def _takes_text(source: Source | None) -> bool:
    """Under its quotes a text does not change; where only its fingerprint is kept it may come."""
    return source is None or source.text is None or not source.quotes.exists()


def _address(view: str, **query: Any) -> str:
    return f"{reverse(f'admin:tracker_quote_{view}')}?{urlencode(query)}"
