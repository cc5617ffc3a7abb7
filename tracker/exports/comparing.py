"""Two files of one question side by side: which columns, which rows and which cells differ."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO

from tracker.exports.export import OF_THIS_DATABASE
from tracker.exports.reading import COMMA, Row, Unreadable, read_columns, read_rows
from tracker.fields import without_site

TOLD = 100  # rows that differ, cell by cell
PAIRED = 300  # rows without a code that are held against each other
KEY = "code"
DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A row that differs, in the file and now; None where the other has no such row."""

    name: str
    before: Row | None
    after: Row | None


@dataclass(slots=True)
class Sides:
    """The file (of as many rows as its receipt says), and what the same question finds now.

    ``columns`` are compared; ``notes`` say what of the file is not as it was given out. Raises
    :class:`~tracker.exports.reading.Unreadable`.
    """

    file: IO[bytes]
    now: IO[bytes]
    format: str
    given: Sequence[str]
    expected: int
    delimiter: str = COMMA
    columns: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows: int = 0

    def __post_init__(self) -> None:
        theirs, self.delimiter = read_columns(self.file, self.format)
        ours = read_columns(self.now, self.format)[0]
        if self.format == "ndjson":  # whose columns stand in its rows: there may be none
            theirs, ours = theirs or list(self.given), ours or list(self.given)
        shared = [name for name in theirs if name in ours]
        if not shared:
            raise Unreadable(
                f"its columns are {', '.join(theirs) or 'none'}; its receipt's are "
                f"{', '.join(self.given)}: it is another file, or its first line is gone."
            )
        self.columns = [name for name in shared if name not in OF_THIS_DATABASE]
        self.notes += self._about_columns(theirs, ours)

    def _about_columns(self, theirs: Sequence[str], ours: Sequence[str]) -> Iterator[str]:
        if self.delimiter != COMMA:
            parted = DELIMITERS[self.delimiter]
            yield f"Its cells are parted by {parted}, not by commas: a spreadsheet saved it anew."
        if lacking := [name for name in self.given if name not in theirs]:
            yield f"It lacks columns that were given out: {', '.join(lacking)}."
        if more := [name for name in theirs if name not in self.given]:
            yield f"It has columns that were not given out: {', '.join(more)}."
        if not lacking and not more and list(theirs) != list(self.given):
            yield "Its columns stand in another order."
        if new := [name for name in ours if name not in self.given]:
            yield f"Files have further columns by now: {', '.join(new)}."
        if uncounted := [name for name in theirs if name in OF_THIS_DATABASE]:
            yield f"Not compared, since drafts raise them too: {', '.join(uncounted)}."

    def differing(self) -> tuple[int, list[Pair]]:
        """How many rows are not the same in both, and the first of them.

        Only hashes are kept: a file may have a million rows.
        """
        theirs = {key: _hash(row) for key, row in self._theirs(told=True)}
        ours = {key: _hash(row) for key, row in self._ours()}
        gone = [key for key in theirs if theirs[key] != ours.get(key)]
        came = [key for key in ours if theirs.get(key) != ours[key]]
        if KEY in self.columns:
            keys = list(dict.fromkeys([*gone, *came]))
            wanted = set(keys[:TOLD])
            before = {key: row for key, row in self._theirs() if key in wanted}
            after = {key: row for key, row in self._ours() if key in wanted}
            pairs = [Pair(key, before.get(key), after.get(key)) for key in keys[:TOLD]]
            return len(keys), pairs
        pairs = self._matched(set(gone[:PAIRED]), set(came[:PAIRED]))
        both = sum(1 for pair in pairs if pair.before is not None and pair.after is not None)
        return len(gone) + len(came) - both, pairs[:TOLD]

    # --- Rows ---------------------------------------------------------------------------------

    def _theirs(self, *, told: bool = False) -> Iterator[tuple[str, Row]]:
        """Those of the file, as far as it can be read; once, it is told how far that is."""
        rows, why = 0, ""
        try:
            for each in self._keyed(read_rows(self.file, self.format, delimiter=self.delimiter)):
                rows += 1
                yield each
        except Unreadable as error:
            if not rows:
                raise
            why = f" ({error})"
        if told:
            self.rows = rows
            if why or rows < self.expected:
                self.notes.append(
                    f"It ends after {rows} of the {self.expected} rows of its receipt{why}."
                )

    def _ours(self) -> Iterator[tuple[str, Row]]:
        return self._keyed(read_rows(self.now, self.format))

    def _keyed(self, rows: Iterator[Row]) -> Iterator[tuple[str, Row]]:
        """By the code, else by all that stands there; what repeats is numbered."""
        times: dict[str, int] = {}
        for row in rows:
            chosen = without_site({name: row.get(name, "") for name in self.columns})
            key = chosen.get(KEY) or _hash(chosen).hex()
            times[key] = times.get(key, 0) + 1
            yield (f"{key} ({times[key]})" if times[key] > 1 else key), chosen

    def _matched(self, gone: set[str], came: set[str]) -> list[Pair]:
        """Rows without a code: those that have most in common are the same row."""
        numbered = enumerate(self._theirs(), 1)
        before = [(f"row {number}", row) for number, (key, row) in numbered if key in gone]
        after = [row for key, row in self._ours() if key in came]
        pairs = []
        for name, row in before:
            alike = max(after, key=lambda each: _alike(row, each), default=None)
            if alike is not None and 2 * _alike(row, alike) >= len(self.columns):
                after.remove(alike)
            else:
                alike = None
            pairs.append(Pair(name, row, alike))
        return [*pairs, *(Pair("a row", None, row) for row in after)]


def _alike(row: Row, other: Row) -> int:
    return sum(1 for name in row if row[name] == other[name])


def _hash(row: Row) -> bytes:
    text = "\x1f".join(f"{name}\x1e{value}" for name, value in sorted(row.items()))
    return hashlib.blake2b(text.encode(), digest_size=12).digest()
