"""Dates in cells: read in the formats that a block names, and the error of a cell that is not.

Nothing is guessed. Where a cell could be read in two ways, or in none, the error says how the
mapping tells them apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from tracker.domain.codes import nearest


class CellError(ValueError):
    """A cell that the mapping does not read: what is wrong with it, and what to write."""

    def __init__(self, wrong: str, expected: str = "", near: str | None = "") -> None:
        super().__init__(wrong)
        self.wrong, self.expected, self.nearest = wrong, expected, near or ""


MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_MONTH_OF: Final = {
    **{name.lower(): number for number, name in enumerate(MONTHS, start=1)},
    **{name[:3].lower(): number for number, name in enumerate(MONTHS, start=1)},
    "sept": 9,
}
_PARTS: Final = {
    "YYYY": "(?P<year>[0-9]{4})",
    "YY": "(?P<short>[0-9]{2})",
    "MMMM": f"(?P<name>(?i:{'|'.join(MONTHS)}))",
    "MMM": f"(?P<name>(?i:sept|{'|'.join(name[:3] for name in MONTHS)}))",
    "MM": "(?P<month>[0-9]{2})",
    "M": "(?P<month>[0-9]{1,2})",
    "DD": "(?P<day>[0-9]{2})",
    "D": "(?P<day>[0-9]{1,2})",
    "hh": "[0-9]{2}",
    "mm": "[0-9]{2}",
    "ss": "[0-9]{2}",
}
_TOKEN = re.compile("YYYY|YY|MMMM|MMM|MM|M|DD|D|hh|mm|ss|T|Z|[A-Za-z]+|.", re.DOTALL)
_LITERAL_LETTERS: Final = ("T", "Z")
RIGHT_FORMATS: Final = "Right are DD/MM/YYYY, D MMMM YYYY, MMM-YY and YYYY-MM-DDThh:mm:ss."
_LOOKS_LIKE: Final = (
    (r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}", "DD/MM/YYYY or MM/DD/YYYY"),
    (r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}", "D.M.YYYY"),
    (r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2}", "DD/MM/YY or MM/DD/YY, with its own signs"),
    (r"[A-Za-z]{3,4}[-' ][0-9]{2}", "MMM-YY"),
    (r"[0-9]{1,2} [A-Za-z]{3,9} [0-9]{4}", "D MMMM YYYY, or MMM for Nov"),
    (r"[0-9]{1,2}-[A-Za-z]{3}-[0-9]{2,4}", "DD-MMM-YYYY"),
    (r"[A-Za-z]{3,9} [0-9]{1,2}, ?[0-9]{4}", "MMMM D, YYYY"),
    (r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ].*", "YYYY-MM-DD hh:mm:ss"),
    (r"[0-9]{8}", "YYYYMMDD"),
)


@dataclass(frozen=True, slots=True)
class DateFormat:
    """A way to write dates, such as DD/MM/YYYY; times of day are read and left out."""

    text: str
    pattern: re.Pattern[str]

    def read(self, cell: str) -> str | None:
        """The date in EDTF, or None where the cell is not written so. Raises CellError."""
        match = self.pattern.fullmatch(cell)
        if match is None:
            return None
        found = match.groupdict()
        year = int(found.get("year") or f"20{found['short']}")
        month = found.get("month") or _MONTH_OF.get((found.get("name") or "").lower())
        day = found.get("day")
        try:
            date(year, int(month or 1), int(day or 1))
        except ValueError:
            raise CellError(f"{cell!r} is no day there is, written {self.text}") from None
        parts = [f"{year:04}", *(f"{int(part):02}" for part in (month, day) if part)]
        return "-".join(parts)


@cache
def date_format(text: str) -> DateFormat:
    """Read a format. YY is of this century. Raises :class:`CellError`."""
    tokens = _TOKEN.findall(text)
    for token in tokens:
        if token not in _PARTS and token.isalpha() and token not in _LITERAL_LETTERS:
            near = nearest(token.upper(), _PARTS)
            raise CellError(f"{token!r} in {text!r} is no part of a date.", RIGHT_FORMATS, near)
    kinds = [token[0] for token in tokens if token in _PARTS]
    if kinds.count("Y") != 1 or any(kinds.count(kind) > 1 for kind in "MD"):
        raise CellError(f"{text!r} has not one year, and a month and a day at most.", RIGHT_FORMATS)
    if "D" in kinds and "M" not in kinds:
        raise CellError(f"{text!r} has a day and no month.", RIGHT_FORMATS)
    pattern = "".join(_PARTS.get(token) or _literal(token) for token in tokens)
    return DateFormat(text, re.compile(pattern))


def _literal(sign: str) -> str:
    return r"\s+" if sign.isspace() else re.escape(sign)


def read_date(cell: str, formats: tuple[str, ...]) -> str:
    """A date in EDTF; of several formats all that fit have to agree. Raises CellError."""
    read = {text: date_format(text).read(cell) for text in formats}
    found = {text: day for text, day in read.items() if day is not None}
    if len(set(found.values())) == 1:
        return next(iter(found.values()))
    if found:
        both = " or ".join(f"{day} ({text})" for text, day in found.items())
        raise CellError(f"{cell!r} may be {both}", "Leave out the format that is not the table's.")
    raise CellError(f"{cell!r} is not written {' or '.join(formats)}", date_hint(cell))


def date_hint(cell: str) -> str:
    """How to say what a date looks like."""
    if re.fullmatch("[1-9][0-9]{4}", cell):
        return "This is a spreadsheet's own number of a day: export dates as text, YYYY-MM-DD."
    looks = next((like for shape, like in _LOOKS_LIKE if re.fullmatch(shape, cell)), "")
    if looks:
        return f"It looks like {looks}: add it, as in `date: [DD/MM/YYYY, MMM-YY]`."
    return "Give its date in `values`, {mid-2015: 2015-06~}, or list it in `no_value`."
