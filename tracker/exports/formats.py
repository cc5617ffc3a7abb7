"""The forms a file may have, by the word for them: in ``format=``, and behind a file's dot."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass

from tracker.exports.csv import write_csv
from tracker.exports.export import Export
from tracker.exports.ndjson import write_ndjson
from tracker.exports.parquet import write_parquet
from tracker.exports.written import Written
from tracker.exports.xlsx import write_xlsx

Write = Callable[[Export, Written | None], Generator[bytes]]


@dataclass(frozen=True, slots=True)
class Format:
    name: str
    label: str
    media_type: str
    meaning: str
    write: Write
    parameters: str = ""  # of the media type, in a response


FORMATS = {
    each.name: each
    for each in (
        Format(
            "csv",
            "CSV",
            "text/csv",
            "RFC 4180, UTF-8; the first line names the fields.",
            write_csv,
            "; charset=utf-8; header=present",
        ),
        Format(
            "xlsx",
            "XLSX",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "A workbook with typed cells, and a sheet with the codebook.",
            write_xlsx,
        ),
        Format(
            "ndjson",
            "NDJSON",
            "application/x-ndjson",
            "A line a record, each the object that the list has.",
            write_ndjson,
        ),
        Format(
            "parquet",
            "Parquet",
            "application/vnd.apache.parquet",
            "Typed columns, for pandas, DuckDB, R and Spark.",
            write_parquet,
        ),
    )
}
