"""Why a save did not succeed, in the form's terms: a rule of the database, or somebody's edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError
from django.db.models import ProtectedError

from tracker.actions import StaleSave
from tracker.admin.labels import shown_as
from tracker.admin.meanwhile import Difference, Taken, compare, line_of
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


def by_rule(error: IntegrityError) -> Refused:
    if isinstance(error, ProtectedError):
        return Refused(f"{len(error.protected_objects)} other records rest on it.")
    refusal = refusal_of(error)
    return Refused(str(refusal), refusal.field)


def by_somebody(
    error: StaleSave, names: list[str], seen: int | None = None, parts: Sequence[Difference] = ()
) -> Refused:
    """Of the fields and the parts that the page shows: what both changed, and what only others did.

    ``seen`` is the line of the record's history that the page was opened at.
    """
    both, taken = compare(error.mine, error.theirs, names, seen)
    said = "" if both or parts else NO_CONFLICT
    return Refused(
        f"{error}{said}",
        version=error.theirs.version,
        differences=(*both, *parts),
        taken=tuple(taken),
        seen=line_of(error.theirs),
    )


def told_rows(formset: Any, *, typed: bool = True) -> str:
    """The rows of a formset, one a line: as they were typed, or as they stand."""
    names = [name for name in formset.form.base_fields if name != "position"]
    if not typed:
        rows = [[getattr(row, name) for name in names] for row in formset.get_queryset()]
    else:
        formset.is_valid()
        found = [getattr(form, "cleaned_data", {}) for form in formset.forms]
        rows = [[row.get(name) for name in names] for row in found if not row.get("DELETE")]
    return "\n".join(sorted(filter(None, map(_told, rows))))


def _told(values: list[Any]) -> str:
    return ", ".join(shown_as(value) for value in values if value not in (None, "", False))
