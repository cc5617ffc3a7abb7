"""Files of ours read back as rows of texts, whatever their format: to compare two of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import IO, Any

from openpyxl import load_workbook

from tracker.exports.xlsx import unescaped

Row = dict[str, str]


class Unreadable(ValueError):
    """A file that is not what its format says."""


def read_rows(file: IO[bytes], format_: str) -> Iterator[Row]:
    """Each row by the names of its columns; empty texts where nothing stands.

    Raises :class:`Unreadable`.
    """
    file.seek(0)
    try:
        yield from _READERS[format_](file)
    except (ValueError, KeyError, OSError, csv.Error) as error:
        raise Unreadable(f"this is no {format_} file of ours: {error}") from error


def _csv(file: IO[bytes]) -> Iterator[Row]:
    # Detached, so that the file is not closed with what reads it.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        for row in csv.DictReader(text, strict=True):
            yield {str(name): str(value or "") for name, value in row.items()}
    finally:
        text.detach()


def _ndjson(file: IO[bytes]) -> Iterator[Row]:
    for line in file:
        yield {name: _told(value) for name, value in json.loads(line).items()}


def _told(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _xlsx(file: IO[bytes]) -> Iterator[Row]:
    sheet = load_workbook(file, read_only=True).worksheets[0]
    rows = sheet.iter_rows(values_only=True)
    header = [str(name) for name in next(rows)]
    for row in rows:
        yield {name: _cell(value) for name, value in zip(header, row, strict=True)}


def _cell(value: Any) -> str:
    return "" if value is None else unescaped(str(value))


def _parquet(file: IO[bytes]) -> Iterator[Row]:
    from pyarrow.parquet import ParquetFile

    for batch in ParquetFile(file).iter_batches():
        for row in batch.to_pylist():
            yield {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return _told(value) if isinstance(value, list | bool) else str(value)


_READERS: dict[str, Callable[[IO[bytes]], Iterator[Row]]] = {
    "csv": _csv,
    "ndjson": _ndjson,
    "xlsx": _xlsx,
    "parquet": _parquet,
}
