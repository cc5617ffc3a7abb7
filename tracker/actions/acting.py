"""One action: one transaction with a doer and a reason, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction

from tracker.actions.derive import derive


@contextmanager
def acting(*, by: AbstractBaseUser | None, reason: str = "") -> Iterator[None]:
    """Run a block as one action of ``by``.

    History names who and why; states that the block made stale are derived; deferred rules speak
    here (IntegrityError) and not at COMMIT, where no door could translate them.
    """
    who = {"user": by.pk, "username": by.get_username()} if by is not None else {}
    with transaction.atomic(), pghistory.context(**who, reason=reason):
        yield
        derive()
        connection.check_constraints()
