"""Tokens for programs: made by who will use them, shown once, revoked with a button."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from tracker import actions
from tracker.admin.base import ReadOnlyAdmin
from tracker.admin.lists import column, filter_by, plain
from tracker.admin.refusals import by_rule
from tracker.models import Token
from tracker.models.choices import Scope
from tracker.models.token import WRITABLE

DAYS = {7: "A week", 30: "30 days", 90: "90 days", 365: "A year"}


class TokenForm(forms.Form):
    name = forms.CharField(
        label="What it is for",
        max_length=100,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="“Graphics desk”, “nightly import”: so that you know it again.",
    )
    user = forms.ModelChoiceField(
        get_user_model().objects.filter(is_active=True),
        label="Whose",
        help_text="It may what this account may. One that publishes is made by its owner alone.",
    )
    scope = forms.ChoiceField(
        label="What it may",
        choices=Scope.choices,
        initial=Scope.READ,
        help_text="Never more than its owner; each includes the one before it.",
    )
    writes = forms.MultipleChoiceField(
        label="What it writes",
        required=False,
        choices=[(name, name.capitalize()) for name in WRITABLE],
        widget=forms.CheckboxSelectMultiple,
        help_text="Nothing chosen: all that its owner may write.",
    )
    days = forms.TypedChoiceField(
        label="For how long", choices=list(DAYS.items()), initial=90, coerce=int
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by.has_perm("tracker.manage_token"):
            del self.fields["user"]


class Revocation(forms.Form):
    reason = forms.CharField(
        label="Why", required=False, widget=forms.TextInput(attrs={"class": "vTextField"})
    )


class TokenAdmin(ReadOnlyAdmin):
    list_display = (
        *(column(Token, name) for name in ("name", "prefix", "user", "scope")),
        *("ends", "used", "standing"),
    )
    list_filter = (filter_by(Token, "scope"),)
    list_select_related = ("user",)
    search_fields = ("name", "prefix", "user__username")
    ordering = ("-pk",)
    fields = (
        ("name", "prefix"),
        ("user", "made_by"),
        ("scope", "writes"),
        ("created_at", "expires_at"),
        "last_used_at",
        ("revoked_at", "revoked_by"),
    )
    change_form_template = "admin/tracker/change_form.html"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request) & Token.objects.seen_to(request.user)  # type: ignore[arg-type]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("tracker.add_token")

    @admin.display(description="Ends", ordering="expires_at")
    def ends(self, token: Token) -> Any:
        return plain(token.expires_at)

    @admin.display(description="Last used", ordering="last_used_at")
    def used(self, token: Token) -> Any:
        return plain(token.last_used_at)

    @admin.display(description="Standing")
    def standing(self, token: Token) -> str:
        if token.revoked_at is not None:
            return "Revoked"
        return "In use" if token.expires_at > timezone.now() else "Past its end"

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        token = kwargs.get("obj")
        if token is not None and token.revoked_at is None:
            url = reverse("admin:tracker_token_revoke", args=[token.pk])
            context["buttons"] = [(url, "Revoke")]
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.revoke_view)
        return [
            path("<path:object_id>/revoke/", view, name="tracker_token_revoke"),
            *super().get_urls(),
        ]

    # --- Making ------------------------------------------------------------------------------

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = TokenForm(request.POST or None, by=request.user, initial={"user": request.user.pk})
        if form.is_valid():
            made = _made(form, request.user)
            if made is not None:
                return self._shown_once(request, *made)
        about = "A program sends it with each request; it may what its owner may, within its scope."
        return self._ask(request, form, "Make a token", about, "Make it")

    def _shown_once(self, request: HttpRequest, token: Token, secret: str) -> HttpResponse:
        context = self._page(request, "Your token") | {"token": token, "secret": secret}
        page = TemplateResponse(request, "admin/tracker/token/made.html", context)
        page["Cache-Control"] = "no-store"
        return page

    # --- Revoking ----------------------------------------------------------------------------

    def revoke_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        token = self.get_object(request, unquote(object_id))
        if token is None:
            raise Http404("There is no such token, or it is not yours.")
        form = Revocation(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                actions.revoke_token(token, by=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
            except actions.NotAllowed as error:
                raise PermissionDenied(str(error)) from None
            self.message_user(request, f"“{token}” opens nothing any more.")
            return HttpResponseRedirect(reverse("admin:tracker_token_change", args=[token.pk]))
        about = f"“{token}” will open nothing any more, at once. This cannot be undone."
        return self._ask(request, form, "Revoke a token", about, "Revoke it")

    # --- Pages -------------------------------------------------------------------------------

    def _page(self, request: HttpRequest, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "media": self.media,
        }

    def _ask(
        self, request: HttpRequest, form: forms.Form, title: str, about: str, button: str
    ) -> HttpResponse:
        context = self._page(request, title) | {"form": form, "about": about, "button": button}
        return TemplateResponse(request, "admin/tracker/token/ask.html", context)


def _made(form: TokenForm, by: Any) -> tuple[Token, str] | None:
    """The token, or None with the refusal in the form."""
    asked = dict(form.cleaned_data)
    ends = timezone.now() + timedelta(days=asked.pop("days"))
    try:
        return actions.make_token(by=by, expires_at=ends, **({"user": by} | asked))
    except IntegrityError as error:
        refused = by_rule(error)
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    except actions.NotAllowed as error:
        form.add_error(None, str(error))
    return None
