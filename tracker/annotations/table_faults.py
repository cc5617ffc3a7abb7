"""What is wrong with a table and its mapping: all of it at once, and each kind not too often."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from tracker.annotations.mistakes import Keys
from tracker.annotations.table_rows import Row

SHOWN_OF_A_KIND: Final = 5
SHOWN_ROWS: Final = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """A mistake; ``keys`` lead from the block (``table``, counted from 0) to where it was made."""

    table: int
    keys: Keys
    wrong: str
    expected: str = ""
    nearest: str = ""


class TableError(ValueError):
    """Blocks that cannot be applied to their text: ``faults`` are all there are.

    ``table``, ``keys``, ``wrong``, ``expected`` and ``nearest`` are those of the first.
    """

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(f"{fault.wrong} {fault.expected}".strip() for fault in faults))
        self.faults = faults
        self.table, self.keys = faults[0].table, faults[0].keys
        self.wrong, self.expected = faults[0].wrong, faults[0].expected
        self.nearest = faults[0].nearest


@dataclass(slots=True)
class Faults:
    """The faults of one block. Those of rows are told once, with all the rows they stand in."""

    table: int
    plain: list[Fault] = field(default_factory=list)
    of_rows: dict[tuple[Keys, str], dict[Fault, list[Row]]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.plain or self.of_rows)

    def add(self, keys: Keys, wrong: str, expected: str = "", nearest: str = "") -> None:
        fault = Fault(self.table, keys, wrong, expected, nearest)
        if fault not in self.plain:
            self.plain.append(fault)

    def row(
        self, row: Row, keys: Keys, kind: str, wrong: str, expected: str = "", nearest: str = ""
    ) -> None:
        """Of a row; ``wrong`` begins small, for the rows' numbers are put before it."""
        fault = Fault(self.table, keys, wrong, expected, nearest)
        rows = self.of_rows.setdefault((keys, kind), {}).setdefault(fault, [])
        if not rows or rows[-1] is not row:
            rows.append(row)

    def __iter__(self) -> Iterator[Fault]:
        yield from self.plain
        for (keys, _), found in self.of_rows.items():
            for fault, rows in list(found.items())[:SHOWN_OF_A_KIND]:
                wrong = f"{_place(rows)}{fault.wrong}."
                yield Fault(self.table, keys, wrong, fault.expected, fault.nearest)
            left = list(found.values())[SHOWN_OF_A_KIND:]
            if left:
                numbers = sorted({row.number for rows in left for row in rows})
                wrong = f"… and {len(left)} more of this kind, in {rows_text(numbers)}."
                yield Fault(self.table, keys, wrong)


def _place(rows: list[Row]) -> str:
    """``Row 17 (line 21), ``, the line where it is another number than the row's."""
    text = rows_text([row.number for row in rows]).capitalize()
    first = rows[0]
    line = f" (line {first.line})" if len(rows) == 1 and first.line != first.number else ""
    return f"{text}{line}, "


def rows_text(numbers: list[int]) -> str:
    """``rows 3, 8 and 21–25``."""
    stretches = list(_stretches(numbers))
    shown = stretches[:SHOWN_ROWS]
    left = len(numbers) - sum(last - first + 1 for first, last in shown)
    parts = [f"{first}–{last}" if last > first else str(first) for first, last in shown]
    if left:
        parts.append(f"{left} more")
    listed = " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
    return f"row{'s' if len(numbers) > 1 else ''} {listed}"


def _stretches(numbers: list[int]) -> Iterator[tuple[int, int]]:
    for _, group in groupby(enumerate(numbers), key=lambda each: each[1] - each[0]):
        members = [number for _, number in group]
        yield members[0], members[-1]
