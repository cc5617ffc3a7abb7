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
COMMA = ","
DELIMITERS = (COMMA, ";", "\t", "|")  # spreadsheets part cells as their language has it


class Unreadable(ValueError):
    """A file that is not what its format says."""


def read_rows(file: IO[bytes], format_: str, *, delimiter: str = COMMA) -> Iterator[Row]:
    """Each row by the names of its columns; empty texts where nothing stands.

    ``delimiter`` is that of a CSV. Raises :class:`Unreadable`, after the rows that could be read.
    """
    file.seek(0)
    try:
        yield from _csv(file, delimiter) if format_ == "csv" else _READERS[format_](file)
    except Exception as error:
        raise _unreadable(format_, error) from error


def read_columns(file: IO[bytes], format_: str) -> tuple[list[str], str]:
    """The names of its columns, and what parts the cells of a CSV. Raises :class:`Unreadable`."""
    file.seek(0)
    try:
        return _head(file) if format_ == "csv" else (_COLUMNS[format_](file), COMMA)
    except Exception as error:
        raise _unreadable(format_, error) from error


def _unreadable(format_: str, error: Exception) -> Unreadable:
    """Whatever a damaged file makes its reader say: each has errors of its own."""
    return Unreadable(f"this is no {format_} file of ours: {error}")


# --- CSV ------------------------------------------------------------------------------------


def _csv(file: IO[bytes], delimiter: str) -> Iterator[Row]:
    # Detached, so that the file is not closed with what reads it.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        for row in csv.DictReader(text, strict=True, delimiter=delimiter):
            yield {str(name): str(value or "") for name, value in row.items()}
    finally:
        text.detach()


def _head(file: IO[bytes]) -> tuple[list[str], str]:
    """No column of ours has a delimiter in its name: a row of one cell with some has others."""
    line = file.readline().decode("utf-8-sig")
    read = {each: next(csv.reader([line], delimiter=each), []) for each in DELIMITERS}
    delimiter = max(read, key=lambda each: len(read[each]))
    return read[delimiter], delimiter


# --- Other formats --------------------------------------------------------------------------


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


def _columns_of_ndjson(file: IO[bytes]) -> list[str]:
    line = file.readline()
    return list(json.loads(line)) if line else []


def _columns_of_xlsx(file: IO[bytes]) -> list[str]:
    sheet = load_workbook(file, read_only=True).worksheets[0]
    return [str(name) for name in next(sheet.iter_rows(values_only=True), ())]


def _columns_of_parquet(file: IO[bytes]) -> list[str]:
    from pyarrow.parquet import ParquetFile

    return list(ParquetFile(file).schema_arrow.names)


_READERS: dict[str, Callable[[IO[bytes]], Iterator[Row]]] = {
    "ndjson": _ndjson,
    "xlsx": _xlsx,
    "parquet": _parquet,
}
_COLUMNS: dict[str, Callable[[IO[bytes]], list[str]]] = {
    "ndjson": _columns_of_ndjson,
    "xlsx": _columns_of_xlsx,
    "parquet": _columns_of_parquet,
}
