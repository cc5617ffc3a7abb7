"""What was said about a record on its way: comments, and what came with each step of its review."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractUser

from tracker.actions.acting import acting
from tracker.actions.errors import NotAllowed
from tracker.actions.review import PUBLISHED, SUBMITTED
from tracker.models import Comment, Review

SENT_BACK = "Sent back"
STEPS: dict[tuple[str, str], str] = {
    (Review.DRAFT, Review.IN_REVIEW): "Submitted for review",
    (Review.IN_REVIEW, Review.DRAFT): SENT_BACK,
    (Review.IN_REVIEW, Review.PUBLISHED): "Published",
    (Review.PUBLISHED, Review.WITHDRAWN): "Withdrawn",
    (Review.WITHDRAWN, Review.PUBLISHED): "Published again",
}
UNSAID = {SUBMITTED, PUBLISHED}


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of the thread; ``step`` is empty where somebody just said something."""

    at: datetime
    who: str
    step: str
    text: str


def comment(record: Any, *, by: AbstractUser, text: str) -> Comment:
    """Say something about a record, for whoever reads it next."""
    name = record._meta.model_name
    if not by.has_perm(f"tracker.change_{name}"):
        raise NotAllowed(f"{by.get_username()} may not comment on a {name}: an analyst may.")
    if not text.strip():
        raise NotAllowed("Say something: an empty comment is none.")
    with acting(by=by, reason="commented", what=f"Comment on {record.code}"):
        return Comment.objects.create(model=name, record=record.pk, by_id=by.pk, text=text.strip())


def thread_of(record: Any) -> list[Remark]:
    """All that was said of it, in order; two queries."""
    said = Comment.objects.filter(model=record._meta.model_name, record=record.pk)
    rows = said.values_list("at", "by__username", "text")
    remarks = [Remark(at, who, "", text) for at, who, text in rows]
    return sorted([*remarks, *_steps(record)], key=lambda remark: remark.at)


def _steps(record: Any) -> Iterator[Remark]:
    events = record.events.order_by("pgh_id")
    return _steps_in(events.values_list("pgh_created_at", "review", "pgh_context"))


def _steps_in(events: Iterable[Any]) -> Iterator[Remark]:
    before = ""
    for at, review, context in events:
        step = STEPS.get((before, review))
        if step:
            told = context or {}
            reason = told.get("reason", "")
            yield Remark(at, told.get("username", ""), step, "" if reason in UNSAID else reason)
        before = review


def last_words(model: Any, records: Collection[int]) -> dict[int, list[Remark]]:
    """Of each: that it was sent back, where it was, and the newest comment since; two queries."""
    rows = model.pgh_event_model.objects.filter(pgh_obj_id__in=records).order_by("pgh_id")
    events: dict[int, list[Any]] = {pk: [] for pk in records}
    for pk, *event in rows.values_list("pgh_obj_id", "pgh_created_at", "review", "pgh_context"):
        events[pk].append(event)
    said = Comment.objects.filter(model=model._meta.model_name, record__in=records)
    comments = {
        pk: Remark(at, who, "", text)
        for pk, at, who, text in said.order_by("at", "pk").values_list(
            "record", "at", "by__username", "text"
        )
    }
    return {pk: _last(list(_steps_in(events[pk])), comments.get(pk)) for pk in records}


def _last(steps: list[Remark], said: Remark | None) -> list[Remark]:
    back = [step for step in steps[-1:] if step.step == SENT_BACK]
    since = said is not None and (not back or said.at >= back[0].at)
    return [*back, *([said] if said is not None and since else [])]
