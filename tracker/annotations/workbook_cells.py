"""One cell of a workbook as the text that stands for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

NO_RESULT = "a formula whose result was not saved"
# Parts of a number format that are letters and no dates: "text", [colour], \escaped.
LITERALS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
OTHERWISE = re.compile(r"%|,(?=[^#0?]|$)|[$€£¥]|[Ee][+-]")


@dataclass(frozen=True, slots=True)
class CellText:
    """The text; a ``remark`` where the cell shows something else, ``wrong`` where there is none."""

    text: str
    remark: str = ""
    wrong: str = ""


def text_of_cell(cell: Any, original: Any) -> CellText:
    """``cell`` has the value that was saved, ``original`` the formula that it may come from."""
    value = cell.value
    if original.data_type == "f":
        if value is None:
            return CellText("", wrong=NO_RESULT)
        made = _text(cell, value)
        return CellText(
            made.text, made.remark or "a formula; its saved result is taken", made.wrong
        )
    return _text(cell, value)


def _text(cell: Any, value: Any) -> CellText:
    if value is None:
        return CellText("")
    if cell.data_type == "e":
        return CellText("", wrong=f"the error {value}")
    if isinstance(value, bool):
        return CellText(str(value).upper())
    if isinstance(value, int | float):
        return CellText(_number(value), _shown_otherwise(cell.number_format))
    if isinstance(value, date | time | timedelta):
        return _moment(value, cell.number_format)
    return CellText(str(value).replace("\r\n", "\n").replace("\r", "\n"))


def _number(value: float) -> str:
    """To the 15 digits that a workbook keeps: 0.3, not 0.30000000000000004."""
    written = Decimal(format(value, ".15g"))
    text = format(written, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _shown_otherwise(number_format: str) -> str:
    shown = LITERALS.sub(lambda part: part[0].strip('"[]\\'), number_format.partition(";")[0])
    if number_format == "General" or not OTHERWISE.search(shown):
        return ""
    return f"shown as {number_format}; the text has the bare number"


def _moment(value: date | time | timedelta, number_format: str) -> CellText:
    """A day as ISO 8601, only as far as it is shown: a cell that shows Nov-15 is no first of it."""
    if not isinstance(value, date):
        return CellText(str(value))
    letters = set(LITERALS.sub("", number_format).lower())
    if isinstance(value, datetime) and value.time() != time():
        return CellText(value.isoformat(timespec="seconds"))
    if "d" in letters:
        remark = "" if "y" in letters else "a day shown without its year; the text has the year too"
        return CellText(f"{value:%Y-%m-%d}", remark)
    if "m" in letters:
        return CellText(f"{value:%Y-%m}", "a day of which the month alone is shown; so is its text")
    return CellText(f"{value:%Y}", "a day of which the year alone is shown; so is its text")
