"""Undo: one action takes back all that another one did, and stands in the history beside it.

Each row becomes what it was before, as the history tells it; the rules of the database let that
through and nothing else (``tracker_restores``). What the action published is withdrawn: it may have
been cited. Where anything was changed since, nothing is undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from tracker.actions.acting import acting
from tracker.actions.deeds import Deed, deeds_of, events_of, tracked
from tracker.actions.errors import NotAllowed, PlanChanged
from tracker.actions.undo_plan import UNDONE, Undoing, may_undo, parts_of, plan_undo, text_of
from tracker.models import Action, Loaded, Redirect, Review, Source


def undo(
    action: UUID,
    *,
    by: AbstractUser,
    reason: str,
    seal: str = "",
    over_edits: bool = False,
    unasked: bool = False,
) -> Undoing:
    """Take back what an action did, whole or not at all; returns what was done.

    ``seal`` is that of the plan which was shown (``plan_undo``): PlanChanged if it is another by
    now. NotAllowed if something stands in the way, or ``by`` may not do each part of it. With
    ``over_edits`` drafts that it added go even if they were edited since. ``unasked``: not asked
    what they may, since they have the whole database (``manage.py``).
    """
    if not reason.strip():
        raise NotAllowed("Say why it is undone: the reason stands in the history.")
    with transaction.atomic(), _held(action, by, reason) as (undone, key):
        _lock(deeds_of([action]))
        plan = plan_undo(undone, over_edits=over_edits, undoing=key)
        if seal and plan.seal != seal:
            raise PlanChanged("What undoing it would do has changed: look at it again.")
        if plan.in_the_way:
            raise NotAllowed(" ".join(plan.in_the_way[:SAID]))
        if not unasked:
            may_undo(plan, by)
        _take_back(plan, by, reason)
    return plan


SAID = 5  # of what stands in the way


@contextmanager
def _held(action: UUID, by: AbstractUser, reason: str) -> Iterator[tuple[Action, UUID]]:
    """The action, undone by nobody else, and the key of the one that undoes it."""
    undone = Action.objects.select_for_update(no_key=True).get(pk=action)
    if Action.objects.filter(undoes=action).exists():
        raise NotAllowed(UNDONE)
    with acting(by=by, reason=reason, what=f"Undo: {undone}", undoes=action) as key:
        if not Action.objects.filter(pk=key, undoes=action).exists():
            raise RuntimeError("an undo is an action of its own, never part of another one")
        yield undone, key


def _lock(deeds: Iterable[Deed]) -> None:
    """Nobody changes these rows from now on; always in the same order.

    What was added may go: nobody comes to rest on it either.
    """
    for model, some in _by_model(deeds):
        rows = model._default_manager.filter(pk__in=[deed.key for deed in some]).order_by("pk")
        stay = all(deed.before is not None for deed in some)
        list(rows.select_for_update(no_key=stay).values_list("pk"))


def _take_back(plan: Undoing, by: AbstractUser, reason: str) -> None:
    """Wholes before their parts come, parts before their wholes go."""
    for model, deeds in _by_model(plan.back):
        _bring_back(model, deeds)
    for model, deeds in _by_model(plan.changed):
        _change_back(model, [deed.event_before for deed in deeds])
    for model, deeds in _by_model(plan.withdrawn):
        _withdraw(model, deeds, by, reason)
    for model, deeds in reversed(_by_model(plan.removed)):
        if plan.over_edits:
            _remove_parts(model, deeds)
        _remove(model, deeds)


def _by_model(deeds: Iterable[Deed]) -> list[tuple[type[Model], list[Deed]]]:
    """In the order of ``tracked()``: each model after those it refers to."""
    found: dict[type[Model], list[Deed]] = {model: [] for model in tracked()}
    for deed in deeds:
        found[deed.model].append(deed)
    return [(model, sorted(some, key=_key)) for model, some in found.items() if some]


def _key(deed: Deed) -> tuple[int, str]:
    return len(deed.key), deed.key


# --- As the history has it ------------------------------------------------------------------


def _change_back(model: Any, events: list[int | None]) -> None:
    columns = _columns(model, but=model._meta.pk.column)
    ours, theirs = ", ".join(columns), ", ".join(f"e.{column}" for column in columns)
    _run(
        f"UPDATE {model._meta.db_table} t SET ({ours}) = ROW({theirs}) "  # noqa: S608
        f"FROM {events_of(model)} e WHERE e.pgh_id = ANY (%s) "
        f'AND t."{model._meta.pk.column}" = e.pgh_obj_id',
        [events],
    )


def _bring_back(model: Any, deeds: list[Deed]) -> None:
    """With a version that no copy of it from before can have."""
    columns = _columns(model)
    also = {
        "version": f"(SELECT count(*) + 1 FROM {events_of(model)} x "  # noqa: S608
        "WHERE x.pgh_obj_id = e.pgh_obj_id)",
        "updated_at": "now()",
    }
    also = {name: value for name, value in also.items() if _has(model, name)}
    into = ", ".join([*columns, *also])
    values = ", ".join([*(f"e.{column}" for column in columns), *also.values()])
    _run(
        f"INSERT INTO {model._meta.db_table} ({into}) SELECT {values} "  # noqa: S608
        f"FROM {events_of(model)} e WHERE e.pgh_id = ANY (%s) ORDER BY e.pgh_id",
        [[deed.event_before for deed in deeds]],
    )
    for deed in deeds:
        if deed.had.get("text"):
            Source.objects.filter(pk=deed.key).update(text=text_of(deed)[:1])


def _columns(model: Any, but: str = "") -> list[str]:
    """What the history keeps of a model."""
    kept = {field.name for field in model.pgh_event_model._meta.local_fields}
    fields = [field for field in model._meta.local_fields if field.name in kept]
    return [f'"{field.column}"' for field in fields if field.column != but]


def _has(model: Any, name: str) -> bool:
    return any(field.name == name for field in model._meta.local_fields)


def _run(sql: str, params: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


# --- What cannot be as it was ---------------------------------------------------------------


def _withdraw(model: Any, deeds: list[Deed], by: AbstractUser, reason: str) -> None:
    """What it was to replace stands again, and may be replaced by another."""
    rows = model._default_manager.filter(pk__in=[deed.key for deed in deeds])
    waiting = model._default_manager.filter(successor__in=rows, review=Review.PUBLISHED)
    waiting.update(successor=None, withdrawal_reason="")
    rows.update(
        review=Review.WITHDRAWN,
        withdrawn_by=by,
        withdrawn_at=timezone.now(),
        withdrawal_reason=reason,
    )
    Redirect.objects.bulk_create(
        Redirect(
            model=model._meta.model_name,
            code=code,
            because=Redirect.Because.WITHDRAWN,
            reason=reason,
        )
        for code in rows.order_by("pk").values_list("code", flat=True)
    )


def _remove(model: Any, deeds: list[Deed]) -> None:
    """And the loader forgets that it ever wrote them: the same file may bring them again."""
    rows = model._default_manager.filter(pk__in=[deed.key for deed in deeds])
    rows._raw_delete(rows.db)
    keys = [key for deed in deeds if (key := _loaded_as(deed))]
    Loaded.objects.filter(model=model._meta.model_name, key__in=keys).delete()


def _remove_parts(model: Any, deeds: list[Deed]) -> None:
    """Those that came since."""
    for part, owner in parts_of(model):
        rows = part._default_manager.filter(**{f"{owner}__in": [deed.key for deed in deeds]})
        rows._raw_delete(rows.db)


def _loaded_as(deed: Deed) -> str:
    row = deed.after or {}
    return f"{row['coalition_id']}:{row['path']}" if "path" in row else str(row.get("code", ""))
