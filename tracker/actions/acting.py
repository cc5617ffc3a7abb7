"""One action: one transaction with a doer and a reason, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import pghistory
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction

from tracker.actions.derive import derive

_inside = ContextVar("inside an action", default=False)


@contextmanager
def acting(*, by: AbstractBaseUser | None, reason: str = "") -> Iterator[None]:
    """Run a block as one action of ``by``; an action inside another is part of it.

    History names who and why. At the end of the outermost one, states that became stale are
    derived and deferred rules speak (IntegrityError): here, and not at COMMIT, where no door
    could translate them.
    """
    with transaction.atomic(), _context({**_who(by), **_why(reason)}):
        if _inside.get():
            yield
            return
        token = _inside.set(True)
        try:
            _say()
            yield
            derive()
            connection.check_constraints()
        finally:
            _inside.reset(token)


@contextmanager
def _context(said: dict[str, object]) -> Iterator[None]:
    """History's context; what an inner action says of itself ends with it."""
    with pghistory.context() as context:
        before = dict(context.metadata)
        context.metadata.update(said)
        try:
            yield
        finally:
            context.metadata.clear()
            context.metadata.update(before)


def _say() -> None:
    """COPY alone tells history neither who nor why; any other statement before it does."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _who(by: AbstractBaseUser | None) -> dict[str, object]:
    return {"user": by.pk, "username": by.get_username()} if by is not None else {}


def _why(reason: str) -> dict[str, str]:
    """An inner action without a reason of its own leaves the outer one's standing."""
    return {"reason": reason} if reason or not _inside.get() else {}
