"""The way of a record as buttons: shown before it is done, and done by ``actions`` alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import flatten_fieldsets, quote, unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from tracker import actions
from tracker.actions.bulk import Outcome
from tracker.admin.base import RecordAdmin, seen_in
from tracker.admin.bulk import AT_ONCE
from tracker.admin.history import undo_link
from tracker.admin.meanwhile import Difference, compare
from tracker.admin.particulars import JOINED, particulars_of
from tracker.admin.refusals import Refused
from tracker.admin.steps import STEPS, Answers, Step, take
from tracker.admin.trail import trail_of
from tracker.admin.wording import amount_of, badge_of
from tracker.models import Review
from tracker.models.claim import Claim

FROZEN = (
    "What is published is not edited. Withdraw a misreading, or replace it: its successor is "
    "reviewed like anything else. A source's own correction is a new statement."
)
WITHDRAWN = (
    "What was withdrawn is not edited: it stays as it was read, with the reason. If its words say "
    "something else, write that as a new record of the same quote."
)


class ReviewedAdmin(RecordAdmin):
    """Contributions, statements and tallies."""

    content_frozen = True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        frozen = self.content_frozen and obj is not None and ever_published(obj)
        return not frozen and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        public = obj is not None and ever_published(obj)
        return not public and super().has_delete_permission(request, obj)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.publish_{self.opts.model_name}")

    def may_take(self, request: HttpRequest, step: Step) -> bool:
        if step.right == "publish":
            return self.has_publish_permission(request)
        return self.has_change_permission(request)

    def instead(self, request: HttpRequest, record: Any, object_id: str) -> HttpResponse | None:
        """What was published while somebody typed is not edited any more: their words stay."""
        mine = record is not None and self.has_change_permission(request)
        if mine and not self.has_change_permission(request, record):
            return self.frozen_page(request, record)
        return super().instead(request, record, object_id)

    def frozen_page(self, request: HttpRequest, record: Any) -> HttpResponse:
        """The record as it is, and beside it what was typed."""
        refused = self._refused_frozen(request, record, f"Nothing was saved. {frozen_as(record)}")
        request.method = "GET"
        key, shown = quote(str(record.pk)), {"refused": refused}
        page: HttpResponse = super().changeform_view(request, key, "", shown)
        return page

    def _refused_frozen(self, request: HttpRequest, record: Any, message: str) -> Refused:
        form_class = self.get_form(request, record, fields=flatten_fieldsets(self.fieldsets or ()))
        form = form_class(request.POST, instance=self.get_object(request, str(record.pk)))
        form.is_valid()
        names = list(form.fields)
        _, taken = compare(form.instance, record, names, seen_in(request))
        typed = [name for name in names if name not in {each.name for each in taken}]
        differences, _ = compare(form.instance, record, typed, None)
        unread = [
            Difference(str(form.fields[name].label), "", form.data.get(name, ""))
            for name in form.errors
            if form.data.get(name)
        ]
        return Refused(
            message, version=record.version, differences=(*differences, *unread), taken=tuple(taken)
        )

    # --- Buttons -----------------------------------------------------------------------------

    def buttons(self, request: HttpRequest, record: Any) -> list[tuple[str, str]]:
        """Address and label of each step that can be taken with the record now."""
        return [
            (self._address("step", record, step.name), step.label)
            for step in STEPS.values()
            if step.stage == record.review and self.may_take(request, step)
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        record = kwargs.get("obj")
        if record is not None:
            context["buttons"] = self.buttons(request, record)
            context["thread"] = actions.thread_of(record)
            if super().has_change_permission(request):
                context["comment_url"] = self._address("comment", record)
            context["trail"] = trail_of(record)
            context["next_url"] = self._next(request, record)
            frozen = self.content_frozen and ever_published(record)
            context["frozen"] = frozen_as(record) if frozen else ""
        return super().render_change_form(request, context, *args, **kwargs)

    def _next(self, request: HttpRequest, record: Any) -> str:
        """The address of what waits for this reviewer after it, round and round; else nothing."""
        if record.review != Review.IN_REVIEW or not self.has_publish_permission(request):
            return ""
        user: Any = request.user
        rows = self.model._default_manager.filter(review=Review.IN_REVIEW).exclude(pk=record.pk)
        rows = rows.exclude(written_by=user).exclude(edited_by=user)
        keys = rows.values_list("pk", flat=True).order_by("pk")
        found = keys.filter(pk__gt=record.pk).first() or keys.first()
        return (
            reverse(f"admin:tracker_{self.opts.model_name}_change", args=[found]) if found else ""
        )

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_step"
        view = self.admin_site.admin_view(self.step_view)
        said = self.admin_site.admin_view(self.comment_view)
        return [
            path("<path:object_id>/step/<slug:name>/", view, name=name),
            path("<path:object_id>/comment/", said, name=name.replace("_step", "_comment")),
            *super().get_urls(),
        ]

    def comment_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Say something under a record, whatever its stage."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404(f"There is no {self.opts.verbose_name} {object_id}.")
        if not super().has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            try:
                actions.comment(record, by=request.user, text=request.POST.get("text", ""))  # type: ignore[arg-type]
            except actions.NotAllowed as error:
                self.message_user(request, str(error), messages.ERROR)
        return HttpResponseRedirect(self._address("change", record) + "#thread")

    def step_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        step = STEPS.get(name)
        if record is None or step is None:
            raise Http404(f"There is no {name} of {object_id}.")
        self._check_right(request, step)
        return self._confirm(request, step, [record], self._address("change", record))

    def _address(self, view: str, record: Any, *more: str) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{view}"
        return reverse(name, args=[quote(record.pk), *more])

    # --- In bulk -----------------------------------------------------------------------------

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        found: dict[str, Any] = super().get_actions(request)
        for step in STEPS.values():
            if self.may_take(request, step):
                found[step.name] = (_in_bulk(step), step.name, f"{step.label} …")
        return found

    def take_in_bulk(
        self, request: HttpRequest, step: Step, queryset: models.QuerySet[Any]
    ) -> HttpResponse | None:
        self._check_right(request, step)
        records = list(queryset[: AT_ONCE + 1])
        if len(records) > AT_ONCE:
            many = f"Choose at most {AT_ONCE} at once: each one is to be looked at."
            self.message_user(request, many, messages.WARNING)
            return None
        return self._confirm(request, step, records, request.get_full_path(), bulk=True)

    # --- The confirmation page ---------------------------------------------------------------

    def _confirm(
        self, request: HttpRequest, step: Step, records: list[Any], url: str, *, bulk: bool = False
    ) -> HttpResponse:
        data = request.POST if "confirmed" in request.POST else None
        form = step.answers(data, owner=self, request=request)
        ready = [record for record in records if record.review == step.stage]
        refused = [
            (record, f"It is {record.get_review_display().lower()}.")
            for record in records
            if record not in ready
        ]
        if form.is_valid() and ready:
            outcome = self._take(request, step, ready, form)
            if outcome.action is not None:
                return self._done(request, step, ready, url, outcome.action)
            ready = [record for record in ready if record not in dict(outcome.refused)]
            refused += outcome.refused
        context = {
            "step": step,
            "form": form,
            "ready": ready,
            "told": told_of(ready),
            "seal": actions.seal_of(ready),
            "refused": refused,
            "bulk": bulk,
            "back": url,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return self._step_page(request, context)

    def _take(self, request: HttpRequest, step: Step, ready: list[Any], form: Answers) -> Outcome:
        """Nothing where a record is no more as it was when it was looked at; the form says so."""
        try:
            seal = request.POST.get("seal", "")
            return take(step, ready, by=request.user, seal=seal, **form.cleaned_data)
        except actions.PlanChanged as error:
            form.add_error(None, str(error))
            return Outcome()

    def _done(
        self, request: HttpRequest, step: Step, done: list[Any], url: str, action: UUID
    ) -> HttpResponse:
        what = f"“{done[0]}”" if len(done) == 1 else f"{len(done)} {self.opts.verbose_name_plural}"
        said = format_html("{} {}. {}", what, step.done, undo_link(action))
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(url)

    def _step_page(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        page = {
            **self.admin_site.each_context(request),
            "title": context["step"].label,
            "opts": self.opts,
            "media": self.media + context["form"].media,
            **context,
        }
        return TemplateResponse(request, "admin/tracker/step.html", page)

    def _check_right(self, request: HttpRequest, step: Step) -> None:
        if not self.may_take(request, step):
            raise PermissionDenied


def _in_bulk(step: Step) -> Callable[..., Any]:
    def run(owner: ReviewedAdmin, request: HttpRequest, rows: models.QuerySet[Any]) -> Any:
        return owner.take_in_bulk(request, step, rows)

    return run


def frozen_as(record: Any) -> str:
    """Why it is not edited, at the stage where it is."""
    return WITHDRAWN if record.review == Review.WITHDRAWN else FROZEN


def told_of(records: list[Any]) -> list[tuple[Any, Any, str, list[tuple[str, str]]]]:
    """Each with what it says: status, amount, its words, when; a contribution says nothing."""
    if not records or not isinstance(records[0], Claim):
        return [(record, None, "", []) for record in records]
    known = {field.name for field in records[0]._meta.fields}
    models.prefetch_related_objects(records, *({"metric", *JOINED} & known))
    return [
        (record, badge_of(record), amount_of(record), particulars_of(record)) for record in records
    ]


def ever_published(record: Any) -> bool:
    """Now, or once: a withdrawn contribution may be on its way back."""
    return record.published_at is not None
