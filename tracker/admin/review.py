"""The way of a record as buttons: shown before it is done, and done by ``actions`` alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from tracker import actions
from tracker.admin.base import RecordAdmin
from tracker.admin.forms import LookUp, RecordChoiceField
from tracker.admin.refusals import by_rule
from tracker.models import Review

AT_ONCE = 200  # records a bulk step takes
FROZEN = (
    "What is published is not edited. Withdraw a misreading, or replace it: its successor is "
    "reviewed like anything else. A source's own correction is a new statement."
)


class Answers(forms.Form):
    """What a step asks for; most ask for nothing but a yes."""

    def __init__(self, *args: Any, owner: ReviewedAdmin, request: HttpRequest, **kw: Any) -> None:
        super().__init__(*args, **kw)


class Reason(Answers):
    reason = forms.CharField(
        label="Why", widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})
    )


class Publication(Answers):
    own_review_reason = forms.CharField(
        label="Why without a second reader",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text="Nobody publishes what they wrote. An administrator's exception says why here, "
        "and the reason stands in the record.",
    )

    def __init__(self, *args: Any, owner: ReviewedAdmin, request: HttpRequest, **kw: Any) -> None:
        super().__init__(*args, owner=owner, request=request, **kw)
        if not getattr(request.user, "is_superuser", False):
            del self.fields["own_review_reason"]


class Withdrawal(Reason):
    def __init__(self, *args: Any, owner: ReviewedAdmin, request: HttpRequest, **kw: Any) -> None:
        super().__init__(*args, owner=owner, request=request, **kw)
        self.fields["successor"] = RecordChoiceField(
            owner.get_queryset(request),
            label="What stands in its place",
            required=False,
            widget=LookUp(owner.opts.get_field("successor"), owner.admin_site),
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One button: at which stage it is shown, what right it takes, what it asks."""

    name: str
    label: str
    done: str
    stage: Review
    right: str
    run: Callable[..., None]
    what_happens: str
    answers: type[Answers] = Answers


STEPS = {
    step.name: step
    for step in (
        Step(
            "submit",
            "Submit for review",
            "submitted for review",
            Review.DRAFT,
            "change",
            actions.submit,
            "A reviewer can publish it or send it back. A statement takes along its contribution.",
        ),
        Step(
            "publish",
            "Publish",
            "published",
            Review.IN_REVIEW,
            "publish",
            actions.publish,
            "It counts from now on and is not edited any more. A statement takes along its "
            "contribution; what it replaces is withdrawn.",
            Publication,
        ),
        Step(
            "send-back",
            "Send back",
            "sent back",
            Review.IN_REVIEW,
            "change",
            actions.send_back,
            "It is a draft again, and its writer reads why in its history.",
            Reason,
        ),
        Step(
            "withdraw",
            "Withdraw",
            "withdrawn",
            Review.PUBLISHED,
            "publish",
            actions.withdraw,
            "It no longer counts, and stays visible with the reason. A contribution whose last "
            "published statement goes is withdrawn with it.",
            Withdrawal,
        ),
    )
}


def take(step: Step, records: Iterable[Any], *, by: Any, **answers: Any) -> list[tuple[Any, str]]:
    """Take the step with all of them or with none; returns who was refused, and why."""
    refused = []
    with transaction.atomic():
        for record in records:
            try:
                with transaction.atomic():
                    record.refresh_from_db()  # the one before may have moved its contribution
                    if record.review != step.stage:
                        raise actions.NotAllowed(f"It is {record.get_review_display()} by now.")
                    step.run(record, by=by, **answers)
            except (actions.NotAllowed, actions.StaleSave) as error:
                refused.append((record, str(error)))
            except IntegrityError as error:
                refused.append((record, by_rule(error).message))
        transaction.set_rollback(bool(refused))
    return refused


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

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """What was published while somebody typed is not edited any more; they are told."""
        if request.method == "POST" and object_id and self.has_change_permission(request):
            record = self.get_object(request, unquote(object_id))
            if record is not None and not self.has_change_permission(request, record):
                self.message_user(request, f"Nothing was saved. {FROZEN}", messages.ERROR)
                return HttpResponseRedirect(self._address("change", record))
        return super().changeform_view(request, object_id, form_url, extra_context)

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
            context["frozen"] = FROZEN if self.content_frozen and ever_published(record) else ""
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_step"
        view = self.admin_site.admin_view(self.step_view)
        return [path("<path:object_id>/step/<slug:name>/", view, name=name), *super().get_urls()]

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
            now_refused = take(step, ready, by=request.user, **form.cleaned_data)
            if not now_refused:
                return self._done(request, step, ready, url)
            ready = [record for record in ready if record not in dict(now_refused)]
            refused += now_refused
        context = {
            "step": step,
            "form": form,
            "ready": ready,
            "refused": refused,
            "bulk": bulk,
            "back": url,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return self._step_page(request, context)

    def _done(self, request: HttpRequest, step: Step, done: list[Any], url: str) -> HttpResponse:
        what = f"“{done[0]}”" if len(done) == 1 else f"{len(done)} {self.opts.verbose_name_plural}"
        self.message_user(request, f"{what} {step.done}.", messages.SUCCESS)
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


def ever_published(record: Any) -> bool:
    """Now, or once: a withdrawn contribution may be on its way back."""
    return record.published_at is not None
