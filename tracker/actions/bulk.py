"""The same deed on many records: with all of them or with none, and undone as one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction

from tracker.actions.acting import acting, settle
from tracker.actions.errors import NotAllowed, PlanChanged, StaleSave
from tracker.actions.write import write
from tracker.models.rules import refusal_of

Deed = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """``refused`` are records with the reason; if there are any, nothing was done."""

    action: UUID | None = None
    refused: list[tuple[Any, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Edit:
    """What setting these columns would change of one record: by name, now and then."""

    record: Any
    changes: dict[str, tuple[Any, Any]]


def seal_of(records: Iterable[Any]) -> str:
    """Changes when any of the records does, or another one is among them."""
    rows = sorted((str(record.pk), record.version) for record in records)
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:32]


def in_bulk(
    records: Sequence[Any],
    deed: Deed,
    *,
    by: AbstractUser,
    what: str,
    reason: str = "",
    seal: str = "",
    trial: bool = False,
) -> Outcome:
    """Do it with each of them, as one action; whoever is refused is named, and nothing is done.

    ``seal`` is that of the records which were shown: PlanChanged if one has changed since. With
    ``trial`` everything is tried and nothing is done: what would be refused is known beforehand.
    """
    refused: list[tuple[Any, str]] = []
    try:
        with acting(by=by, reason=reason, what=what) as action:
            if seal and seal_of(_now(records)) != seal:
                raise PlanChanged("Some of them were changed since you looked: look again.")
            refused += [(each, why) for each in records if (why := _refused(each, deed))]
            if refused or trial:
                raise _Nothing
    except _Nothing:
        return Outcome(refused=refused)
    return Outcome(action)


class _Nothing(Exception):
    """Rolls back what was tried."""


def _now(records: Sequence[Any]) -> list[Any]:
    """The records as they are, held in the order of their keys."""
    if not records:
        return []
    rows = type(records[0])._default_manager.select_for_update(of=("self",), no_key=True)
    return list(rows.filter(pk__in=[record.pk for record in records]).order_by("pk"))


def _refused(record: Any, deed: Deed) -> str:
    """Why it cannot be done with this one; deferred rules are asked, too.

    It is read anew, since the one before may have moved what it is part of; and what was shown
    stays as it was shown.
    """
    try:
        with transaction.atomic():
            deed(type(record)._default_manager.get(pk=record.pk))
            settle()
    except (NotAllowed, StaleSave) as error:
        return str(error)
    except IntegrityError as error:
        return str(refusal_of(error))
    return ""


# --- Editing --------------------------------------------------------------------------------


def plan_edit(records: Iterable[Any], values: dict[str, Any]) -> list[Edit]:
    """What would change: only the records of which anything would."""
    edits = []
    for record in records:
        changes = {
            name: (getattr(record, name), value)
            for name, value in values.items()
            if getattr(record, name) != value
        }
        if changes:
            edits.append(Edit(record, changes))
    return edits


def edit(
    records: Sequence[Any],
    values: dict[str, Any],
    *,
    by: AbstractUser,
    reason: str = "",
    seal: str = "",
    trial: bool = False,
) -> Outcome:
    """Set the same columns of many records, through the same rules as on their own pages."""

    def deed(record: Any) -> None:
        for name, value in values.items():
            setattr(record, name, value)
        write(record, by=by, reason=reason)

    names = ", ".join(values)
    what = f"Edit {names} of {len(records)} {_named(records)}"
    return in_bulk(records, deed, by=by, what=what, reason=reason, seal=seal, trial=trial)


def _named(records: Sequence[Any]) -> str:
    return str(records[0]._meta.verbose_name_plural) if records else "records"
