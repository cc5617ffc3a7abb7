"""CSV as RFC 4180 has it, written by PostgreSQL itself: COPY of the query's own SQL.

UTF-8, lines end in CRLF, the first line has the fields' names, what is not known is an empty cell.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, transaction

from tracker.exports.export import Export

CHUNK = 64 * 1024
# A download may take as long as its reader is slow: a limit of its own, not that of a page.
TIME_LIMIT = "1h"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass
class Written:
    """What has been written so far; complete once the last chunk was taken."""

    rows: int = 0
    size: int = 0  # bytes
    complete: bool = False
    _hash: Any = field(default_factory=hashlib.sha256, repr=False)

    @property
    def sha256(self) -> str:
        return str(self._hash.hexdigest())

    def add(self, chunk: bytes) -> bytes:
        self.size += len(chunk)
        self._hash.update(chunk)
        return chunk


def write_csv(export: Export, written: Written | None = None) -> Generator[bytes]:
    """The file in chunks of about 64 KB, all of one moment of the database.

    Complete, or it raises: an error of the database (psycopg's own) breaks off the iteration, and
    a door must then break off its answer too. Closing the iterator cancels the query.
    """
    written = Written() if written is None else written
    head = ",".join(export.header).encode() + b"\r\n"
    if export.spreadsheet:
        head = BYTE_ORDER_MARK + head
    with snapshot(export.rows.db) as cursor:
        pending, size = [head], len(head)
        for row in _copied(cursor, export, written):
            pending += (row[:-1], b"\r\n")
            size += len(row) + 1
            if size >= CHUNK:
                yield written.add(b"".join(pending))
                pending, size = [], 0
        if pending:
            yield written.add(b"".join(pending))
    written.complete = True


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


def _copied(cursor: Any, export: Export, written: Written) -> Iterator[Any]:
    """Each row as PostgreSQL wrote it, a line feed at its end."""
    try:
        sql, params = export.ordered().query.get_compiler(export.rows.db).as_sql()
    except EmptyResultSet:  # Django itself sees that nothing can match
        return
    with cursor.copy(f"COPY ({sql}) TO STDOUT WITH (FORMAT csv)", params) as copy:
        yield from copy
    written.rows = cursor.rowcount
