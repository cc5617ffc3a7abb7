"""What was said about a record on its way: comments, and what came with each step of its review."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractUser

from tracker.actions.acting import acting
from tracker.actions.errors import NotAllowed
from tracker.actions.review import PUBLISHED, SUBMITTED
from tracker.models import Comment, Review

STEPS: dict[tuple[str, str], str] = {
    (Review.DRAFT, Review.IN_REVIEW): "Submitted for review",
    (Review.IN_REVIEW, Review.DRAFT): "Sent back",
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
    with acting(by=by, reason="commented"):
        return Comment.objects.create(model=name, record=record.pk, by_id=by.pk, text=text.strip())


def thread_of(record: Any) -> list[Remark]:
    """All that was said of it, in order; two queries."""
    said = Comment.objects.filter(model=record._meta.model_name, record=record.pk)
    rows = said.values_list("at", "by__username", "text")
    remarks = [Remark(at, who, "", text) for at, who, text in rows]
    return sorted([*remarks, *_steps(record)], key=lambda remark: remark.at)


def _steps(record: Any) -> Iterator[Remark]:
    events = record.events.order_by("pgh_id")
    before = ""
    for at, review, context in events.values_list("pgh_created_at", "review", "pgh_context"):
        step = STEPS.get((before, review))
        if step:
            told = context or {}
            reason = told.get("reason", "")
            yield Remark(at, told.get("username", ""), step, "" if reason in UNSAID else reason)
        before = review


def last_words(model: str, records: Collection[int]) -> dict[int, str]:
    """The newest comment on each of these records; one query."""
    rows = Comment.objects.filter(model=model, record__in=records).order_by("at", "pk")
    return dict(rows.values_list("record", "text"))
