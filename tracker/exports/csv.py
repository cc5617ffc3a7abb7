"""CSV as RFC 4180 has it, written by PostgreSQL itself.

UTF-8, lines end in CRLF, the first line has the fields' names. What is not known is an empty cell;
an empty text or list is a quoted one: ``""``.
"""

from __future__ import annotations

from collections.abc import Generator

from tracker.exports.copying import copied, snapshot
from tracker.exports.export import Export
from tracker.exports.written import Written

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
END = b"\r\n"


def write_csv(export: Export, written: Written | None = None) -> Generator[bytes]:
    """The file in chunks of about 64 KB, all of one moment of the database.

    Complete, or it raises: an error of the database (psycopg's own) breaks off the iteration, and
    a door must then break off its answer too. Closing the iterator cancels the query.
    """
    written = Written() if written is None else written
    head = ",".join(export.header).encode() + END
    if export.spreadsheet:
        head = BYTE_ORDER_MARK + head
    with snapshot(export.rows.db) as cursor:
        for batch in copied(cursor, export.table(), written, options="FORMAT csv"):
            yield written.add(head + b"".join([bytes(row[:-1]) + END for row in batch]))
            head = b""
        if head:
            yield written.add(head)
    written.complete = True
