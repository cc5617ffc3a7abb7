"""What was done, by whom: each action with all it changed, and one undo for the whole of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode

from tracker import actions
from tracker.actions.deeds import deeds_of
from tracker.admin.base import ReadOnlyAdmin
from tracker.admin.history import Touched, touched_by
from tracker.admin.refusals import by_rule
from tracker.models import Action

A_PAGE = 20  # actions of a person
OF_EACH = 5  # rows of each model that are shown of one action among others
OF_ONE = 200  # and on its own page


class Why(forms.Form):
    """``seal`` is that of the plan on the page: what is confirmed is what is done."""

    reason = forms.CharField(
        label="Why", widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})
    )
    seal = forms.CharField(widget=forms.HiddenInput, required=False)


@dataclass(frozen=True, slots=True)
class Done:
    """An action among others, with the first rows that it touched."""

    action: Action
    touched: list[Touched]


class ActionAdmin(ReadOnlyAdmin):
    list_display = ("at", "by", "what", "reason", "undone")
    list_display_links = ("at",)
    list_select_related = ("by", "undone_by")
    search_fields = ("what", "reason", "by__username")
    ordering = ("-at", "-id")
    change_form_template = "admin/tracker/action/change_form.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever comes in may see who did what."""
        return True

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup == "by__id__exact" or super().lookup_allowed(lookup, value, request)

    @admin.display(description="Undone", boolean=True)
    def undone(self, action: Action) -> bool:
        return hasattr(action, "undone_by")

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        try:
            key = UUID(object_id.replace("_2D", "-"))
        except ValueError:
            return None
        return Action.objects.select_related("by", "undoes").filter(pk=key).first()

    def get_urls(self) -> list[URLPattern]:
        def view(inner: Any) -> Any:
            return self.admin_site.admin_view(inner)

        return [
            path("of/<str:username>/", view(self.person_view), name="tracker_action_of"),
            path("<uuid:key>/undo/", view(self.undo_view), name="tracker_action_undo"),
            *super().get_urls(),
        ]

    # --- One action --------------------------------------------------------------------------

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        action = self.get_object(request, object_id)
        if action is None:
            raise Http404(f"There is no action {object_id}.")
        if request.method == "POST":
            raise PermissionDenied  # history is not written by hand
        undone_by = Action.objects.filter(undoes=action).first()
        return self._page(
            request,
            "admin/tracker/action/change_form.html",
            title=str(action),
            original=action,
            touched=touched_by(deeds_of([action.pk], OF_ONE)),
            most=OF_ONE,
            undone_by=undone_by,
        )

    def undo_view(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """What would become of what is shown before it is done."""
        action = get_object_or_404(Action.objects.select_related("by"), pk=key)
        form = Why(request.POST or None)
        if form.is_valid() and self._undone(request, action, form):
            self.message_user(request, f"Undone: {action}.", messages.SUCCESS)
            made = Action.objects.get(undoes=action)
            return HttpResponseRedirect(reverse("admin:tracker_action_change", args=[made.pk]))
        plan = actions.plan_undo(action)
        parts = {
            "Comes back": plan.back,
            "Becomes what it was": plan.changed,
            "Is withdrawn, since it was published": plan.withdrawn,
            "Goes": plan.removed,
            "Stays, since something published rests on it": plan.kept,
        }
        return self._page(
            request,
            "admin/tracker/action/undo.html",
            title="Undo",
            subtitle=str(action),
            original=action,
            plan=plan,
            parts=[
                (label, touched_by(deeds[:OF_ONE]), len(deeds))
                for label, deeds in parts.items()
                if deeds
            ],
            form=form,
            seal=plan.seal,
        )

    def _undone(self, request: HttpRequest, action: Action, form: Why) -> bool:
        """False with the refusal in the form."""
        answers = form.cleaned_data
        try:
            actions.undo(action.pk, by=request.user, **answers)  # type: ignore[arg-type]
        except (actions.NotAllowed, actions.PlanChanged) as error:
            form.add_error(None, str(error))
        except IntegrityError as error:
            form.add_error(None, by_rule(error).message)
        return form.is_valid()

    # --- One person --------------------------------------------------------------------------

    def person_view(self, request: HttpRequest, username: str) -> HttpResponse:
        """What somebody did, the newest first, with old and new."""
        person = get_object_or_404(get_user_model(), username=username)
        rows = _before(Action.objects.filter(by=person), request.GET.get("before", ""))
        found = list(rows.select_related("undone_by").order_by("-at", "-id")[: A_PAGE + 1])
        shown = found[:A_PAGE]
        more = urlencode({"before": f"{shown[-1].at.isoformat()} {shown[-1].pk}"}) if shown else ""
        return self._page(
            request,
            "admin/tracker/action/person.html",
            title=f"What {username} did",
            done=_done(shown),
            most=OF_EACH,
            more=more if len(found) > A_PAGE else "",
        )

    def _page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        page = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            **context,
        }
        return TemplateResponse(request, template, page)


def _before(rows: QuerySet[Action], last: str) -> QuerySet[Action]:
    """The actions older than the last one of a page."""
    at, _, key = last.partition(" ")
    try:
        when: datetime | None = parse_datetime(at)
        pk = UUID(key) if key else None
    except ValueError:
        return rows
    if when is None or pk is None:
        return rows
    return rows.filter(at__lte=when).exclude(at=when, pk__gte=pk)


def _done(shown: list[Action]) -> list[Done]:
    deeds = deeds_of([action.pk for action in shown], OF_EACH) if shown else []
    told = list(zip(deeds, touched_by(deeds), strict=True))
    return [
        Done(action, [touched for deed, touched in told if deed.action == action.pk])
        for action in shown
    ]
