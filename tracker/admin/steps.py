"""The steps of a record's way: what each asks, what right it takes, which action does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest

from tracker import actions
from tracker.actions.bulk import Outcome
from tracker.admin.forms import LookUp, RecordChoiceField
from tracker.models import Review

if TYPE_CHECKING:
    from tracker.admin.review import ReviewedAdmin


class Answers(forms.Form):
    """What a step asks for; most ask for nothing but a yes."""

    def __init__(self, *args: Any, owner: ReviewedAdmin, request: HttpRequest, **kw: Any) -> None:
        super().__init__(*args, **kw)


class Reason(Answers):
    reason = forms.CharField(
        label="Why", widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})
    )


class Remark(Answers):
    comment = forms.CharField(
        label="Comment",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text="May be left out. It stands under the record, for whoever reads it next.",
    )


class Publication(Remark):
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
            Remark,
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
            "It is a draft again, and its writer reads why under it.",
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


def take(step: Step, records: Sequence[Any], *, by: Any, seal: str, **answers: Any) -> Outcome:
    """Take the step with all of them or with none, as one action."""

    def deed(record: Any) -> None:
        if record.review != step.stage:
            raise actions.NotAllowed(f"It is {record.get_review_display()} by now.")
        step.run(record, by=by, **answers)

    answers = {name: value for name, value in answers.items() if value}
    many = f"{len(records)} {records[0]._meta.verbose_name_plural}"
    what = f"{step.label}: {records[0].code if len(records) == 1 else many}"
    reason = answers.get("reason") or answers.get("comment", "")
    return actions.in_bulk(records, deed, by=by, what=what, reason=reason, seal=seal)
