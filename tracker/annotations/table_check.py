"""A block's check: how many rows, how many repeats, what columns add up to, and unique keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from tracker.annotations.table_columns import Cells
from tracker.annotations.table_dates import CellError
from tracker.annotations.table_faults import Faults
from tracker.annotations.table_notation import Check
from tracker.annotations.table_rows import Row

LOOK: Final = "Look what differs before you write down what was found."


def check_rows(check: Check, rows: Sequence[Row], faults: Faults) -> None:
    found = len(rows)
    repeats = found - len({row.text for row in rows})
    if found != check.rows:
        wrong = f"{_many(found, 'row is', 'rows are')} read, not {check.rows:,}."
        faults.add(("check", "rows"), wrong, LOOK, str(found))
    if repeats != check.repeats:
        wrong = (
            f"{_many(repeats, 'row repeats', 'rows repeat')} an earlier one to the character, "
            f"not {check.repeats:,}."
        )
        mend = "Repeats are kept, each with its own quote; say that you know of them."
        faults.add(("check", "repeats"), wrong, mend, str(repeats))


def check_sums(
    check: Check, columns: Mapping[str, Cells | None], rows: Sequence[Row], faults: Faults
) -> None:
    for name, wanted in check.sum.items():
        column = columns[name]
        if column is not None:
            _check_sum(column, wanted, rows, faults)


def _check_sum(column: Cells, wanted: Decimal, rows: Sequence[Row], faults: Faults) -> None:
    total, silent, unread = Decimal(0), 0, 0
    for row in rows:
        try:
            number = _number(column, row)
        except CellError as error:
            unread += 1
            at = ("columns", column.name) if column.is_declared else ("check", "sum", column.name)
            wrong = f"column {column.label}: {error.wrong}"
            faults.row(row, at, "unreadable", wrong, error.expected, error.nearest)
            continue
        silent += number is None
        total += number or 0
    if total != wanted and not unread:
        aside = f" ({_many(silent, 'cell is', 'cells are')} silent)" if silent else ""
        wrong = f"Column {column.label} adds up to {total:,f}{aside}, not to {wanted:,f}."
        faults.add(("check", "sum", column.name), wrong, LOOK, f"{total:f}")


def _number(column: Cells, row: Row) -> Decimal | None:
    text = column.read(row, as_number=True)
    try:
        return None if text is None else Decimal(text)
    except ArithmeticError:
        raise CellError(f"{text!r} is no one number to add", "Leave the sum out.") from None


def check_key(key: Cells, rows: Sequence[Row], faults: Faults) -> None:
    """The publisher's own key is in every row, and in none twice."""
    rows_of: dict[str, list[Row]] = {}
    for row in rows:
        rows_of.setdefault("" if key.is_silent(row) else key.of(row), []).append(row)
    for row in rows_of.pop("", []):
        faults.row(row, ("key",), "no key", f"column {key.label} is silent", "A key is everywhere.")
    for value, found in rows_of.items():
        wrong = f"column {key.label}: they share the key {value!r}"
        for row in found if len(found) > 1 else ():
            faults.row(row, ("key",), "same key", wrong, "A key that repeats is none.")


def _many(count: int, one: str, more: str) -> str:
    return f"{count:,} {one if count == 1 else more}"
