"""Merging two records of one thing: choose which remains, look at the plan, then do it."""

from __future__ import annotations

from dataclasses import dataclass
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
from tracker.admin.standing import Stage, stage_of
from tracker.admin.wording import amount_of, status_of
from tracker.models import Contribution, Quote, State, Statement

SHOWN = 50  # rows of each kind that a plan names

# The columns through which a record of each model is looked up.
LOOKED_UP: dict[str, Any] = {
    "contribution": Statement._meta.get_field("contribution"),
    "speaker": Quote._meta.get_field("speaker"),
    "source": Quote._meta.get_field("source"),
}


@dataclass(frozen=True, slots=True)
class Moved:
    """A row that would refer to the record which remains."""

    text: str
    more: str
    url: str


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
        said = format_html("“{}” was merged into “{}”. {}", gone.code, into, undo_link(key))
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(_address(into, "change"))

    def _comes(self, request: HttpRequest, plan: Merge) -> tuple[list[Any], str]:
        """Title, path, before and after of each state that changes; or why it is refused."""
        touched = _touched(plan)
        before = _stages(touched)
        after, refused = actions.try_merge(
            plan.gone,
            plan.into,
            by=request.user,  # type: ignore[arg-type]
            tell=lambda: _stages(touched),
        )
        if after is None:
            return [], refused
        return [
            (each.title, each.path, before.get(each.pk), after.get(each.pk))
            for each in touched
            if before.get(each.pk) != after.get(each.pk) or each == plan.into
        ], ""

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
            "unlike": _unlike(plan) if plan else [],
            "comes": self._comes(request, plan) if plan and not plan.in_the_way else None,
        }
        return TemplateResponse(request, "admin/tracker/merge.html", context)


def _moves(plan: Merge) -> list[tuple[str, int, list[Moved]]]:
    """“statements (Says it of)”, how many, and the first of them."""
    return [(_named(move), len(move.keys), _rows(move)) for move in plan.moves if move.keys]


def _rows(move: Moves) -> list[Moved]:
    model: Any = move.model
    rows = model._default_manager.filter(pk__in=move.keys[:SHOWN]).order_by("pk")
    if model is Statement:
        rows = rows.select_related("quote", "metric")
    return [
        Moved(
            str(row.quote) if model is Statement else str(row),
            f"{status_of(row)} {amount_of(row)}".strip() if model is Statement else row.code,
            _address(row, "change"),
        )
        for row in rows
    ]


def _unlike(plan: Merge) -> list[str]:
    """In sentences, such as “Where: Syria here, Iraq there.”."""
    model = type(plan.gone)
    return [
        f"{label_of(model, name)}: {here or 'nothing'} here, {there or 'nothing'} there."
        for name in plan.unlike
        for here, there in [
            [displayed(each, model._meta.get_field(name)) for each in (plan.gone, plan.into)]
        ]
    ]


# --- What would come of it ------------------------------------------------------------------


def _touched(plan: Merge) -> list[Contribution]:
    """The contributions whose state may become another, the first ones."""
    gone, into = plan.gone, plan.into
    if isinstance(gone, Contribution):
        return [gone, into]
    quotes = Quote.objects.filter(**{LOOKED_UP[gone._meta.model_name].name: gone})
    rests = Statement.objects.published().filter(quote__in=quotes).values("contribution")
    return list(Contribution.objects.filter(pk__in=rests).order_by("path")[:SHOWN])


def _stages(contributions: list[Contribution]) -> dict[int, Stage]:
    """What is known of each now."""
    rows = State.objects.filter(contribution__in=contributions, known_until=None)
    return {row.contribution_id: stage_of(row) for row in rows.select_related("metric")}


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
