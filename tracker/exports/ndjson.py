"""NDJSON: a line a record, each the JSON object that the API's list has, written by PostgreSQL."""

from __future__ import annotations

from collections.abc import Generator

from tracker.exports.copying import copied, snapshot
from tracker.exports.export import Export
from tracker.exports.written import Written

# COPY writes a text as it is only where it needs no quotes: two characters that no JSON text has,
# since JSON escapes them, are the quote and the delimiter.
AS_IT_IS = r"FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02'"


def write_ndjson(export: Export, written: Written | None = None) -> Generator[bytes]:
    """As :func:`~tracker.exports.csv.write_csv`: of one moment, complete or it raises."""
    written = Written() if written is None else written
    with snapshot(export.rows.db) as cursor:
        for batch in copied(cursor, export.lines(), written, options=AS_IT_IS):
            yield written.add(b"".join(batch))
    written.complete = True
