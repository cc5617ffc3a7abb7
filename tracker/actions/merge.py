"""Merging two records of one thing: what refers to one refers to the other, its code leads there.

The plan is data, shown before the deed (``plan_merge``); ``undo`` takes the deed back. Decision 9
says what each kind of merge means and what the rules of the database let through for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError
from django.utils import timezone

from tracker.actions.acting import acting, settle
from tracker.actions.errors import NotAllowed, PlanChanged
from tracker.actions.merge_plan import Merge, plan_merge
from tracker.actions.merge_sources import move_what_stands_in
from tracker.actions.weight import is_weighed, refuse_weight
from tracker.models import Contribution, Redirect, Review, Source, Speaker
from tracker.models.rules import refusal_of

Told = TypeVar("Told")


def merge(gone: Any, into: Any, *, by: AbstractUser, reason: str, seal: str = "") -> UUID:
    """Merge a contribution, speaker or source into another; returns the action (for its undo).

    ``seal`` is that of the plan which was shown: PlanChanged if it is another by now. NotAllowed if
    something stands in the way.
    """
    may_merge(gone, by)
    if not reason.strip():
        raise NotAllowed("Say why they are one: the reason stands in the history.")
    with acting(by=by, reason=reason, what=f"Merge {gone.code} into {into.code}") as key:
        plan = plan_merge(*_locked(gone, into))
        if seal and plan.seal != seal:
            raise PlanChanged("What merging them would do has changed: look at it again.")
        if plan.in_the_way:
            raise NotAllowed(" ".join(plan.in_the_way))
        refuse_weight(plan.into, plan.taken, by)
        _merge(plan, by, reason)
    return key


def try_merge(
    gone: Any, into: Any, *, by: AbstractUser, tell: Callable[[], Told]
) -> tuple[Told | None, str]:
    """What ``tell`` says once they are merged, or why they cannot be; then nothing is done."""
    try:
        with acting(by=by, reason="tried"):
            merge(gone, into, by=by, reason="tried")
            settle()
            raise _Tried(tell())
    except _Tried as tried:
        return tried.told, ""
    except NotAllowed as error:
        return None, str(error)
    except IntegrityError as error:
        return None, str(refusal_of(error))


class _Tried(Exception):
    """Rolls back what was tried, and carries what came of it."""

    def __init__(self, told: Any) -> None:
        self.told = told
        super().__init__("tried")


def may_merge(gone: Any, by: AbstractUser) -> None:
    """Whoever may change and delete it; where it is public, whoever may publish."""
    model = gone._meta.model_name
    needed = [f"change_{model}"] if is_public(gone) else [f"change_{model}", f"delete_{model}"]
    if is_public(gone):
        needed.append("publish_contribution" if model == "contribution" else "publish_statement")
    if not all(by.has_perm(f"tracker.{name}") for name in needed):
        who = "a reviewer" if is_public(gone) else "an analyst"
        raise NotAllowed(f"{by.get_username()} may not merge {gone.code}: {who} may.")


def is_public(record: Any) -> bool:
    """Something that was published rests on it."""
    if isinstance(record, Contribution):
        return record.published_at is not None
    if isinstance(record, Speaker):
        return is_weighed(record)
    return bool(type(record).objects.public().filter(pk=record.pk).exists())


def _locked(gone: Any, into: Any) -> tuple[Any, Any]:
    """Both as they are now, held in the order of their keys."""
    rows = type(gone)._default_manager.select_for_update(of=("self",), no_key=True)
    now = {row.pk: row for row in rows.filter(pk__in=[gone.pk, into.pk]).order_by("pk")}
    if len(now) < len({gone.pk, into.pk}):
        raise NotAllowed("One of them was deleted meanwhile.")
    return now[gone.pk], now[into.pk]


# --- The deed -------------------------------------------------------------------------------


def _merge(plan: Merge, by: AbstractUser, reason: str) -> None:
    """A contribution that was published stays on record, withdrawn for the other; the rest goes."""
    stays = isinstance(plan.gone, Contribution) and is_public(plan.gone)
    if stays or not isinstance(plan.gone, Contribution):
        _lead(plan, reason)
    if isinstance(plan.gone, Source):
        move_what_stands_in(plan.gone, plan.into, reason)
    _move(plan)
    if not stays:
        plan.gone.delete()
        return
    Contribution.objects.filter(pk=plan.gone.pk).update(
        review=Review.WITHDRAWN,
        withdrawn_by=by,
        withdrawn_at=timezone.now(),
        withdrawal_reason=reason,
        successor=plan.into,
    )


def _lead(plan: Merge, reason: str) -> None:
    """The code leads to where the way ends, and so do those that led to it."""
    model = plan.gone._meta.model_name
    Redirect.objects.filter(model=model, target=plan.gone.code).update(target=plan.into.code)
    Redirect.objects.create(
        model=model,
        code=plan.gone.code,
        because=Redirect.Because.MERGED,
        target=plan.into.code,
        reason=reason,
    )


def _move(plan: Merge) -> None:
    for part in plan.moves:
        rows = part.model._default_manager.filter(**{part.column: plan.gone})
        if rows.exists():
            rows.update(**{part.column: plan.into})
    if plan.taken:
        type(plan.into)._default_manager.filter(pk=plan.into.pk).update(**plan.taken)
