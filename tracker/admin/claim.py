"""What the pages of statements and tallies share: both are readings of one quote."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tracker.admin.lists import plain
from tracker.admin.replace import ReplacedAdmin
from tracker.admin.wording import amount_of
from tracker.models import Quote


class ClaimAdmin(ReplacedAdmin):
    change_form_template = "admin/tracker/claim/change_form.html"
    left_out = ("quote__source__text",)
    search_fields = ("code",)
    ordering = ("-pk",)

    def write(self, request: HttpRequest, form: Any, reason: str) -> None:
        """In another quote it gets another number there."""
        if "quote" in form.content_changed:
            form.instance.number = None
        super().write(request, form, reason)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["read"] = _quote_of(kwargs.get("obj"), context["adminform"].form)
        return super().render_change_form(request, context, *args, **kwargs)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """The same words may say more."""
        return HttpResponseRedirect(reverse("admin:tracker_quote_change", args=[obj.quote_id]))

    @admin.display(description="Words")
    def words_said(self, claim: Any) -> str:
        return str(claim.quote)

    @admin.display(description="How much")
    def how_much(self, claim: Any) -> str:
        return amount_of(claim)

    @admin.display(description="Edited", ordering="updated_at")
    def edited(self, claim: Any) -> Any:
        return plain(claim.updated_at)

    def shown_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Where it is only looked at, one amount in words stands for its four columns."""
        shown = super().shown_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return shown
        return [
            (name, {**options, "fields": _in_words(options["fields"])}) for name, options in shown
        ]


def _in_words(fields: Any) -> list[Any]:
    return ["how_much" if "low" in names else names for names in fields]


def _quote_of(claim: Any, form: Any) -> Quote | None:
    """The words that are read: the claim's, or those a new one was asked for."""
    if claim is not None:
        return claim.quote
    chosen = str(form["quote"].value() or "") if "quote" in form.fields else ""
    rows = Quote.objects.select_related("source", "speaker")
    return rows.filter(pk=chosen).first() if chosen.isdigit() else None
