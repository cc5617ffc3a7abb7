"""XLSX: typed cells, a sheet with the codebook of its columns, one with what was asked.

Written row by row to a temporary file, since a workbook is a ZIP whose parts are put together last;
what Excel cannot hold is refused before the first byte, never cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from tracker.domain.formulas import could_be_formula
from tracker.exports.copying import snapshot
from tracker.exports.errors import Unwritable
from tracker.exports.export import Export
from tracker.exports.written import CHUNK, Written
from tracker.fields import Field, Type
from tracker.fields.codebook import HEADER, codebook_of

MOST_ROWS = 1_048_576 - 1  # the first has the fields' names
MOST_CHARACTERS = 32_767  # in a cell
MOST_DIGITS = 15  # of a number; more are a text
FIRST_DAY = date(1900, 3, 1)  # before it, Excel's days are another's: it has a 29 February 1900
ROWS_AT_A_TIME = 2000
# What XML cannot hold is written as _x000B_, and what looks like that already has its _ so.
UNHOLDABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def write_xlsx(export: Export, written: Written | None = None) -> Generator[bytes]:
    """As :func:`~tracker.exports.csv.write_csv`: of one moment, complete or it raises.

    Raises :class:`Unwritable` before the first byte where there are more rows than a sheet has.
    """
    written = Written() if written is None else written
    with TemporaryFile() as file:
        with snapshot(export.rows.db):
            _refuse_too_many(export.rows.order_by().count())
            _write(export, written, file)
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield written.add(chunk)
    written.complete = True


def _refuse_too_many(rows: int) -> None:
    if rows > MOST_ROWS:
        raise Unwritable(
            "xlsx",
            f"a sheet has {MOST_ROWS:,} rows below its header, and {rows:,} were found; narrow the "
            "question, or take csv, ndjson or parquet.",
        )


def _write(export: Export, written: Written, file: IO[bytes]) -> None:
    with _workbook() as book:
        sheet = book.create_sheet(export.registry.name)
        sheet.freeze_panes = "B2"
        sheet.append(export.header)
        kinds = [_CELLS.get(field.type, _text) for field in export.shown.fields]
        for row in export.cells(_cell).iterator(chunk_size=ROWS_AT_A_TIME):
            cells = zip(kinds, row, strict=True)
            sheet.append([None if v is None else kind(sheet, v) for kind, v in cells])
            written.rows += 1
        _codebook(book.create_sheet("codebook"), export)
        _about(book.create_sheet("about"), export)
        book.save(file)


@contextmanager
def _workbook() -> Iterator[Any]:
    """Without the temporary files that one that was not saved leaves until the process ends."""
    book = Workbook(write_only=True)
    try:
        yield book
    except BaseException:
        for sheet in book.worksheets:
            if sheet._writer is not None and not sheet.closed:
                sheet.close()
                sheet._writer.cleanup()
        raise


def _cell(field: Field) -> Callable[..., Any]:
    return field.value if field.type is Type.BOOLEAN else field.cell


# --- Cells ----------------------------------------------------------------------------------


def _text(sheet: Any, value: Any) -> Any:
    """A text, whatever it begins with; shown as one where it is edited, too."""
    text = UNHOLDABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", str(value))
    if len(text) > MOST_CHARACTERS:
        raise Unwritable(
            "xlsx",
            f"a cell has {MOST_CHARACTERS:,} characters, and one here {len(text):,}, beginning "
            f"“{text[:40]}”; leave its field out, or take csv, ndjson or parquet.",
        )
    if not could_be_formula(text) and not text.startswith("#"):
        return text
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type, cell.quotePrefix = "s", True
    return cell


def _number(sheet: Any, value: Decimal | int) -> Any:
    digits = Decimal(value).normalize().as_tuple().digits
    return value if len(digits) <= MOST_DIGITS else _text(sheet, format(value, "f"))


def _day(sheet: Any, value: date) -> Any:
    return value if value >= FIRST_DAY else _text(sheet, value.isoformat())


def _boolean(sheet: Any, value: bool) -> bool:
    del sheet
    return value


_CELLS: dict[Type, Callable[[Any, Any], Any]] = {
    Type.INTEGER: _number,
    Type.NUMBER: _number,
    Type.DAY: _day,
    Type.BOOLEAN: _boolean,
}


def unescaped(text: str) -> str:
    """A cell's text as it was, for readers that leave XML's escapes in it (openpyxl does)."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


# --- Beside the rows ------------------------------------------------------------------------


def _codebook(sheet: Any, export: Export) -> None:
    sheet.append(HEADER)
    for row in codebook_of(export.shown.fields):
        sheet.append([_text(sheet, value) for value in row])


def _about(sheet: Any, export: Export) -> None:
    for name, value in export.about():
        sheet.append([_text(sheet, name), _text(sheet, value)])
