"""Whose a column is: which column of its row names the record that it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import F

from tracker.fields import REGISTRIES, Field, Registry


@dataclass(frozen=True, slots=True)
class Origin:
    """The columns that name whom a column comes from, such as the ``source`` of a ``publisher``.

    None: it is the row's own, or derived. ``own``: it is made of the row's own columns too.
    """

    names: tuple[str, ...] = ()
    own: bool = True


@cache
def origin_of(table: str, column: str) -> Origin | None:
    """None for what another room reckons from the whole record."""
    registry = REGISTRIES[table]
    field = registry.by_name.get(column)
    if field is None:
        return None
    named = _named(registry)
    places = list(_places(field))
    names = [named[place] for place in places if named.get(place, column) != column]
    return Origin(tuple(dict.fromkeys(names)), own=len(names) < len(places) or not places)


def _named(registry: Registry) -> dict[str, str]:
    """By the path to a record, the column that has its code."""
    return {
        path.removesuffix("__code").removesuffix("_id"): field.name
        for field in registry.fields
        if field.refers
        for path in _paths(field)
    }


def _places(field: Field) -> Iterator[str]:
    """The paths to the records that hold its columns."""
    for path in _paths(field):
        yield (path.removesuffix("__code") if field.refers else path).rpartition("__")[0]


def _paths(field: Field) -> list[str]:
    return list(_columns(field.raw()))


def _columns(expression: Any) -> Iterator[str]:
    if isinstance(expression, F):
        yield expression.name  # type: ignore[attr-defined]
    elif hasattr(expression, "get_source_expressions"):
        for each in expression.get_source_expressions():
            yield from _columns(each)
