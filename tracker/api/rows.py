"""Rows as the JSON texts that PostgreSQL writes of them, looked up by their keys.

Rows inside rows are looked up together, those of a whole page at once, and put into the texts:
that is three times quicker than a query that nests them row by row. To put the SQL of a row of
eighty fields together takes Django longer than PostgreSQL takes to answer it, and so does planning
it; both are the same for every page of every question of one form, so they are done once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from django.db import connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import QuerySet
from psycopg.sql import Literal

from tracker.api.asked import Listing
from tracker.api.expanding import below
from tracker.api.relations import KEYS, LIMIT, RELATIONS, Relation, among
from tracker.fields import REGISTRIES, row_json
from tracker.filters import FILTER_SETS, Query

# The parameters that decide what a row says, and not only whether it is found.
CLOCKS = ("known_on", "valid_on", "holds")
KEPT = 512  # queries whose SQL is kept; one is up to 20 kB


@dataclass(frozen=True, slots=True)
class Row:
    """All that a row depends on: whose it is, what it shows, and as of when.

    ``chosen`` are the fields inside of what is expanded, by their paths.
    """

    name: str
    fields: tuple[str, ...]
    expand: tuple[str, ...]
    chosen: tuple[str, ...]
    clocks: tuple[tuple[str, str], ...]

    @property
    def relations(self) -> list[Relation]:
        asked = {path.partition(".")[0] for path in self.expand}
        return [each for each in RELATIONS.get(self.name, ()) if each.name in asked]

    def inside(self, relation: Relation) -> Row:
        """The rows of a relation: all their fields, unless some are chosen."""
        name = relation.name
        chosen = below(name, self.chosen)
        own = tuple(each for each in chosen if "." not in each)
        return replace(
            self,
            name=name,
            fields=own or relation.registry.names,
            expand=below(name, self.expand),
            chosen=chosen,
        )

    @property
    def query(self) -> Query:
        """What says as of when its fields speak."""
        filters = FILTER_SETS[self.name]
        return filters.read({n: text for n, text in self.clocks if n in filters.base_filters})


@dataclass(frozen=True, slots=True)
class Made:
    """A query by keys, its only parameter; each connection has PostgreSQL plan it once."""

    using: str  # the database
    sql: str

    @classmethod
    def of(cls, rows: QuerySet[Any]) -> Made:
        text, params = rows.query.get_compiler(using=rows.db).as_sql()
        said = text % tuple(
            _PLACE if each is KEYS else Literal(each).as_string() for each in params
        )
        return cls(rows.db, said.replace("%", "%%").replace(_PLACE, "%(keys)s"))

    def of_keys(self, keys: Iterable[Any]) -> list[tuple[Any, ...]]:
        connection: Any = connections[self.using]
        connection.ensure_connection()
        bound_there: Any = ServerBindingCursor
        with connection._prepare_cursor(bound_there(connection.connection)) as cursor:
            cursor.execute(self.sql, {"keys": list(keys)})
            return cursor.fetchall()


_PLACE = "\x00"  # where the keys go: what no text of PostgreSQL has


def texts_of(name: str, listing: Listing, keys: Sequence[Any]) -> Mapping[Any, str]:
    """The rows of these keys, as JSON texts; what has meanwhile gone is left out.

    One question, and two for each relation that is expanded.
    """
    form, asked = listing.form, listing.query.asked
    row = Row(
        name=name,
        fields=tuple(field.name for field in form.shown.fields),
        expand=form.expand,
        chosen=form.inside,
        clocks=tuple((clock, asked[clock]) for clock in CLOCKS if clock in asked),
    )
    return _texts(row, keys)


def _texts(row: Row, keys: Iterable[Any]) -> dict[Any, str]:
    if not keys:
        return {}
    texts: dict[Any, str] = dict(_rows(row).of_keys(keys))
    for relation in row.relations:
        inside = _inside(row, relation, texts)
        below = _texts(row.inside(relation), set(chain(*inside.values())))
        for key, text in texts.items():
            rows = ",".join(below[each] for each in inside.get(key, ()) if each in below)
            texts[key] = f'{text[:-1]},"{relation.name}":[{rows}]}}'
    return texts


def _inside(row: Row, relation: Relation, keys: Iterable[Any]) -> dict[Any, list[Any]]:
    """The keys of what stands inside each record, by their codes; the first ``LIMIT`` of them."""
    pairs = sorted(_pairs(row, relation.name).of_keys(keys), key=itemgetter(0, 2))
    return {
        key: [inside for _, inside, *_ in some][:LIMIT]
        for key, some in groupby(pairs, key=itemgetter(0))
    }


@lru_cache(maxsize=KEPT)
def _rows(row: Row) -> Made:
    query, fields = row.query, REGISTRIES[row.name].choose(row.fields)
    found = query.records().filter(among("pk")).order_by()
    return Made.of(found.values_list("pk", row_json(fields, query)))


@lru_cache(maxsize=KEPT)
def _pairs(row: Row, relation: str) -> Made:
    (found,) = (each for each in row.relations if each.name == relation)
    first, *others = found.pairs(row.query)
    return Made.of(first.union(*others) if others else first)
