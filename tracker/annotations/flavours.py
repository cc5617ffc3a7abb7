"""The two flavours of an export's CSV told apart: plain, and with its formulas defused.

A byte order mark shows nothing: programs that save a file again add one, or leave it out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from tracker.annotations.mistakes import Place, Report
from tracker.domain.formulas import could_be_formula, undefuse

PLAIN: Final = "plain"
SPREADSHEET: Final = "spreadsheet"
FLAVOURS: Final = (PLAIN, SPREADSHEET)

Rows: TypeAlias = "list[tuple[int, dict[str, str]]]"  # each with its line


def as_exported(rows: Rows, flavour: str, file: str, report: Report) -> Rows:
    """The rows with their texts as they were before the export; quotes are as long as they say."""
    differing = next(_differing(rows), None)
    shown = {flavour} if flavour else set(_shown(rows))
    if differing and len(shown) != 1:
        line, name, cell = differing
        wrong = f"{name} is {cell!r}, or {undefuse(cell)!r} if the file is of the other flavour"
        wrong += ", and its rows say both." if shown else ", and nothing shows which."
        report.add(
            Place(file, line), wrong, "Say how it was exported: --flavour plain, or spreadsheet."
        )
        return []
    if shown == {SPREADSHEET}:
        rows = [(line, _undefused(row)) for line, row in rows]
    for line, row in rows:
        _check_length(row, Place(file, line), report)
    return rows


def _differing(rows: Rows) -> Iterator[tuple[int, str, str]]:
    """Cells that the flavours read differently."""
    for line, row in rows:
        for name, cell in row.items():
            if isinstance(cell, str) and undefuse(cell) != cell:
                yield line, name, cell


def _shown(rows: Rows) -> Iterator[str]:
    """The flavours that the rows show: formulas are left as they are, or quotes are too long."""
    for _, row in rows:
        if any(isinstance(cell, str) and _is_bare(cell) for cell in row.values()):
            yield PLAIN
        length, quote = _length(row), row["quote"]
        if length is not None and undefuse(quote) != quote:
            yield from (PLAIN,) * (length == len(quote))
            yield from (SPREADSHEET,) * (length == len(undefuse(quote)))


def _is_bare(cell: str) -> bool:
    return could_be_formula(cell) and undefuse(cell) == cell


def _length(row: dict[str, str]) -> int | None:
    """Of the quote, as its place says."""
    start, end = row["quote_start"], row["quote_end"]
    return int(end) - int(start) if start.isdigit() and end.isdigit() else None


def _check_length(row: dict[str, str], place: Place, report: Report) -> None:
    length, quote = _length(row), row["quote"]
    if length is None or length == len(quote):
        return
    wrong = f"The quote has {len(quote)} characters, and {length} from quote_start to quote_end."
    report.add(
        place, wrong, "Its words were changed, or --flavour is not the file's: export again."
    )


def _undefused(row: dict[str, Any]) -> dict[str, Any]:
    """What is no text is a cell too many, or one too few: told by whoever wants it."""
    return {name: undefuse(cell) if isinstance(cell, str) else cell for name, cell in row.items()}
