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

from tracker.api.expanding import expansions
from tracker.fields import REGISTRIES, Field, row_json
from tracker.filters import FILTER_SETS, Query

# The parameters that decide what a row says, and not only whether it is found.
CLOCKS = ("known_on", "valid_on", "holds")
KEPT = 256  # forms whose SQL is kept; one is about 20 kB
KEYS = object()  # in the parameters, where the keys go


@dataclass(frozen=True, slots=True)
class Form:
    """All that the SQL of a row depends on: whose, which fields, what inside, as of when."""

    name: str
    fields: tuple[str, ...]
    expand: tuple[str, ...] = ()
    clocks: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, name: str, fields: Sequence[Field], expand: tuple[str, ...], query: Query) -> Form:
        clocks = tuple((each, query.asked[each]) for each in CLOCKS if each in query.asked)
        return cls(name, tuple(field.name for field in fields), expand, clocks)


def texts_of(form: Form, keys: Sequence[Any]) -> Mapping[Any, str]:
    """The row of each key that there is, as a JSON text."""
    if not keys:
        return {}
    using, sql, params = _made(form)
    with connections[using].cursor() as cursor:
        cursor.execute(sql, [list(keys) if each is KEYS else each for each in params])
        return dict(cursor.fetchall())


@lru_cache(maxsize=KEPT)
def _made(form: Form) -> tuple[str, str, tuple[Any, ...]]:
    """The database, its SQL, and the parameters, with ``KEYS`` for the keys."""
    query = FILTER_SETS[form.name].read(dict(form.clocks))
    fields = REGISTRIES[form.name].choose(form.fields)
    wanted = Func(
        F("pk"),
        Value(KEYS),
        template="%(expressions)s)",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )
    rows = query.records().filter(wanted).order_by()
    found = rows.values_list("pk", row_json((*fields, *expansions(form.name, form.expand)), query))
    sql, params = found.query.get_compiler(using=found.db).as_sql()
    return found.db, sql, params
