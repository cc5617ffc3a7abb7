"""What was done, by whom: each action with all it changed, and one undo for the whole of it."""

from __future__ import annotations

from collections import Counter
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
from django.utils.timezone import localtime

from tracker import actions
from tracker.actions.deeds import Deed, deeds_of
from tracker.admin.base import ReadOnlyAdmin
from tracker.admin.lists import plain
from tracker.admin.narrowing import Narrowed
from tracker.admin.refusals import by_rule
from tracker.admin.touched import Touched, seen_of, told_in_short, touched_by
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
    told: str
    is_cut: bool
    touched: list[Touched]


class Doings(Narrowed):
    """A list that says of each action what it did, even if it did not say so itself."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        told = told_in_short(self.result_list)
        for action in self.result_list:
            action.told = told[action.pk] or "–"


class ActionAdmin(ReadOnlyAdmin):
    list_display = ("when", "by", "did", "reason", "undone")
    list_display_links = ("when",)
    list_select_related = ("by", "undone_by")
    search_fields = ("what", "reason", "by__username")
    ordering = ("-at", "-id")
    change_form_template = "admin/tracker/action/change_form.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may look at statements may see who did what; each row as its own page is."""
        return request.user.has_perm("tracker.view_statement")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Narrowed]:
        return Doings

    @admin.display(description="When", ordering="at")
    def when(self, action: Action) -> Any:
        return plain(localtime(action.at))

    @admin.display(description="What")
    def did(self, action: Any) -> str:
        return str(action.told)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup == "by__id__exact" or super().lookup_allowed(lookup, value, request)

    @admin.display(description="Undone")
    def undone(self, action: Action) -> str:
        return "Undone" if hasattr(action, "undone_by") else ""

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
        if request.method == "POST" or not self.has_view_permission(request):
            raise PermissionDenied  # history is not written by hand
        deeds = deeds_of([action.pk], OF_ONE + 1)
        may_see = seen_of(deeds, request.user)
        shown = _first(may_see, OF_ONE)
        return self._page(
            request,
            "admin/tracker/action/change_form.html",
            title=_told(action),
            original=action,
            touched=touched_by(shown),
            changed=bool(deeds),
            hidden=len(deeds) - len(may_see),
            most=OF_ONE if len(shown) < len(may_see) else 0,
            undone_by=Action.objects.filter(undoes=action).first(),
        )

    def undo_view(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """What would become of what is shown before it is done."""
        self._check_view(request)
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
            subtitle=_told(action),
            original=action,
            plan=plan,
            parts=[
                (label, touched_by(_shown(deeds, request), plan.back), len(deeds))
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
        self._check_view(request)
        person = get_object_or_404(get_user_model(), username=username)
        rows = _before(Action.objects.filter(by=person), request.GET.get("before", ""))
        found = list(rows.select_related("undone_by").order_by("-at", "-id")[: A_PAGE + 1])
        shown = found[:A_PAGE]
        more = urlencode({"before": f"{shown[-1].at.isoformat()} {shown[-1].pk}"}) if shown else ""
        return self._page(
            request,
            "admin/tracker/action/person.html",
            title=f"What {username} did",
            done=_done(shown, request.user),
            most=OF_EACH,
            more=more if len(found) > A_PAGE else "",
        )

    def _check_view(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

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


def _done(shown: list[Action], user: Any) -> list[Done]:
    deeds = deeds_of([action.pk for action in shown], OF_EACH + 1) if shown else []
    of_each: dict[UUID, list[Deed]] = {action.pk: [] for action in shown}
    for deed in seen_of(deeds, user):
        of_each[deed.action].append(deed)
    first = {key: _first(some, OF_EACH) for key, some in of_each.items()}
    rows = iter(touched_by([deed for some in first.values() for deed in some]))
    told = told_in_short(shown)
    return [
        Done(
            action,
            told[action.pk],
            is_cut=len(first[action.pk]) < len(of_each[action.pk]),
            touched=[next(rows) for _ in first[action.pk]],
        )
        for action in shown
    ]


def _shown(deeds: list[Deed], request: HttpRequest) -> list[Deed]:
    return seen_of(deeds, request.user)[:OF_ONE]


def _told(action: Action) -> str:
    return told_in_short([action])[action.pk] or str(action)


def _first(deeds: list[Deed], most: int) -> list[Deed]:
    """At most so many rows of each model."""
    seen: Counter[Any] = Counter()
    found = []
    for deed in deeds:
        seen[deed.model] += 1
        if seen[deed.model] <= most:
            found.append(deed)
    return found
