"""What is different from the release before, cell by cell: the files of both are compared.

So a change is one that readers of the files can see, whatever it came from.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from tracker.fields import REGISTRIES, without_site

HEADER = ("table", "code", "change", "field", "before", "after", "reason", "successor")


class What(StrEnum):
    """What happened to a row, or to a column of a whole table."""

    ADDED = "added"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    REMOVED = "removed"
    NEW_COLUMN = "new column"
    COLUMN_GONE = "column gone"


@dataclass(slots=True)
class Change:
    """One cell that differs; of a row that came or went, the row; of a column, the column.

    ``near`` are the records that the row names, by the column that names them: table and code.
    """

    table: str
    code: str
    what: What
    column: str = ""
    before: str = ""
    after: str = ""
    reason: str = ""
    successor: str = ""
    near: Mapping[str, tuple[str, str]] = field(default_factory=dict, repr=False)

    def cells(self) -> tuple[str, ...]:
        return (
            *(self.table, self.code, self.what.value, self.column),
            *(self.before, self.after, self.reason, self.successor),
        )

    def as_json(self) -> dict[str, str]:
        return {name: cell for name, cell in zip(HEADER, self.cells(), strict=True) if cell}


def compare(before: Path, after: Path) -> list[Change]:
    """Every difference between the tables of two folders, table by table, by code."""
    return [change for name in REGISTRIES for change in _compare(name, before, after)]


def changes_text(changes: Iterable[Change]) -> str:
    """``CHANGES.csv``."""
    written = io.StringIO(newline="")
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(HEADER)
    rows.writerows(change.cells() for change in changes)
    return written.getvalue()


def kept(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """For the release's own row: every change, but of what is new only how much."""
    changes = list(changes)
    added = Counter(change.table for change in changes if change.what is What.ADDED)
    new = [{"table": table, "change": "added", "rows": rows} for table, rows in added.items()]
    return [*new, *(each.as_json() for each in changes if each.what is not What.ADDED)]


# --- Two tables in the order of their codes -------------------------------------------------

Row = dict[str, str]


def _compare(name: str, before: Path, after: Path) -> Iterator[Change]:
    old_path, new_path = before / f"{name}.csv", after / f"{name}.csv"
    if not old_path.exists():  # a table that releases did not have yet
        return
    with _opened(old_path) as old_file, _opened(new_path) as new_file:
        old, new = (csv.DictReader(file, strict=True) for file in (old_file, new_file))
        names_before, names_after = list(old.fieldnames or ()), list(new.fieldnames or ())
        yield from _columns(name, names_before, names_after)
        shared = [each for each in names_after if each in names_before]
        for row_before, row_after in _paired(old, new):
            yield from _rows(name, row_before, row_after, shared)


def _opened(path: Path) -> Any:
    return path.open(encoding="utf-8", newline="")


def _columns(name: str, before: list[str], after: list[str]) -> Iterator[Change]:
    yield from (Change(name, "", What.NEW_COLUMN, each) for each in after if each not in before)
    yield from (Change(name, "", What.COLUMN_GONE, each) for each in before if each not in after)


def _paired(old: Iterator[Row], new: Iterator[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Rows of one code side by side; both tables stand in the order of their codes."""
    left, right = next(old, None), next(new, None)
    while left or right:
        if right is None or (left is not None and left["code"] < right["code"]):
            yield left, None
            left = next(old, None)
        elif left is None or right["code"] < left["code"]:
            yield None, right
            right = next(new, None)
        else:
            yield left, right
            left, right = next(old, None), next(new, None)


def _rows(name: str, before: Row | None, after: Row | None, shared: list[str]) -> Iterator[Change]:
    row = after or before or {}
    if before is None or after is None:
        what = What.ADDED if before is None else What.REMOVED
        yield Change(name, row["code"], what, near=_near(name, row))
        return
    old, new = without_site(before), without_site(after)
    for column in shared:
        if old[column] != new[column]:
            yield Change(
                *(name, row["code"], What.CHANGED, column, before[column], after[column]),
                near=_near(name, row),
            )


def _near(name: str, row: Row) -> dict[str, tuple[str, str]]:
    return {
        each.name: (each.refers, code)
        for each in REGISTRIES[name].fields
        if each.refers and (code := row.get(each.name))
    }
