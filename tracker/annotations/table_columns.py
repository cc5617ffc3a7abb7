"""The columns that a mapping names, and its templates: texts with columns in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from tracker.annotations.mistakes import Keys
from tracker.annotations.table_cells import read_number
from tracker.annotations.table_dates import CellError, read_date
from tracker.annotations.table_faults import Faults
from tracker.annotations.table_notation import Column, Number, Table
from tracker.annotations.table_rows import Header, NoColumn, Row, one_spaced
from tracker.annotations.table_values import PLACEHOLDER
from tracker.domain.codes import nearest

PLAIN_NUMBER: Final = Number()
NUMBERS_IN: Final = ("amount", "out_of", "converted")
AS_IT_STANDS: Final = ("words", "when_words", "condition")  # these stand inside the quote


class Unreadable(Exception):
    """A cell could not be read; it is among the faults already."""


# --- Columns --------------------------------------------------------------------------------


@dataclass(slots=True)
class Cells:
    """A column by the name that templates give it; ``how`` is what the block says of it."""

    name: str
    index: int
    label: str
    how: Column
    codes: Mapping[str, str]
    no_value: frozenset[str]
    quote: str
    is_declared: bool
    known: dict[tuple[str, bool], str | CellError | None] = field(default_factory=dict)

    def of(self, row: Row) -> str:
        """The cell as it is compared: any space in it, line feeds too, is one blank."""
        return one_spaced(row.cells[self.index])

    def is_silent(self, row: Row) -> bool:
        cell = self.of(row)
        return not cell or cell in self.no_value

    def as_it_stands(self, row: Row) -> str:
        """The cell's own characters in the text, where a quoted cell has its quotes doubled."""
        cell = row.cells[self.index].strip()
        if not self.quote or self.quote not in cell:
            return cell
        doubled = cell.replace(self.quote, self.quote * 2)
        return doubled if doubled in row.text else cell

    def read(self, row: Row, *, as_number: bool = False) -> str | None:
        """What the cell says; None is silence. Raises :class:`CellError`."""
        key = row.cells[self.index].strip(), as_number
        if key not in self.known:
            try:
                self.known[key] = self._read(*key)
            except CellError as error:
                self.known[key] = error
        found = self.known[key]
        if isinstance(found, CellError):
            raise found
        return found

    def _read(self, text: str, as_number: bool) -> str | None:
        cell = one_spaced(text)
        if not cell or cell in self.no_value:
            return None
        if cell in self.codes:
            return self.codes[cell].strip() or None
        if self.how.number:
            return read_number(cell, self.how.number)
        if self.how.date:
            return read_date(cell, self.how.date)
        if self.codes:
            raise CellError(
                f"{cell!r} is in no look-up",
                "Say what it stands for, or leave its rows out with `unless`.",
                nearest(cell, self.codes),
            )
        return read_number(cell, PLAIN_NUMBER) if as_number else text


class Columns:
    """Every column that a block uses, found in the header. What is not there is a fault."""

    def __init__(self, table: Table, header: Header, faults: Faults) -> None:
        self.table, self.header, self.faults = table, header, faults
        self.found: dict[str, Cells] = {}

    def named(self, name: str, keys: Keys) -> Cells | None:
        """The column of a name; ``keys`` lead to where it is used."""
        if name not in self.found:
            how = self.table.columns.get(name)
            at = ("columns", name) if how else keys
            try:
                index = self.header.find(how.header if how and how.header else name)
            except NoColumn as error:
                self.faults.add(at, error.wrong, error.expected, error.nearest)
                return None
            self.found[name] = self._cells(name, index, how)
        return self.found[name]

    def _cells(self, name: str, index: int, how: Column | None) -> Cells:
        table, known = self.table, how or Column()
        return Cells(
            name=name,
            index=index,
            label=self.header.label(index),
            how=known,
            codes={one_spaced(value): code for value, code in table.codes_of(known).items()},
            no_value=frozenset(map(one_spaced, known.no_value or table.no_value)),
            quote=table.dialect.quote,
            is_declared=how is not None,
        )

    def refuse_unused(self) -> None:
        used = {
            self.table.columns[name].look_up for name in self.found if name in self.table.columns
        }
        for name in self.table.columns:
            if name not in self.found and not self._is_missing(name):
                self.faults.add(
                    ("columns", name),
                    f"Column {name} is described, and nothing uses it.",
                    f"Write {{{name}}} where it belongs, or leave it out.",
                )
        for name in self.table.look_ups:
            if name not in used:
                self.faults.add(
                    ("look_ups", name), f"No column uses the look-up {name}.", "Leave it out."
                )

    def _is_missing(self, name: str) -> bool:
        return any(fault.keys == ("columns", name) for fault in self.faults.plain)


# --- Templates ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Filled:
    """A template's text; ``numbers`` and ``cells`` are what stands in the row for it."""

    text: str
    numbers: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


@dataclass(slots=True)
class Template:
    """Text with columns in it; ``keys`` lead to it from the block, ``field`` is what it is for."""

    keys: Keys
    field: str
    parts: list[str | Cells]

    @classmethod
    def of(cls, text: str, field: str, keys: Keys, columns: Columns) -> Template:
        parts: list[str | Cells] = []
        for index, piece in enumerate(PLACEHOLDER.split(text)):
            part = columns.named(piece, keys) if index % 2 else piece
            if part:
                parts.append(part)
        return cls(keys, field, parts)

    @property
    def columns(self) -> list[Cells]:
        return [part for part in self.parts if isinstance(part, Cells)]

    def fill(self, row: Row, faults: Faults) -> Filled | None:
        """None if one of its columns is silent. Raises Unreadable, the cells among the faults."""
        texts = [part if isinstance(part, str) else self._read(part, row, faults)
                 for part in self.parts]  # fmt: skip
        if any(text is None for text in texts):
            return None
        numbers = (
            part.as_it_stands(row)
            for part, text in zip(self.parts, texts, strict=True)
            if isinstance(part, Cells) and re.match("[0-9.]", text or "")
        )
        cells = (part.as_it_stands(row) for part in self.columns)
        return Filled("".join(map(str, texts)), tuple(numbers), tuple(cells))

    def _read(self, column: Cells, row: Row, faults: Faults) -> str | None:
        if self.field in AS_IT_STANDS:
            return None if column.is_silent(row) else column.as_it_stands(row)
        try:
            return column.read(row, as_number=self.field in NUMBERS_IN)
        except CellError as error:
            keys = ("columns", column.name) if column.is_declared else self.keys
            wrong = f"column {column.label}: {error.wrong}"
            faults.row(row, keys, "unreadable", wrong, error.expected, error.nearest)
            raise Unreadable from None


def labels(columns: Iterable[Cells]) -> str:
    names = list(dict.fromkeys(column.label for column in columns))
    return f"column{'s' if len(names) > 1 else ''} {' and '.join(names)}"
