"""Why a save did not succeed, in the form's terms: a rule of the database, or somebody's edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError
from django.db.models import ProtectedError

from tracker.actions import NotAllowed, StaleSave
from tracker.admin.meanwhile import Difference, Taken, compare, line_of
from tracker.admin.parts import Merged
from tracker.models.rules import refusal_of


@dataclass(frozen=True, slots=True)
class Refused:
    """``version`` and what follows it where somebody else had changed the record meanwhile.

    ``differences`` are what both changed; ``taken`` is what only the other did, which the form that
    is drawn next has as it is now; ``seen`` is the line of its history that tells that.
    """

    message: str
    field: str = ""
    version: int | None = None
    differences: tuple[Difference, ...] = ()
    taken: tuple[Taken, ...] = ()
    seen: int | None = None


NO_CONFLICT = " Nothing that you typed was changed by anybody else."


def by_rule(error: IntegrityError | NotAllowed) -> Refused:
    """Of the database, or of an action."""
    if isinstance(error, NotAllowed):
        return Refused(str(error), getattr(error, "field", ""))
    if isinstance(error, ProtectedError):
        return Refused(f"{len(error.protected_objects)} other records rest on it.")
    refusal = refusal_of(error)
    return Refused(str(refusal), refusal.field)


def by_somebody(
    error: StaleSave, names: list[str], seen: int | None = None, parts: Sequence[Merged] = ()
) -> Refused:
    """Of the fields and the parts that the page shows: what both changed, and what only others did.

    ``seen`` is the line of the record's history that the page was opened at.
    """
    both, taken = compare(error.mine, error.theirs, names, seen)
    for part in parts:
        both, taken = both + part.differences, taken + part.taken
    said = "" if both else NO_CONFLICT
    return Refused(
        f"{error}{said}",
        version=error.theirs.version,
        differences=tuple(both),
        taken=tuple(taken),
        seen=line_of(error.theirs),
    )
