"""Rows as the JSON texts that PostgreSQL writes of them, looked up by their keys.

To put together the SQL of a row of eighty fields takes Django longer than PostgreSQL takes to
answer it, and it is the same for every page of every question of one form. So it is made once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connections
from django.db.models import BooleanField, F, Func, Value

from tracker.api.asked import Listing
from tracker.api.expanding import expansions
from tracker.fields import REGISTRIES, row_json
from tracker.filters import FILTER_SETS

# The parameters that decide what a row says, and not only whether it is found.
CLOCKS = ("known_on", "valid_on", "holds")
KEPT = 256  # rows whose SQL is kept; that of one is about 20 kB
KEYS = object()  # in the parameters, where the keys go


@dataclass(frozen=True, slots=True)
class Row:
    """All that the SQL of a row depends on: whose it is, what it shows, and as of when."""

    name: str
    fields: tuple[str, ...]
    expand: tuple[str, ...]
    inside: tuple[str, ...]
    clocks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Made:
    using: str  # the database
    sql: str
    params: tuple[Any, ...]  # with KEYS for the keys


def texts_of(name: str, listing: Listing, keys: Sequence[Any]) -> Mapping[Any, str]:
    """The rows of these keys, as JSON texts; what has meanwhile gone is left out."""
    if not keys:
        return {}
    made = _made(_row(name, listing))
    with connections[made.using].cursor() as cursor:
        cursor.execute(made.sql, [list(keys) if each is KEYS else each for each in made.params])
        return dict(cursor.fetchall())


def _row(name: str, listing: Listing) -> Row:
    form, asked = listing.form, listing.query.asked
    return Row(
        name=name,
        fields=tuple(field.name for field in form.shown.fields),
        expand=form.expand,
        inside=form.inside,
        clocks=tuple((clock, asked[clock]) for clock in CLOCKS if clock in asked),
    )


@lru_cache(maxsize=KEPT)
def _made(row: Row) -> Made:
    query = FILTER_SETS[row.name].read(dict(row.clocks))
    own = REGISTRIES[row.name].choose(row.fields)
    inside = expansions(row.name, row.expand, row.inside)
    found = query.records().filter(_wanted()).order_by()
    rows = found.values_list("pk", row_json((*own, *inside), query))
    sql, params = rows.query.get_compiler(using=rows.db).as_sql()
    return Made(rows.db, sql, params)


def _wanted() -> Func:
    return Func(
        F("pk"),
        Value(KEYS),
        template="%(expressions)s)",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )
