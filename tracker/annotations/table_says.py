"""What one row says: its templates filled, and checked as any reading's says are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from pydantic import ValidationError

from tracker.annotations.mistakes import Keys
from tracker.annotations.schema import FurtherQuote, ReadingHead, Statement, Tally
from tracker.annotations.table_columns import Cells, Columns, Template, Unreadable, labels
from tracker.annotations.table_faults import Faults
from tracker.annotations.table_notation import RowSays, Table
from tracker.annotations.table_rows import Row, one_spaced
from tracker.annotations.table_shapes import (
    Shape,
    columns_of,
    fill,
    is_short,
    plain,
    refuse_values,
    shape_of,
)
from tracker.annotations.table_values import PLACEHOLDER, Condition
from tracker.domain.amounts import AmountError, parse_amount
from tracker.domain.codes import nearest
from tracker.domain.words import Bounds, bounds_of

OF_AN_AMOUNT: Final = ("words", "bounds", "reads_as", "per", "converted", "out_of")
NEEDED: Final = ("of", "tally", "status", "counts")
NOT_FILLED: Final = ("where", "unless", "silent", "with_")
MAY_DIFFER: Final = {"amount", "words", "bounds", "when_words", "note", "with_"}
OF_A_READING: Final = ("speaker", "said", "occasion")


# --- Which rows -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OneOf:
    """Values of a column that are asked for."""

    cells: Cells
    values: frozenset[str]
    keys: Keys

    def holds(self, row: Row) -> bool:
        return self.cells.of(row) in self.values


@dataclass(slots=True)
class Filter:
    """Rows by the values of columns, as they stand there."""

    where: list[OneOf]
    unless: list[OneOf]

    @classmethod
    def of(cls, where: Condition, unless: Condition, keys: Keys, columns: Columns) -> Filter:
        return cls(
            _asked(where, (*keys, "where"), columns), _asked(unless, (*keys, "unless"), columns)
        )

    def takes(self, row: Row) -> bool:
        return all(one.holds(row) for one in self.where) and not any(
            one.holds(row) for one in self.unless
        )

    def refuse_unknown(self, rows: Sequence[Row], faults: Faults) -> None:
        """Values that no row has are misspelt, and would leave rows in or out unnoticed."""
        for one in (*self.where, *self.unless):
            there = {one.cells.of(row) for row in rows}
            for value in sorted(one.values - there - {""}):
                wrong = f"No row has {value!r} in column {one.cells.label}."
                faults.add(one.keys, wrong, "Look at its values.", nearest(value, there) or "")


def _asked(condition: Condition, keys: Keys, columns: Columns) -> list[OneOf]:
    named = ((columns.named(name, (*keys, name)), name) for name in condition)
    return [
        OneOf(cells, frozenset(map(one_spaced, condition[name])), (*keys, name))
        for cells, name in named
        if cells
    ]


# --- One thing that each row says -----------------------------------------------------------


@dataclass(slots=True)
class Item:
    """One of the block's ``says``."""

    keys: Keys
    says: RowSays
    shapes: dict[str, Shape]
    rows: Filter
    is_event: bool
    is_alone: bool
    english: bool
    further: list[FurtherQuote]
    seen: dict[str, Row] = field(default_factory=dict)

    @classmethod
    def of(
        cls, table: Table, index: int, columns: Columns, header: list[FurtherQuote], english: bool
    ) -> Item:
        says, keys = table.says[index], ("says", index)
        named = {
            name: value
            for name in type(says).model_fields
            if name not in NOT_FILLED and (value := getattr(says, name))
        }
        item = cls(
            keys=keys,
            says=says,
            shapes={k: shape_of(v, k, (*keys, k), columns) for k, v in named.items()},
            rows=Filter.of(says.where, says.unless, keys, columns),
            is_event=table.row == "event",
            is_alone=len(table.says) == 1,
            english=english,
            further=[*says.with_, *header],
        )
        item._refuse_constant_amount(columns.faults)
        return item

    def read(self, row: Row, faults: Faults) -> Statement | Tally | None:
        """What the row says of this; None where it says nothing, or something unreadable."""
        if not self.rows.takes(row):
            return None
        filled, is_readable = filled_from(self.shapes, row, faults)
        if not is_readable or not self._says_enough(row, filled, faults):
            return None
        values = {name: plain(value) for name, value in filled.items()}
        self._add_words(values, filled)
        if self.further:
            values["with"] = self.further
        model = Tally if self.says.tally else Statement
        try:
            return model.model_validate(values)
        except ValidationError as error:
            refuse_values(error, self.keys, self.shapes, row, faults)
            return None

    def said_before(self, row: Row, part: Statement | Tally, said: str | None) -> Row | None:
        """An earlier row that says the same, however much of it."""
        measure = (part.amount.metric, part.amount.currency) if part.amount else None
        key = repr((part.model_dump(exclude=MAY_DIFFER), measure, said))
        first = self.seen.setdefault(key, row)
        return None if first is row else first

    def _refuse_constant_amount(self, faults: Faults) -> None:
        amount = self.says.amount
        if amount and not PLACEHOLDER.search(amount) and not (self.says.words or self.says.bounds):
            faults.add(
                (*self.keys, "amount"),
                "This amount takes no column, so no words of a row say it.",
                "Mark it as what every row is read as: `bounds: analyst`.",
            )

    def _says_enough(self, row: Row, filled: dict[str, Any], faults: Faults) -> bool:
        """Whether enough cells speak for a statement or a tally; who and what never go unsaid."""
        if "amount" in self.shapes and "amount" not in filled:
            if not self._goes_without_amount(row, faults):
                return False
            for name in OF_AN_AMOUNT:
                filled.pop(name, None)
        for name in NEEDED:
            shape = self.shapes.get(name)
            if shape and is_short(shape, filled.get(name)) and not _may_miss(name, filled):
                silent = f"{labels(columns_of(shape))} is silent, so the row has no `{name}`"
                mend = "Leave such rows out with `unless`, or read them by a block of their own."
                faults.row(row, (*self.keys, name), "silent", silent, mend)
                return False
        return True

    def _goes_without_amount(self, row: Row, faults: Faults) -> bool:
        if self.says.tally or self.says.silent == "skip":
            return False
        if self.is_alone or self.says.silent == "keep":
            return True
        silent = labels(columns_of(self.shapes["amount"]))
        faults.row(
            row,
            (*self.keys, "amount"),
            "silent",
            f"{silent} is silent, and the row says other things too",
            "Does it still say this? Write `silent: skip` if not, `silent: keep` if so.",
        )
        return False

    def _add_words(self, values: dict[str, Any], filled: dict[str, Any]) -> None:
        """The cells as the words of number and date, and whether they force the bounds."""
        amount, when = filled.get("amount"), filled.get("when")
        if amount and self.is_event:
            values["reads_as"] = "event"
        if amount and not {"words", "bounds"} & values.keys():
            if len(amount.numbers) == 1:
                values["words"] = amount.numbers[0]
            if not _is_forced(amount.text, amount.numbers, self.english):
                values["bounds"] = "analyst"
        if when and len(when.cells) == 1 and when.cells[0] != when.text:
            values.setdefault("when_words", when.cells[0])


