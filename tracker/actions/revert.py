"""Reverting one change of the history: the columns that it changed have their old values again.

It is an edit like any other, through the same rules: what came after it in other columns stays,
what is published is not edited. Taking back a whole action, its steps included, is ``undo``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractUser

from tracker.actions.errors import NotAllowed
from tracker.actions.write import write
from tracker.models.review import REVIEW_COLUMNS

MADE = {"id", "code", "path", "created_at", "written_by_id", *REVIEW_COLUMNS} - {"position"}


@dataclass(frozen=True, slots=True)
class Revert:
    """The plan: by column, what it is now and what it would be; ``event`` is the change."""

    event: Any
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    in_the_way: str = ""


def plan_revert(record: Any, event: Any) -> Revert:
    """What reverting one event of the record's history would change now."""
    before = record.events.filter(pgh_id__lt=event.pgh_id).order_by("pgh_id").last()
    if event.pgh_label != "update" or before is None:
        return Revert(event, in_the_way="It was added then: delete it, or undo the whole action.")
    changes = {}
    for column in _columns(record):
        then = getattr(before, column.attname)
        if then != getattr(event, column.attname) and then != getattr(record, column.attname):
            changes[column.attname] = (getattr(record, column.attname), then)
    if not changes:
        return Revert(event, in_the_way=_nothing_to_do(record, event, before))
    return Revert(event, changes)


def _nothing_to_do(record: Any, event: Any, before: Any) -> str:
    """Why there is nothing that an edit could take back."""
    if any(
        getattr(before, column.attname) != getattr(event, column.attname)
        for column in _columns(record)
    ):
        return "It is as it was before already."
    return "It was a step of its review, no edit: undo the whole action instead."


def _columns(record: Any) -> list[Any]:
    kept = {field.name for field in record.pgh_event_model._meta.fields}
    return [
        column
        for column in record._meta.concrete_fields
        if column.name in kept and column.attname not in MADE and not column.primary_key
    ]


def revert(
    record: Any, event: Any, *, by: AbstractUser, reason: str, version: int | None = None
) -> Any:
    """Give the columns that one change touched their old values; returns the record.

    StaleSave if the record is no more at ``version``, the one whose plan was shown. Rules of the
    database raise IntegrityError: what is published is not edited, for one.
    """
    plan = plan_revert(record, event)
    if plan.in_the_way:
        raise NotAllowed(plan.in_the_way)
    for name, (_, then) in plan.changes.items():
        setattr(record, name, then)
    return write(record, by=by, reason=reason, version=version)
