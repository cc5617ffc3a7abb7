"""What one row says: its templates filled, and checked as any reading's says are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from pydantic import ValidationError

from tracker.annotations.mistakes import Keys
from tracker.annotations.schema import FurtherQuote, Statement, Tally
from tracker.annotations.table_cells import date_hint
from tracker.annotations.table_columns import Cells, Columns, Filled, Template, Unreadable, labels
from tracker.annotations.table_faults import Faults
from tracker.annotations.table_notation import Condition, RowSays, Table
from tracker.annotations.table_rows import Row
from tracker.domain.amounts import AmountError, parse_amount
from tracker.domain.words import Bounds, bounds_of

DATES_IN: Final = ("when", "due", "said")
OF_AN_AMOUNT: Final = ("words", "bounds", "reads_as", "per", "converted", "out_of")
NOT_FILLED: Final = ("where", "unless", "silent", "with_")
PAYS_NO_HEED: Final = ("amount", "words", "bounds", "when_words", "note", "with")

Shape = Template | list[Template] | dict[str, Template]


# --- Which rows -----------------------------------------------------------------------------


@dataclass(slots=True)
class Filter:
    """Rows by the values of columns."""

    where: list[tuple[Cells, frozenset[str]]]
    unless: list[tuple[Cells, frozenset[str]]]

    @classmethod
    def of(cls, where: Condition, unless: Condition, keys: Keys, columns: Columns) -> Filter:
        def found(condition: Condition, key: str) -> list[tuple[Cells, frozenset[str]]]:
            named = ((columns.named(name, (*keys, key, name)), v) for name, v in condition.items())
            return [
                (cells, frozenset(value.strip() for value in values))
                for cells, values in named
                if cells
            ]

        return cls(found(where, "where"), found(unless, "unless"))

    def takes(self, row: Row) -> bool:
        return all(cells.of(row) in values for cells, values in self.where) and not any(
            cells.of(row) in values for cells, values in self.unless
        )


# --- One thing that each row says -----------------------------------------------------------


@dataclass(slots=True)
class Item:
    """One of the block's ``says``. ``counted`` are the rows in which its amount was silent."""

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
        cls, table: Table, index: int, columns: Columns, further: list[FurtherQuote], english: bool
    ) -> Item:
        says, keys = table.says[index], ("says", index)
        item = cls(
            keys=keys,
            says=says,
            shapes={},
            rows=Filter.of(says.where, says.unless, keys, columns),
            is_event=table.row == "event",
            is_alone=len(table.says) == 1,
            english=english,
            further=[*says.with_, *further],
        )
        for name in type(says).model_fields:
            value = getattr(says, name)
            if value and name not in NOT_FILLED:
                item.shapes[name] = _shape(value, name, (*keys, name), columns)
        item._refuse_constant_amount(columns.faults)
        return item

    def _refuse_constant_amount(self, faults: Faults) -> None:
        amount = self.shapes.get("amount")
        if isinstance(amount, Template) and not amount.columns:
            if not {"words", "bounds"} & self.shapes.keys():
                faults.add(
                    (*self.keys, "amount"),
                    "This amount takes no column, so no words of a row say it.",
                    "Mark it as read into every row: `bounds: analyst`.",
                )

    def read(self, row: Row, faults: Faults) -> Statement | Tally | None:
        """What the row says of this; None where it says nothing, or something unreadable."""
        if not self.rows.takes(row):
            return None
        filled, is_readable = self._filled(row, faults)
        if not is_readable or not self._says_enough(row, filled, faults):
            return None
        values = {_alias(name): _plain(value) for name, value in filled.items()}
        self._add_words(values, filled)
        if self.further:
            values["with"] = self.further
        return self._validated(row, values, faults)

    def _filled(self, row: Row, faults: Faults) -> tuple[dict[str, Any], bool]:
        filled: dict[str, Any] = {}
        is_readable = True
        for name, shape in self.shapes.items():
            try:
                value = _fill(shape, row, faults)
            except Unreadable:
                is_readable = False
                continue
            if value:
                filled[name] = value
        return filled, is_readable

    def _says_enough(self, row: Row, filled: dict[str, Any], faults: Faults) -> bool:
        """Whether enough cells speak for a statement or a tally; who and what never go unsaid."""
        if "amount" in self.shapes and "amount" not in filled:
            if not self._goes_without_amount(row, faults):
                return False
            for name in OF_AN_AMOUNT:
                filled.pop(name, None)
        for name in ("of", "tally", "status", "counts"):
            shape = self.shapes.get(name)
            if shape and _is_short(shape, filled.get(name)) and not _may_miss(name, filled):
                self._refuse_silence(row, name, shape, faults)
                return False
        return True

    def _goes_without_amount(self, row: Row, faults: Faults) -> bool:
        if self.says.tally or self.says.silent == "skip":
            return False
        if self.is_alone or self.says.silent == "keep":
            return True
        amount = self.shapes["amount"]
        faults.row(
            row,
            (*self.keys, "amount"),
            "silent",
            f"{labels(_columns(amount))} is silent, and the row says other things too",
            "Does it still say this? Say `silent: skip` if not, `silent: keep` if so.",
        )
        return False

    def _refuse_silence(self, row: Row, name: str, shape: Shape, faults: Faults) -> None:
        faults.row(
            row,
            (*self.keys, name),
            "silent",
            f"{labels(_columns(shape))} is silent, so the row has no `{name}`",
            "Leave such rows out with `unless`, or read them by a block of their own.",
        )

    def _add_words(self, values: dict[str, Any], filled: dict[str, Any]) -> None:
        """The cells as the words of number and date, and who made the bounds of them."""
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

    def _validated(self, row: Row, values: dict[str, Any], faults: Faults) -> Any:
        model = Tally if self.says.tally else Statement
        try:
            return model.model_validate(values)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                self._refuse(row, fault, faults)
        return None

    def _refuse(self, row: Row, fault: Any, faults: Faults) -> None:
        context = fault.get("ctx", {})
        name = str(fault["loc"][0]) if fault["loc"] else ""
        shape = self.shapes.get({"from": "converted"}.get(name, name))
        columns = _columns(shape) if shape else []
        keys = (*self.keys, *fault["loc"])
        wrong = context.get("wrong") or f"{fault['msg']}."
        expected = " ".join(filter(None, [context.get("expected"), _hint(name, columns, row)]))
        if columns:
            wrong = f"{labels(columns)}: {wrong.removesuffix('.')}"
            faults.row(row, keys, "refused", wrong, expected, context.get("nearest", ""))
        else:
            faults.add(keys, wrong, expected, context.get("nearest", ""))

    def said_before(self, row: Row, part: Statement | Tally) -> Row | None:
        """The row that says the same, whatever its amount; rows of events may."""
        values = part.model_dump(exclude_none=True, exclude=set(PAYS_NO_HEED) | {"with_"})
        first = self.seen.setdefault(repr(values), row)
        return None if first is row else first


