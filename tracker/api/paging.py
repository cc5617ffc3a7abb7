"""Pages by keyset: from where the last one ended, compared as one row with one row.

``(a, code) > (x, y)`` uses an index where there is one and stands however many rows are level in
``a``; an offset would count through all that came before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import BooleanField, Func, Value
from django.db.models.expressions import Combinable

from tracker.fields import Clocks, Order
from tracker.filters import FilterError, Mistake, Query

# Signed, so that a key is always one that the database wrote; without a time, so that one page
# has one text and one entity tag.
SIGNER = signing.Signer(salt="tracker.api.cursor")


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two rows of an order, and which way to read from it."""

    order: str
    keys: tuple[str, ...]
    backwards: bool = False

    def __str__(self) -> str:
        return SIGNER.sign_object([self.order, *self.keys, self.backwards], compress=True)

    @classmethod
    def read(cls, text: str, order: Order) -> Cursor:
        """Raises FilterError if it is none of ours, or of another order."""
        try:
            name, *keys, backwards = SIGNER.unsign_object(text)
        except (signing.BadSignature, ValueError):
            raise _wrong(text, "no cursor that this API gave; follow `next` as it is.") from None
        if name != str(order):
            raise _wrong(text, f"it is of a list ordered by {name}; begin again without it.")
        return cls(name, tuple(keys), backwards)


@dataclass(frozen=True, slots=True)
class Page:
    """The keys of its rows, and the places before and after them where there is more."""

    keys: list[Any]
    previous: Cursor | None
    next: Cursor | None


def page_of(query: Query, order: Order, *, size: int, cursor: Cursor | None) -> Page:
    """One query, whatever the page."""
    turned = cursor is not None and cursor.backwards
    rows = query.rows
    if cursor is not None:
        rows = rows.filter(_after(order, query, cursor))
    ordered = rows.order_by(*order.by(query, turned=turned))
    found = list(ordered.values_list("pk", *order.key_texts(query))[: size + 1])
    more, found = len(found) > size, found[:size]
    if turned:
        found.reverse()
    before, after = (cursor is not None, more) if not turned else (more, True)
    return Page(
        keys=[row[0] for row in found],
        previous=_cursor(order, found[0], backwards=True) if found and before else None,
        next=_cursor(order, found[-1]) if found and after else None,
    )


def _cursor(order: Order, row: Sequence[Any], *, backwards: bool = False) -> Cursor:
    return Cursor(str(order), tuple(row[1:]), backwards)


def _after(order: Order, clocks: Clocks, cursor: Cursor) -> Func:
    upwards = order.descending is cursor.backwards
    keys = [
        Func(Value(text), template=f"%(expressions)s::{cast}")
        for text, cast in zip(cursor.keys, order.casts, strict=True)
    ]
    return Func(
        _row(order.keys(clocks)),
        _row(keys),
        template="%(expressions)s",
        arg_joiner=" > " if upwards else " < ",
        output_field=BooleanField(),
    )


def _row(expressions: Sequence[Combinable]) -> Func:
    return Func(*expressions, template="(%(expressions)s)", output_field=BooleanField())


def _wrong(text: str, why: str) -> FilterError:
    return FilterError([Mistake("cursor", text, why)])
