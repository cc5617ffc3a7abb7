"""One action: one transaction with a doer and a reason, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

import pghistory
from django.contrib.auth.models import AbstractBaseUser
from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected

from tracker.actions.bounds import has_bounds, refuse_misread
from tracker.actions.derive import derive
from tracker.actions.errors import InTheWay
from tracker.models import Action
from tracker.models.claim import Claim

_inside: ContextVar[UUID | None] = ContextVar("inside an action", default=None)
_claims: ContextVar[tuple[Claim, ...]] = ContextVar("whose numbers it wrote", default=())


@contextmanager
def acting(
    *,
    by: AbstractBaseUser | None,
    reason: str = "",
    what: str = "",
    undoes: UUID | None = None,
) -> Iterator[UUID]:
    """Run a block as one action of ``by``; an action inside another is part of it.

    History names who and why, and each of its events the action, whose id this gives. At the end of
    the outermost one, states that became stale are derived, deferred rules speak (IntegrityError)
    and numbers are held against their words (Misread): here, and not at COMMIT, where no door
    could translate them. InTheWay where another session and this one waited for each other.
    """
    with _in_no_ring(), transaction.atomic(), _context({**_who(by), **_why(reason)}) as key:
        outer = _inside.get()
        if outer is not None:
            yield outer
            return
        token, claims = _inside.set(key), _claims.set(())
        try:
            _head(key, by, reason, what, undoes)
            yield key
            settle()
        finally:
            _claims.reset(claims)
            _inside.reset(token)


@contextmanager
def _in_no_ring() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, DeadlockDetected):
            raise InTheWay from error
        raise


def settle() -> None:
    """Derive what is stale and let deferred rules speak, before the action is at its end.

    Then numbers are held against their words: by now further quotes are written, too.
    """
    derive()
    connection.check_constraints()
    claims = _claims.get()
    _claims.set(())
    refuse_misread(claims)


def to_be_read(record: Any) -> None:
    """Inside an action that writes it: its numbers are held against its words at the end."""
    if has_bounds(record):
        _claims.set((*_claims.get(), record))


@contextmanager
def _context(said: dict[str, object]) -> Iterator[UUID]:
    """History's context; what an inner action says of itself ends with it."""
    with pghistory.context() as context:
        before = dict(context.metadata)
        context.metadata.update(said)
        try:
            yield context.id
        finally:
            context.metadata.clear()
            context.metadata.update(before)


def _head(
    key: UUID, by: AbstractBaseUser | None, reason: str, what: str, undoes: UUID | None
) -> None:
    """The action itself, before what it does: COPY alone tells history neither who nor why.

    What one request does in several actions stands under its first one.
    """
    Action.objects.bulk_create(
        [Action(id=key, by_id=by.pk if by else None, reason=reason, what=what, undoes_id=undoes)],
        ignore_conflicts=undoes is None,
    )


def _who(by: AbstractBaseUser | None) -> dict[str, object]:
    return {"user": by.pk, "username": by.get_username()} if by is not None else {}


def _why(reason: str) -> dict[str, str]:
    """An inner action without a reason of its own leaves the outer one's standing."""
    return {"reason": reason} if reason or _inside.get() is None else {}
