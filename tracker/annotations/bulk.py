"""Many rows at once: COPY, with the same triggers, rules and history as any insert."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import JSONField, Model
from psycopg import sql
from psycopg.types.json import Jsonb

from tracker.annotations.telling import Telling
from tracker.models import Loaded


def announce() -> None:
    """Let history know who and why: COPY alone would not tell it."""
    Loaded.objects.filter(pk__lt=0).update(file="")


def new_ids(model: type[Model], count: int) -> Iterator[int]:
    """Ids that nobody else will use, so that rows can name each other before they stand."""
    if not count:
        return iter(())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
        (sequence,) = cursor.fetchone()
        cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [sequence, count])
        return iter([row[0] for row in cursor.fetchall()])


def insert(
    model: type[Model],
    rows: Iterable[Mapping[str, Any]],
    now: datetime,
    telling: Telling | None = None,
) -> int:
    """Insert rows given by column; columns that none of them gives take their default."""
    rows = list(rows)
    if not rows:
        return 0
    given = list(rows[0])
    rest = _defaults(model, set(given), now)
    documents = [name for name in given if _is_json(model, name)]
    copy = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(map(sql.Identifier, [*given, *rest])),
    )
    cells = (_wrapped(row, documents).__getitem__ for row in rows)
    lines = ((*map(cell, given), *rest.values()) for cell in cells)
    _copy(copy, lines, telling or Telling())
    return len(rows)


def _copy(
    statement: sql.Composed,
    lines: Iterable[tuple[Any, ...]],
    telling: Telling,
) -> None:
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        for line in lines:
            copy.write_row(line)
            telling.advance()


def _defaults(model: type[Model], given: set[str], now: datetime) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in model._meta.concrete_fields:
        if (
            each.column in given
            or each.generated
            or (each.primary_key and each.get_default() is None)
        ):
            continue
        moment = getattr(each, "auto_now", False) or getattr(each, "auto_now_add", False)
        value = now if moment else each.get_default()
        found[str(each.column)] = Jsonb(value) if isinstance(each, JSONField) else value
    return found


def _is_json(model: type[Model], name: str) -> bool:
    return isinstance(model._meta.get_field(name), JSONField)


def _wrapped(row: Mapping[str, Any], documents: Iterable[str]) -> Mapping[str, Any]:
    """``documents`` are the columns that hold JSON."""
    return {**row, **{name: Jsonb(row[name]) for name in documents}} if documents else row


def update(model: type[Model], rows: Iterable[tuple[Any, Mapping[str, Any]]]) -> int:
    """Change columns of single rows, given by id; rows that change the same go together."""
    groups: dict[tuple[str, ...], list[Model]] = {}
    count = 0
    for pk, columns in rows:
        record = model(pk=pk, **columns)
        groups.setdefault(tuple(sorted(columns)), []).append(record)
        count += 1
    for names, records in groups.items():
        fields = [model._meta.get_field(name).name for name in names]
        model._default_manager.bulk_update(records, fields, batch_size=500)
    return count
