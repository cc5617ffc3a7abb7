"""What a cell says: numbers and dates as a block says that its columns write them.

Nothing is guessed. Where a cell could be read in two ways, or in none, the error says how the
mapping tells them apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final

from tracker.domain.amounts import SCALES
from tracker.domain.codes import nearest
from tracker.domain.words import bounds_of

if TYPE_CHECKING:
    from tracker.annotations.table_notation import Number


class CellError(ValueError):
    """A cell that the mapping does not read: what is wrong with it, and what to write."""

    def __init__(self, wrong: str, expected: str = "", near: str | None = "") -> None:
        super().__init__(wrong)
        self.wrong, self.expected, self.nearest = wrong, expected, near or ""


# --- Numbers --------------------------------------------------------------------------------

SCALE_WORDS: Final = {"thousand": Decimal(1000), **SCALES}
_SPACES: Final = " \u00a0\u2007\u2009\u202f"
_SEPARATORS: Final = {"space": f"[{_SPACES}]", "'": "['\u2019]"}
_HINTS: Final = (
    (r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", "thousands: ','"),
    (r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?", "thousands: '.'"),
    (r"[0-9]{1,3}(?:['\u2019][0-9]{3})+", "thousands: ''''"),
    (rf"[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+", "thousands: space"),
    (r"[0-9]+,[0-9]+", "decimal: ','"),
    (r"[^0-9]+[0-9][0-9.,]*", "ignore: ['{before}']"),
    (r"[0-9][0-9.,]*\s*[A-Za-z]+", "scale: {{{after}: {scale}}}"),
    (r"[0-9][0-9.,]*[^0-9]+", "ignore: ['{after}']"),
    (r"\D+[0-9][0-9.,]*\s*[A-Za-z]+", "ignore: ['{before}'], scale: {{{after}: {scale}}}"),
)


def read_number(cell: str, how: Number) -> str:
    """A number in the notation of amounts: ``1200``, and read as words ``450..550``.

    Raises :class:`CellError`.
    """
    if how.words:
        return _in_words(cell)
    digits, scale = _scaled(_without_signs(cell, how), how)
    point = how.point
    grouped = _SEPARATORS.get(how.thousands or "", re.escape(how.thousands or ""))
    whole = rf"[0-9]{{1,3}}(?:{grouped}[0-9]{{3}})+|[0-9]+" if grouped else "[0-9]+"
    match = re.fullmatch(rf"(?P<whole>{whole})(?:{re.escape(point)}(?P<decimals>[0-9]+))?", digits)
    if match is None:
        raise CellError(*_why_no_number(cell))
    if how.decimal is None and how.thousands is None and _could_be_thousands(digits):
        raise CellError(
            f"{cell!r} may be {digits.replace('.', '')} or {digits.rstrip('0').rstrip('.')}",
            "Say which: `number: {thousands: '.'}` or `number: {decimal: '.'}`.",
        )
    value = re.sub(r"\D", "", match["whole"]) + (
        f".{match['decimals']}" if match["decimals"] else ""
    )
    return _plain(Decimal(value) * scale)


def _without_signs(cell: str, how: Number) -> str:
    rest = cell.strip()
    for sign in sorted(how.ignore, key=len, reverse=True):
        rest = rest.removeprefix(sign).removesuffix(sign).strip()
    return rest


def _scaled(text: str, how: Number) -> tuple[str, Decimal]:
    for letters in sorted(how.scale, key=len, reverse=True):
        if text.endswith(letters):
            return text.removesuffix(letters).rstrip(), SCALE_WORDS[how.scale[letters]]
    return text, Decimal(1)


def _could_be_thousands(digits: str) -> bool:
    return re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", digits) is not None


def _in_words(cell: str) -> str:
    bounds = bounds_of(cell)
    if bounds is None:
        raise CellError(
            f"{cell!r} is no number in words that a rule reads",
            "Give it in `values`, such as {half a dozen: 6}, or list it in `no_value`.",
        )
    low, high = ("" if bound is None else _plain(bound) for bound in (bounds.low, bounds.high))
    return low if low == high else f"{low}..{high}"


def _why_no_number(cell: str) -> tuple[str, str]:
    bare = cell.strip()
    if re.match(r"[-−–(]", bare):
        return f"{cell!r} is negative", "An amount is not; what grows less has `change: less`."
    if re.search(r"[0-9]\s*[-–—+]|[<>~≈]", bare):
        return f"{cell!r} is no one number", "Give its bounds in `values`: {'5-10': 5..10}."
    before, after = re.match(r"\D*", bare), re.search(r"[^0-9.,]*$", bare)
    signs = {
        "before": before[0].strip() if before else "",
        "after": after[0].strip() if after else "",
    }
    signs["scale"] = {"k": "thousand", "b": "billion"}.get(signs["after"][:1].lower(), "million")
    for shape, mend in _HINTS:
        if re.fullmatch(shape, bare):
            return f"{cell!r} is no plain number", f"`number: {{{mend.format(**signs)}}}` reads it."
    return (
        f"{cell!r} is no number",
        "List it in `no_value` if it says nothing, or in `values` what it stands for.",
    )


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# --- Dates ----------------------------------------------------------------------------------

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
