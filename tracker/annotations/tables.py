"""Datasets: a ``tables:`` block says how rows are read, and cuts their quotes (semantics J4).

The seam to the rest of the room:

- ``Table`` is the notation of one block, validated like any other part of a file;
- ``expand_tables(tables, text, language=…)`` gives the readings of the blocks, in the order of the
  text, each with its place (``at``), ``voice: table`` and what it says. It raises ``TableError``
  with all ``faults``; each names its block (``table``) and the ``keys`` that lead to it from there,
  for a mistake with line and column: ``file.tables[fault.table].at.place(*fault.keys)``, with
  ``fault.wrong``, ``fault.expected`` and ``fault.nearest``. It is called between reading and
  checking; what it makes is checked, planned and loaded like any reading;
- the blocks are kept as they were written in ``Source.tables`` (``stored``) and given back to
  ``dump`` by ``written``. Quotes with the voice ``table`` of a source that has blocks are theirs:
  dump leaves them out, and no reading by hand has that voice there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from tracker.annotations.schema import Part, Reading
from tracker.annotations.table_block import Block
from tracker.annotations.table_faults import Fault, TableError
from tracker.annotations.table_notation import Table
from tracker.annotations.writing import Bare
from tracker.domain.anchoring import TextError, check_text

__all__ = ["Fault", "Table", "TableError", "expand_tables", "stored", "written"]


def expand_tables(tables: Sequence[Table], text: str, *, language: str = "") -> list[Reading]:
    """The readings that the blocks cut out of a CSV text, in its order.

    ``language`` is the source's. Of an English one the words of numbers force bounds (E10); of any
    other only digits do, and what a block reads beyond them is marked as the analyst's. Raises
    :class:`TableError`.
    """
    if not tables:
        return []
    try:
        check_text(text.encode())
    except TextError as error:
        raise TableError([Fault(0, (), str(error))]) from None
    english = language.partition("-")[0] == "en"
    blocks = [Block(table, n, text, english=english) for n, table in enumerate(tables)]
    faults = [fault for block in blocks for fault in block.faults]
    faults = faults or list(_overlaps([block.readings for block in blocks]))
    if faults:
        raise TableError(faults)
    readings = (reading for block in blocks for reading in block.readings)
    return sorted(readings, key=lambda reading: reading.at or 0)


def _overlaps(blocks: Sequence[Sequence[Reading]]) -> Iterable[Fault]:
    """A row is one quote, so one block alone reads it."""
    read_by: dict[int | None, int] = {}
    for number, readings in enumerate(blocks):
        shared = [one for one in readings if read_by.setdefault(one.at, number) != number]
        if shared:
            count = f"{len(shared)} row{' is' if len(shared) == 1 else 's are'}"
            first = (shared[0].locator or "").replace("-", " ")
            wrong = f"{count} read by another block too, first {first}."
            mend = "Put both into one `says`, each with its own `where`, or part them by `rows`."
            yield Fault(number, ("rows",), wrong, mend)


# --- Kept and given back --------------------------------------------------------------------


def stored(tables: Sequence[Table]) -> list[Any]:
    """The blocks as JSON, to be kept with the source."""
    return [_part(table) for table in tables]


def written(stored_tables: Sequence[Any]) -> list[Any]:
    """The blocks as they are written into a file: plain mappings, in canonical order."""
    return [_part(Table.model_validate(table)) for table in stored_tables]


def _part(part: Part) -> dict[str, Any]:
    """A block, or a part of one, as it is written: texts in the order of the notation.

    Mappings whose keys are the writer's own (columns, values) come in alphabetical order, since
    the database keeps none.
    """
    found: dict[str, Any] = {}
    for name, info in type(part).model_fields.items():
        value = getattr(part, name)
        if value != info.get_default(call_default_factory=True):
            found[info.alias or name] = _plain(value, name)
    return found


def _plain(value: Any, name: str) -> Any:
    if isinstance(value, Part):
        return _part(value)
    if isinstance(value, dict):
        return {key: _plain(value[key], "") for key in sorted(value)}
    if name == "header" and value == ():
        return "none"
    if isinstance(value, tuple) and len(value) == 1:
        return _plain(value[0], name)
    if isinstance(value, list | tuple):
        return [_plain(item, name) for item in value]
    if isinstance(value, bool):
        return Bare(str(value).lower())
    if isinstance(value, int | Decimal):
        return Bare(f"{value:f}" if isinstance(value, Decimal) else value)
    text = _SIGN_NAMES.get((name, value), value)
    return Bare(text) if name in TYPED else text


# Typed by the notation, and so written plain whatever a reader of YAML would make of them.
TYPED = ("amount", "out_of", "from_", "rate", "when", "due", "said", "credibility")
_SIGN_NAMES = {("delimiter", "\t"): "tab", ("quote", ""): "none"}
