"""Rows as PostgreSQL itself writes them, all of one moment: COPY of a query's own SQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, transaction
from django.db.models import QuerySet
from psycopg import generators, pq
from psycopg.errors import error_from_result

from tracker.exports.written import CHUNK, Written

# A download may take as long as its reader is slow: a limit of its own, not that of a page.
TIME_LIMIT = "1h"


@contextmanager
def snapshot(using: str) -> Iterator[Any]:
    """A cursor in one read-only REPEATABLE READ transaction; in somebody else's, it is theirs."""
    connection = connections[using]
    own = not connection.in_atomic_block
    with transaction.atomic(using=using), connection.cursor() as wrapped:
        cursor = wrapped.cursor  # psycopg's own: Django's wrapper for debugging spoils copy()
        if own:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [TIME_LIMIT])
        yield cursor


def copied(
    cursor: Any, rows: QuerySet[Any], written: Written, *, options: str
) -> Iterator[list[Any]]:
    """The rows in the form of COPY's ``options``, as many at a time as have arrived.

    Each is a memoryview that ends with a line feed.
    """
    try:
        sql, params = rows.query.get_compiler(rows.db).as_sql()
    except EmptyResultSet:  # Django itself sees that nothing can match
        return
    with cursor.copy(f"COPY ({sql}) TO STDOUT WITH ({options})", params) as copy:
        for batch in _batches(copy):
            written.rows += len(batch)
            yield batch


def _batches(copy: Any) -> Iterator[list[Any]]:
    """What libpq has is taken in one go: psycopg's ``read`` costs as much a row as COPY itself."""
    pgconn = copy.connection.pgconn
    ended = False
    while not ended and (row := copy.read()):  # waits, and lets other threads work
        batch, size, length = [row], len(row), 1
        while size < CHUNK and length > 0:
            length, row = pgconn.get_copy_data(1)
            if length > 0:
                batch.append(row)
                size += length
        ended = length < 0
        if ended:
            _check_end(copy.connection)
        yield batch


def _check_end(connection: Any) -> None:
    """Rows may have ended because all were sent, or because the server was stopped."""
    for result in connection.wait(generators.fetch_many(connection.pgconn)):
        if result.status != pq.ExecStatus.COMMAND_OK:
            raise error_from_result(result)
