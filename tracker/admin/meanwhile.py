"""What somebody else changed while a page was open, beside what was seen and what was typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Field, Model

from tracker.admin.history import who_of
from tracker.admin.labels import label_of, shown_as
from tracker.admin.lists import plain


@dataclass(frozen=True, slots=True)
class Difference:
    """What both changed: the writer chooses."""

    label: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What only somebody else changed: the page goes on from their value."""

    name: str
    label: str
    value: str
    by: str


def line_of(record: Any) -> int | None:
    """The newest line of the history, if it tells the record as it is here.

    It does not where somebody saved between the reading of the two: then nothing is known of what
    was seen.
    """
    line = record.events.order_by("-pgh_id").first()
    names = {column.attname for column in record._meta.concrete_fields}
    told = [name for name in names - record.get_deferred_fields() if hasattr(line, name)]
    as_here = all(getattr(line, name) == getattr(record, name) for name in told)
    return line.pgh_id if line is not None and as_here else None


def compare(
    mine: Any, theirs: Any, names: list[str], seen: int | None
) -> tuple[list[Difference], list[Taken]]:
    """Three ways: ``seen`` is the line of the history that the page was opened at.

    What only one of the two changed is no conflict. Without that line, and of columns that the
    history leaves out, nobody can tell who changed what: every difference is shown.
    """
    lines = list(theirs.events.filter(pgh_id__gte=seen).order_by("pgh_id")) if seen else []
    base = lines[0] if lines and lines[0].pgh_id == seen else None
    differences, taken = [], []
    for column in _differing(mine, theirs, names):
        mine_now, theirs_now = (getattr(each, column.attname) for each in (mine, theirs))
        known = base is not None and hasattr(base, column.attname)
        before = getattr(base, column.attname) if known else None
        label = label_of(type(mine), column.name)
        if known and before == mine_now:
            by = _by(lines, column.attname)
            taken.append(Taken(column.name, label, displayed(theirs, column), by))
        elif not known or before != theirs_now:
            differences.append(
                Difference(label, displayed(theirs, column), displayed(mine, column))
            )
    return differences, taken


def _differing(mine: Model, theirs: Model, names: list[str]) -> Iterator[Any]:
    columns: dict[str, Any] = {column.name: column for column in mine._meta.concrete_fields}
    for name in filter(columns.get, names):
        column = columns[name]
        if getattr(mine, column.attname) != getattr(theirs, column.attname):
            yield column


def _by(lines: list[Any], name: str) -> str:
    """Who changed a column last."""
    changed = [new for old, new in pairwise(lines) if getattr(old, name) != getattr(new, name)]
    return who_of(changed[-1].pgh_context or {}) if changed else ""


def displayed(record: Model, column: Field) -> str:
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
