"""Why a save did not succeed, in the form's terms: a rule of the database, or somebody's edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models
from django.db.models import Model, ProtectedError

from tracker.actions import StaleSave
from tracker.admin.labels import label_of, shown_as
from tracker.admin.lists import plain
from tracker.models.rules import refusal_of


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Refused:
    """``version`` and ``differences`` where somebody else had changed the record meanwhile."""

    message: str
    field: str = ""
    version: int | None = None
    differences: tuple[Difference, ...] = ()


def by_rule(error: IntegrityError) -> Refused:
    if isinstance(error, ProtectedError):
        return Refused(f"{len(error.protected_objects)} other records rest on it.")
    refusal = refusal_of(error)
    return Refused(str(refusal), refusal.field)


def by_somebody(error: StaleSave, names: list[str], parts: Sequence[Difference] = ()) -> Refused:
    """Both versions side by side, of the fields and the parts that the page shows."""
    differences = (*_differences(error.mine, error.theirs, names), *parts)
    same = "" if differences else " The fields of this page are as yours; what rests on it changed."
    return Refused(f"{error}{same}", version=error.theirs.version, differences=differences)


def _differences(mine: Model, theirs: Model, names: list[str]) -> Any:
    columns: dict[str, Any] = {column.name: column for column in mine._meta.concrete_fields}
    for name in filter(columns.get, names):
        column = columns[name]
        if getattr(mine, column.attname) != getattr(theirs, column.attname):
            label = label_of(type(mine), name)
            yield Difference(label, displayed(theirs, column), displayed(mine, column))


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


def displayed(record: Model, column: models.Field) -> str:
    """A value as the page would show it."""
    if column.is_relation:
        related = getattr(record, column.name)
        return "" if related is None else shown_as(related)
    if column.choices:
        return str(getattr(record, f"get_{column.name}_display")())
    value = getattr(record, column.attname)
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return "" if value is None else str(plain(value))
