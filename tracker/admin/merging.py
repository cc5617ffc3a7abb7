"""Merging two records of one thing: choose which remains, look at the plan, then do it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from tracker import actions
from tracker.actions.merge import is_public, may_merge
from tracker.actions.merge_plan import Merge, Moves
from tracker.admin.base import RecordAdmin
from tracker.admin.forms import LookUp, RecordChoiceField
from tracker.admin.history import undo_link
from tracker.admin.labels import label_of
from tracker.admin.meanwhile import displayed
from tracker.admin.refusals import by_rule
from tracker.models import Quote, Statement

# The columns through which a record of each model is looked up.
LOOKED_UP = {
    "contribution": Statement._meta.get_field("contribution"),
    "speaker": Quote._meta.get_field("speaker"),
    "source": Quote._meta.get_field("source"),
}


class Choice(forms.Form):
    """Which record remains."""

    def __init__(self, *args: Any, owner: Merging, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        column = LOOKED_UP[owner.opts.model_name or ""]
        self.fields["into"] = RecordChoiceField(
            owner.get_queryset(request),
            label="The record that remains",
            widget=LookUp(column, owner.admin_site),
            help_text="This one goes: what rests on it moves there, and its address leads there.",
        )


class Confirmation(forms.Form):
    reason = forms.CharField(
        label="Why they are one",
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
    )
    seal = forms.CharField(widget=forms.HiddenInput)


class Merging(RecordAdmin):
    """Before the page of a model whose records are merged."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.merge_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        return [path("<path:object_id>/merge/", view, name=name), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        record = kwargs.get("obj")
        if record is not None and self._may_merge(request, record):
            url = _address(record, "merge")
            context["verbs"] = [*context.get("verbs", ()), (url, "Merge into another …")]
        return super().render_change_form(request, context, *args, **kwargs)

    def is_public(self, record: Any) -> bool:
        return is_public(record)

    def _may_merge(self, request: HttpRequest, record: Any) -> bool:
        try:
            may_merge(record, request.user)  # type: ignore[arg-type]
        except actions.NotAllowed:
            return False
        return True

    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Without ``into`` it asks for that; with it, it shows the plan and asks why."""
        gone = self.get_object(request, unquote(object_id))
        if gone is None:
            raise Http404(f"There is no {self.opts.verbose_name} {object_id}.")
        if not self._may_merge(request, gone):
            raise PermissionDenied
        choice = Choice(request.GET if "into" in request.GET else None, owner=self, request=request)
        if not choice.is_valid():
            return self._merge_page(request, gone, choice=choice)
        into = choice.cleaned_data["into"]
        form = Confirmation(request.POST or None)
        key = self._merged(request, gone, into, form) if form.is_valid() else None
        if key is None:
            return self._merge_page(request, gone, form=form, plan=actions.plan_merge(gone, into))
        said = format_html("{} was merged into “{}”. {}", gone.code, into, undo_link(key))
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(_address(into, "change"))

    def _merged(self, request: HttpRequest, gone: Any, into: Any, form: Confirmation) -> Any:
        """The action's id, or None with the refusal in the form."""
        try:
            return actions.merge(gone, into, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except (actions.NotAllowed, actions.PlanChanged) as error:
            form.add_error(None, str(error))
        except IntegrityError as error:
            form.add_error(None, by_rule(error).message)
        return None

    def _merge_page(
        self,
        request: HttpRequest,
        gone: Any,
        *,
        choice: Choice | None = None,
        form: Confirmation | None = None,
        plan: Merge | None = None,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "Merge into another",
            "subtitle": str(gone),
            "opts": self.opts,
            "original": gone,
            "public": is_public(gone),
            "media": self.media + (choice.media if choice else forms.Media()),
            "choice": choice,
            "form": form,
            "plan": plan,
            "moves": _moves(plan) if plan else [],
            "differs": _differs(plan) if plan else [],
        }
        return TemplateResponse(request, "admin/tracker/merge.html", context)


def _moves(plan: Merge) -> list[tuple[str, int]]:
    """“statements (Says it of)” and how many."""
    return [(_named(move), len(move.keys)) for move in plan.moves if move.keys]


def _named(move: Moves) -> str:
    return f"{move.model._meta.verbose_name_plural} ({label_of(move.model, move.column)})"


def _differs(plan: Merge) -> list[tuple[str, str, str, bool]]:
    model = type(plan.gone)
    return [
        (
            label_of(model, each.name),
            displayed(plan.gone, model._meta.get_field(each.name)),
            displayed(plan.into, model._meta.get_field(each.name)),
            each.taken,
        )
        for each in plan.differs
    ]


def _address(record: Any, view: str) -> str:
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_{view}"
    return reverse(name, args=[quote(record.pk)])
