"""The way a record took: who wrote, submitted, published and withdrew it, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse

from tracker.models import Review


@dataclass(frozen=True, slots=True)
class Pace:
    """One step that was taken; ``why`` is what had to be said for it."""

    done: str
    who: str
    at: datetime | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Trail:
    """``beside`` are the records before and after it: label, address, code."""

    review: str
    paces: list[Pace]
    beside: list[tuple[str, str, str]]


STEPS = (
    ("Written", "written_by_id", "created_at", ""),
    ("Submitted", "submitted_by_id", "submitted_at", ""),
    ("Published", "published_by_id", "published_at", "own_review_reason"),
    ("Withdrawn", "withdrawn_by_id", "withdrawn_at", "withdrawal_reason"),
)


def trail_of(record: Any) -> Trail:
    """Three queries at most: the people, what it replaces, what replaces it."""
    keys = {getattr(record, by) for _, by, _, _ in STEPS} | {record.edited_by_id}
    names = dict(
        get_user_model().objects.filter(pk__in=keys - {None}).values_list("pk", "username")
    )
    paces = [
        Pace(done, names.get(getattr(record, by), ""), getattr(record, at), _reason(record, why))
        for done, by, at, why in STEPS
        if getattr(record, by)
    ]
    if record.edited_by_id and record.edited_by_id != record.written_by_id:
        paces.insert(1, Pace("Edited", names.get(record.edited_by_id, ""), None))
    return Trail(record.get_review_display(), paces, _beside(record))


def _reason(record: Any, column: str) -> str:
    return str(getattr(record, column)) if column else ""


def _beside(record: Any) -> list[tuple[str, str, str]]:
    found = []
    if record.successor_id:
        waits = record.review == Review.PUBLISHED
        label = "Being replaced by" if waits else "In its place stands"
        found.append((label, record.successor))
    found += [("Replaces", each) for each in record.predecessors.all()[:5]]
    url = f"admin:tracker_{record._meta.model_name}_change"
    return [(label, reverse(url, args=[other.pk]), other.code) for label, other in found]
