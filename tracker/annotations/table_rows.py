"""The rows of a CSV text, each with its place. A row is not a line: cells may hold line feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tracker.domain.codes import nearest


@dataclass(slots=True)
class Row:
    """``number`` counts rows as a spreadsheet does, from 1; ``line`` is its first line's.

    ``text`` are its own characters, without the line feed that ends it; they begin at ``start``.
    """

    number: int
    line: int
    start: int
    text: str
    cells: list[str]

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_empty(self) -> bool:
        return not any(cell and not cell.isspace() for cell in self.cells)


def one_spaced(text: str) -> str:
    return " ".join(text.split())


class BrokenRow(ValueError):
    """Quotes that do not pair: from here on nobody can tell the rows."""

    def __init__(self, number: int, line: int, wrong: str, expected: str) -> None:
        super().__init__(wrong)
        self.number, self.line, self.wrong, self.expected = number, line, wrong, expected


def cut_rows(text: str, delimiter: str, quote: str) -> Iterator[Row]:
    """Every row of a text with LF line ends; a blank line is a row of one empty cell.

    A cell that begins with the quote is quoted to its end, quotes in it doubled (RFC 4180); a
    quote anywhere else is a sign like others. Raises :class:`BrokenRow`.
    """
    number, line, start = 1, 1, 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        plain = text[start:end]
        if quote and quote in plain:
            try:
                cells, end = _quoted_row(text, start, delimiter, quote)
            except _Unpaired as error:
                raise BrokenRow(number, line, *error.args) from None
        else:
            cells = plain.split(delimiter)
        yield Row(number, line, start, text[start:end], cells)
        line += text.count("\n", start, end) + 1
        number, start = number + 1, end + 1


class _Unpaired(ValueError):
    pass


def _quoted_row(text: str, at: int, delimiter: str, quote: str) -> tuple[list[str], int]:
    """The cells of a row that begins here, and its end."""
    cell = _cell(delimiter, quote)
    cells: list[str] = []
    while True:
        match = cell.match(text, at)
        if match is None:
            raise _Unpaired(*_why_unpaired(text, at, quote))
        quoted = match["quoted"]
        cells.append(match["plain"] if quoted is None else quoted.replace(quote * 2, quote))
        at = match.end()
        if not text.startswith(delimiter, at):
            return cells, at
        at += 1


@cache
def _cell(delimiter: str, quote: str) -> re.Pattern[str]:
    d, q = re.escape(delimiter), re.escape(quote)
    return re.compile(
        rf"{q}(?P<quoted>[^{q}]*(?:{q}{q}[^{q}]*)*){q}(?={d}|\n|\Z)|(?P<plain>(?!{q})[^{d}\n]*)"
    )


def _why_unpaired(text: str, at: int, quote: str) -> tuple[str, str]:
    rest = text[at + 1 :].replace(quote * 2, "")
    after = _head(rest.partition(quote)[2])
    if quote not in rest:
        return (
            f"a cell begins with {quote} and never ends: {_head(text[at:])!r}",
            f"Close it; or, if {quote} is a sign like others: `dialect: {{quote: none}}`.",
        )
    return (
        f"{after!r} follows the {quote} that ends a cell: {_head(text[at:])!r}",
        f"Inside a quoted cell {quote} is written twice.",
    )


def _head(text: str) -> str:
    return text[:40].partition("\n")[0]


class NoColumn(LookupError):
    """A name that no column has, or several."""

    def __init__(self, wrong: str, expected: str, nearest: str | None = None) -> None:
        super().__init__(wrong)
        self.wrong, self.expected, self.nearest = wrong, expected, nearest or ""


# --- The header -----------------------------------------------------------------------------


class Header:
    """The names of the columns, and which of them a mapping means."""

    def __init__(self, names: list[str], written: str = "") -> None:
        self.names, self.written = names, written

    @classmethod
    def of(cls, rows: list[Row], width: int = 0) -> Header:
        """Of one row, or of two, of which the upper has cells merged over several columns."""
        if not rows:
            return cls([""] * width)
        levels = [[one_spaced(cell) for cell in row.cells] for row in rows]
        names = levels[-1]
        for upper in reversed(levels[:-1]):
            names = _below(upper, names)
        return cls(names, rows[-1].text)

    def find(self, name: str) -> int:
        """The index of a column by its header, or by ``#`` and its number. Raises NoColumn."""
        wanted = one_spaced(name)
        places = [index for index, header in enumerate(self.names) if header == wanted]
        if len(places) == 1:
            return places[0]
        if places:
            these = " and ".join(f"#{index + 1}" for index in places)
            raise NoColumn(f"{name!r} heads several columns.", f"Name one of {these}.")
        numbered = re.fullmatch("#([1-9][0-9]{0,3})", wanted)
        if numbered and int(numbered[1]) <= len(self.names):
            return int(numbered[1]) - 1
        known = [header for header in self.names if header]
        raise NoColumn(f"No column is called {name!r}.", self.shown(), nearest(name, known))

    def label(self, index: int) -> str:
        return self.names[index] or f"#{index + 1}"

    def shown(self) -> str:
        named = [header for header in self.names if header]
        if not named:
            return f"There are {len(self.names)}, called #1 to #{len(self.names)}."
        more = f" and {len(named) - 12} more" if len(named) > 12 else ""
        hint = _other_delimiter(self.written) if len(self.names) == 1 else ""
        return f"Columns are {', '.join(named[:12])}{more}.{hint}"


def _below(upper: list[str], lower: list[str]) -> list[str]:
    """Names of two levels; an empty upper cell is merged with the one on its left."""
    names, over = [], ""
    for index, name in enumerate(lower):
        own = upper[index] if index < len(upper) else ""
        over = own or over
        names.append(f"{over} / {name}" if over and name else name or own)
    return names


def _other_delimiter(header: str) -> str:
    sign = next((sign for sign in ";\t|," if sign in header), "")
    shown = "tab" if sign == "\t" else f"'{sign}'"
    return f" Is the delimiter another? `dialect: {{delimiter: {shown}}}`" if sign else ""