def filled_from(
    shapes: Mapping[str, Shape], row: Row, faults: Faults
) -> tuple[dict[str, Any], bool]:
    """What speaks in a row, by name, and whether all of it could be read."""
    filled: dict[str, Any] = {}
    is_readable = True
    for name, shape in shapes.items():
        try:
            value = fill(shape, row, faults)
        except Unreadable:
            is_readable = False
            continue
        if value:
            filled[name] = value
    return filled, is_readable


def _may_miss(name: str, filled: Mapping[str, Any]) -> bool:
    """A statement without a status says why in its note."""
    return name == "status" and "note" in filled


@lru_cache(4096)
def _is_forced(text: str, numbers: tuple[str, ...], english: bool) -> bool:
    """Whether the one cell's words come to just these bounds (semantics E10)."""
    if len(numbers) != 1 or not (english or numbers[0].replace(",", "").isdigit()):
        return False
    try:
        amount = parse_amount(text)
    except AmountError:
        return True  # it is refused when it is read
    return bounds_of(numbers[0]) == Bounds(amount.low, amount.high)


# --- The reading itself ---------------------------------------------------------------------


@dataclass(slots=True)
class Head:
    """What all readings of a block have: who speaks, when, and the publisher's own key."""

    table: Table
    shapes: dict[str, Shape]
    key: Cells | None

    @classmethod
    def of(cls, table: Table, columns: Columns) -> Head:
        named = {name: getattr(table, name) for name in OF_A_READING}
        shapes = {n: Template.of(v, n, (n,), columns) for n, v in named.items() if v}
        return cls(table, {**shapes}, columns.named(table.key, ("key",)) if table.key else None)

    def read(self, row: Row, faults: Faults) -> ReadingHead | None:
        filled, is_readable = filled_from(self.shapes, row, faults)
        values = {name: plain(value) for name, value in filled.items()} | {
            "quote": row.text,
            "at": str(row.start),
            "locator": f"row-{row.number}",
            "voice": "table",
            "relayed": self.table.relayed,
        }
        if self.key and not self.key.is_silent(row):
            values["note"] = f"{self.key.label}: {self.key.of(row)}"
        try:
            return ReadingHead.model_validate(values) if is_readable else None
        except ValidationError as error:
            refuse_values(error, (), self.shapes, row, faults)
            return None
