"""What the pages of statements and tallies share: both are readings of one quote."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tracker.admin.forms import RecordForm
from tracker.admin.lists import plain
from tracker.admin.particulars import UNSAID
from tracker.admin.replace import ReplacedAdmin
from tracker.admin.wording import amount_of, badge_of
from tracker.domain.bounds import forced_by, is_english
from tracker.models import Quote, Review
from tracker.models.choices import BoundsBy

ABOVE = ("quote", "status", "change", "how_much", "position")  # of a page that is only looked at


class ClaimForm(RecordForm):
    """A number may be left out where its words decide; whoever gives one is held to them."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        quote = cleaned.get("quote") or getattr(self.instance, "quote", None)
        words, typed = cleaned.get("words"), [cleaned.get("low"), cleaned.get("high")]
        by_words = cleaned.get("bounds_by") == BoundsBy.WORDS
        if quote and words and by_words and typed == [None, None] and not self.errors:
            found = forced_by(words, english=is_english(quote.source.language))
            if found:
                cleaned |= {"low": found.low, "high": found.high}
        return cleaned


class ClaimAdmin(ReplacedAdmin):
    form = ClaimForm
    change_form_template = "admin/tracker/claim/change_form.html"
    left_out = ("quote__source__text",)
    search_fields = ("code",)
    ordering = ("-pk",)

    def write(self, request: HttpRequest, form: Any, reason: str) -> None:
        """In another quote it gets another number there."""
        if "quote" in form.content_changed:
            form.instance.number = None
        super().write(request, form, reason)

    def is_public(self, record: Any) -> bool:
        return bool(record.review == Review.PUBLISHED)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        claim = kwargs.get("obj")
        context["read"] = _quote_of(claim, context["adminform"].form)
        if claim is not None:
            context |= {"says": badge_of(claim), "amount": amount_of(claim)}
        return super().render_change_form(request, context, *args, **kwargs)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Where it is only looked at, tables without a row are left out."""
        inlines = super().get_inlines(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return inlines
        return [inline for inline in inlines if _has_rows(inline.model, obj)]

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """The same words may say more."""
        return HttpResponseRedirect(reverse("admin:tracker_quote_change", args=[obj.quote_id]))

    @admin.display(description="Words")
    def words_said(self, claim: Any) -> str:
        return str(claim.quote)

    @admin.display(description="Who says it")
    def who(self, claim: Any) -> str:
        quote = claim.quote
        return str(quote.speaker) if quote.speaker else quote.source.publisher

    @admin.display(description="How much")
    def how_much(self, claim: Any) -> str:
        return amount_of(claim)

    @admin.display(description="Edited", ordering="updated_at")
    def edited(self, claim: Any) -> Any:
        return plain(claim.updated_at)

    def shown_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Where it is only looked at: what it says, its amount in words for its four columns."""
        shown = super().shown_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return shown
        return [
            (name, {"fields": fields})
            for name, options in shown
            if (fields := [each for each in _in_words(options["fields"]) if _is_said(obj, each)])
        ]


def _in_words(fields: Any) -> list[str]:
    """One name a line; an amount for its columns, what is counted for the query of a program."""
    found = ["how_much" if "low" in names else names for names in fields]
    names = [name for each in found for name in ([each] if isinstance(each, str) else each)]
    return ["counted" if name == "counts" else name for name in names]


def _is_said(claim: Any, name: str) -> bool:
    """What stands above already, and what goes without saying, is not said again."""
    if name in ABOVE:
        return False
    value = claim.counts if name == "counted" else getattr(claim, name)
    return value not in (None, "", {}, []) and value != UNSAID.get(name)


def _has_rows(part: Any, claim: Any) -> bool:
    return bool(part._default_manager.filter(**{claim._meta.model_name: claim}).exists())


def _quote_of(claim: Any, form: Any) -> Quote | None:
    """The words that are read: the claim's, or those a new one was asked for."""
    if claim is not None:
        return claim.quote
    chosen = str(form["quote"].value() or "") if "quote" in form.fields else ""
    rows = Quote.objects.select_related("source", "speaker")
    return rows.filter(pk=chosen).first() if chosen.isdigit() else None
