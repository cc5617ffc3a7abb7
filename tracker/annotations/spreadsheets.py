"""A spreadsheet as a text that quotes can be cut from: CSV in UTF-8, LF, no byte order mark (J1).

A CSV is taken as it is, but for its line ends and byte order mark. Of a workbook one sheet is
written out: each cell's own value, none guessed. What is shown otherwise than it is kept (50 %, a
month without its day) is told; what cannot be written (a formula without result) is refused.
"""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from tracker.annotations.workbook_cells import CellText, text_of_cell
from tracker.domain.anchoring import TextError, check_text

UNPACKED = 300_000_000  # bytes: more is no spreadsheet that anybody reads
OLE = b"\xd0\xcf\x11\xe0"
SHOWN = 8  # of a kind


class SpreadsheetError(ValueError):
    """A file that no text can be made of: ``faults`` are pairs of what is wrong and how to mend."""

    def __init__(self, faults: Iterable[tuple[str, str]]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(" ".join(fault) for fault in self.faults))


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells that are merged into one; rows count from 1."""

    name: str
    first_row: int
    last_row: int


@dataclass(slots=True)
class Sheet:
    """The text, and how it came about.

    ``made_from`` is empty where the file itself is the text; ``remarks`` are for whoever maps it.
    """

    text: str
    name: str
    sha256: str
    title: str = ""
    made_from: str = ""
    remarks: list[str] = field(default_factory=list)
    is_made: bool = False  # of a workbook: the file alone does not give it back
    merged: list[Merged] = field(default_factory=list)


def read_spreadsheet(name: str, content: bytes, sheet: str = "") -> Sheet:
    """Read a CSV or a workbook (XLSX); ``sheet`` names the sheet of several.

    Raises SpreadsheetError.
    """
    found = Sheet("", PurePath(name).name, hashlib.sha256(content).hexdigest())
    if content.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in content:
        _refuse("This workbook is protected by a password.", "Save it without one.")
    if content.startswith(OLE):
        _refuse("This is a workbook of the old kind (XLS).", "Save it as XLSX or CSV.")
    if content.startswith(b"PK\x03\x04"):
        _read_workbook(found, content, sheet)
    elif sheet:
        _refuse("Only a workbook has sheets.", "Leave the sheet's name out.")
    else:
        _read_csv(found, content)
    return found


def _refuse(wrong: str, expected: str) -> None:
    raise SpreadsheetError([(wrong, expected)])


# --- CSV ------------------------------------------------------------------------------------


def _read_csv(found: Sheet, content: bytes) -> None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        _refuse("This text is UTF-16.", "Save it as CSV UTF-8.")
    plain = content.removeprefix(b"\xef\xbb\xbf")
    plain = plain.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        found.text = check_text(plain)
    except TextError as error:
        _refuse(str(error), "Save it as CSV UTF-8.")
    if plain != content:
        found.made_from = f"{found.name} (sha256 {found.sha256}), its line ends made LF"
        found.remarks.append("Line ends became LF, and a byte order mark was left out.")


# --- Workbooks ------------------------------------------------------------------------------


def _read_workbook(found: Sheet, content: bytes, wanted: str) -> None:
    found.is_made = True
    values, formulas = _opened(content, wanted)
    found.title = values.title
    found.made_from = f"{found.name} (sha256 {found.sha256}), sheet {values.title}"
    found.merged = [
        Merged(str(each), each.min_row, each.max_row) for each in values.merged_cells.ranges
    ]
    rows, told = _rows(values, formulas)
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(_without_tails(rows, found))
    found.text = written.getvalue()
    found.remarks += told
    found.remarks += _hidden(values)


def _opened(content: bytes, wanted: str) -> tuple[Any, Any]:
    """The sheet with its values, and with its formulas."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            size = sum(each.file_size for each in archive.infolist())
    except zipfile.BadZipFile:
        _refuse("The file is broken: it is no whole archive.", "Get it again.")
    if "xl/workbook.xml" not in names:
        _refuse("This is no workbook (XLSX).", "Save it as XLSX or CSV.")
    if size > UNPACKED:
        _refuse("Unpacked it is more than 300 MB.", "Save the one sheet as CSV.")
    values, formulas = _loaded(content, data_only=True), _loaded(content, data_only=False)
    titles = [each.title for each in values.worksheets]
    if wanted and wanted not in titles:
        _refuse(f"There is no sheet {wanted!r}.", f"Sheets are {', '.join(titles)}.")
    if not wanted and len(titles) > 1:
        _refuse("The workbook has several sheets.", f"Name one: {', '.join(titles)}.")
    title = wanted or titles[0]
    return values[title], formulas[title]


def _loaded(content: bytes, *, data_only: bool) -> Any:
    """What openpyxl raises of a damaged file is of many kinds: its parts' and its parsers'."""
    from openpyxl import load_workbook

    try:
        return load_workbook(io.BytesIO(content), data_only=data_only)
    except Exception as error:
        fault = f"The workbook is damaged: {str(error) or type(error).__name__}."
        raise SpreadsheetError([(fault, "Get it again, or save it anew.")]) from error


def _rows(values: Any, formulas: Any) -> tuple[list[list[str]], list[str]]:
    """Every row as texts. Raises SpreadsheetError with all cells that cannot be written."""
    rows: list[list[str]] = []
    told: dict[str, list[str]] = {}
    refused: dict[str, list[str]] = {}
    for row, originals in zip(values.iter_rows(), formulas.iter_rows(), strict=True):
        texts = [text_of_cell(*pair) for pair in zip(row, originals, strict=True)]
        for cell, made in zip(row, texts, strict=True):
            _note(cell, made, told, refused)
        rows.append([made.text for made in texts])
    if refused:
        raise SpreadsheetError(
            (f"{_listed(cells)}: {wrong}", "Mend it in the workbook.")
            for wrong, cells in refused.items()
        )
    return rows, [f"{_listed(cells)}: {remark}" for remark, cells in told.items()]


def _note(
    cell: Any, made: CellText, told: dict[str, list[str]], refused: dict[str, list[str]]
) -> None:
    if made.wrong:
        refused.setdefault(made.wrong, []).append(cell.coordinate)
    elif made.remark:
        told.setdefault(made.remark, []).append(cell.coordinate)


def _listed(cells: list[str]) -> str:
    more = f" and {len(cells) - SHOWN} more" if len(cells) > SHOWN else ""
    return f"{', '.join(cells[:SHOWN])}{more}"


def _without_tails(rows: list[list[str]], found: Sheet) -> list[list[str]]:
    """Without the empty rows at the end and the empty columns on the right."""
    last = max((n for n, row in enumerate(rows, start=1) if any(row)), default=0)
    width = max((n for row in rows for n, cell in enumerate(row, start=1) if cell), default=0)
    if not last:
        _refuse(f"The sheet {found.title} is empty.", "Name another.")
    if last < len(rows):
        left = len(rows) - last
        found.remarks.append(
            f"{left} empty row{'' if left == 1 else 's'} below row {last} left out."
        )
    return [row[:width] for row in rows[:last]]


def _hidden(sheet: Any) -> list[str]:
    rows = [str(n) for n, row in sorted(sheet.row_dimensions.items()) if row.hidden]
    columns = [name for name, column in sorted(sheet.column_dimensions.items()) if column.hidden]
    parts = (("row", rows), ("column", columns))
    return [
        f"Hidden {kind}{'' if len(found) == 1 else 's'} {_listed(found)}: in the text all the same."
        for kind, found in parts
        if found
    ]