# --- Filling --------------------------------------------------------------------------------


def _shape(value: Any, name: str, keys: Keys, columns: Columns) -> Shape:
    if isinstance(value, str):
        return Template.of(value, name, keys, columns)
    if isinstance(value, list):
        return [Template.of(v, name, (*keys, n), columns) for n, v in enumerate(value)]
    pairs = value.items() if isinstance(value, dict) else value.model_dump(by_alias=True).items()
    return {
        key: Template.of(text, name, (*keys, key), columns) for key, text in pairs if text
    }


def _fill(shape: Shape, row: Row, faults: Faults) -> Any:
    if isinstance(shape, Template):
        return shape.fill(row, faults)
    if isinstance(shape, list):
        return list(filter(None, (template.fill(row, faults) for template in shape)))
    found = {key: template.fill(row, faults) for key, template in shape.items()}
    if "from" in found and found["from"] is None:
        return None
    return {key: value for key, value in found.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, Filled):
        return value.text
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return {key: _plain(each) for key, each in value.items()}


def _alias(name: str) -> str:
    return name.removesuffix("_")


def _columns(shape: Shape) -> list[Cells]:
    if isinstance(shape, Template):
        return shape.columns
    templates = shape.values() if isinstance(shape, dict) else shape
    return [column for template in templates for column in template.columns]


def _is_short(shape: Shape, value: Any) -> bool:
    return not value or (isinstance(shape, dict) and len(value) < len(shape))


def _may_miss(name: str, filled: Mapping[str, Any]) -> bool:
    """A statement without a status says why in its note."""
    return name == "status" and "note" in filled


def _hint(name: str, columns: list[Cells], row: Row) -> str:
    """What the mapping can say of a column that is taken as it is."""
    plain = [column for column in columns if not (column.codes or column.how.date)]
    if not plain or name in ("note", "words", "condition"):
        return ""
    cell, label = plain[0].of(row), plain[0].name
    if name in DATES_IN:
        return date_hint(cell)
    if plain[0].how.number or name == "amount":
        return ""
    return f"If the column needs a look-up: `columns: {{{label}: {{values: {{{cell}: …}}}}}}`."


@cache
def _is_forced(text: str, numbers: tuple[str, ...], english: bool) -> bool:
    """Whether the one cell's words come to just these bounds (semantics E10)."""
    if len(numbers) != 1 or not (english or numbers[0].replace(",", "").isdigit()):
        return False
    try:
        amount = parse_amount(text)
    except AmountError:
        return True  # told when the amount is read
    return bounds_of(numbers[0]) == Bounds(amount.low, amount.high)
