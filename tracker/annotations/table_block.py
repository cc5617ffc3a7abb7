"""One block applied to its text: rows cut and chosen, read, and held against its check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tracker.annotations.schema import FurtherQuote, Reading, ReadingHead, Statement, Tally
from tracker.annotations.table_check import check_key, check_rows, check_sums
from tracker.annotations.table_columns import Cells, Columns
from tracker.annotations.table_faults import Faults
from tracker.annotations.table_notation import Table
from tracker.annotations.table_rows import BrokenRow, Header, Row, cut_rows
from tracker.annotations.table_says import Filter, Head, Item


class Fitted(NamedTuple):
    """A block whose columns were found in the header."""

    head: Head
    chosen: Filter
    items: list[Item]
    sums: dict[str, Cells | None]
    width: int


class Block:
    """``readings`` of the rows that say something, in their order; or else ``faults``."""

    def __init__(self, table: Table, number: int, text: str, *, english: bool) -> None:
        self.table, self.text, self.english = table, text, english
        self.faults = Faults(number)
        self.readings = list(self._read())

    def _read(self) -> Iterator[Reading]:
        cut = self._cut()
        header = self._header(cut)
        fitted = self._fitted(header, cut) if header else None
        if fitted is None or self.faults:
            return
        rows = self._chosen(fitted, list(self._whole(cut, fitted.width)))
        for row in rows:
            head = fitted.head.read(row, self.faults)
            says = list(self._says(fitted.items, row, head))
            if head is not None and says:
                yield Reading.model_construct(**dict(head), says=says)
        self._check(fitted, rows)

    def _fitted(self, header: Header, cut: list[Row]) -> Fitted:
        table, columns = self.table, Columns(self.table, header, self.faults)
        words = self._header_words(cut)
        fitted = Fitted(
            head=Head.of(table, columns),
            chosen=Filter.of(table.rows.where, table.rows.unless, ("rows",), columns),
            items=[
                Item.of(table, index, columns, words, self.english)
                for index in range(len(table.says))
            ],
            sums={name: columns.named(name, ("check", "sum", name)) for name in table.check.sum},
            width=len(header.names),
        )
        columns.refuse_unused()
        return fitted

    def _says(
        self, items: list[Item], row: Row, head: ReadingHead | None
    ) -> Iterator[Statement | Tally]:
        for item in items:
            part = item.read(row, self.faults)
            if part is not None:
                self._refuse_twice(item, row, part, head.said if head else None)
                yield part

    def _refuse_twice(
        self, item: Item, row: Row, part: Statement | Tally, said: str | None
    ) -> None:
        first = item.said_before(row, part, said)
        if first is not None and self.table.row != "event":
            self.faults.row(
                row,
                item.keys,
                "twice",
                f"this says the same as row {first.number}: of two such figures one would count",
                "If every row adds, it is an event (`row: event`); else tell them apart, "
                "as by `#{Column}` at the end of `of`.",
            )

    def _check(self, fitted: Fitted, rows: list[Row]) -> None:
        for item in fitted.items:
            if not item.seen and not self.faults:
                self.faults.add(item.keys, "No row says this.", "Look at its filter, or leave it.")
        check_rows(self.table.check, rows, self.faults)
        check_sums(self.table.check, fitted.sums, rows, self.faults)
        if fitted.head.key is not None:
            check_key(fitted.head.key, rows, self.faults)

    # --- Rows -------------------------------------------------------------------------------

    def _chosen(self, fitted: Fitted, whole: list[Row]) -> list[Row]:
        rows = [row for row in whole if fitted.chosen.takes(row)]
        fitted.chosen.refuse_unknown(whole, self.faults)
        for item in fitted.items:
            item.rows.refuse_unknown(rows, self.faults)
        return rows

    def _cut(self) -> list[Row]:
        dialect = self.table.dialect
        try:
            return list(cut_rows(self.text, dialect.delimiter, dialect.quote))
        except BrokenRow as error:
            line = f" (line {error.line})" if error.line != error.number else ""
            wrong = f"Row {error.number}{line}: {error.wrong}."
            self.faults.add(("dialect",), wrong, error.expected)
            return []

    def _header(self, rows: list[Row]) -> Header | None:
        wanted = self.table.header
        if self.faults:
            return None
        if len(rows) <= max(wanted, default=0):
            wrong = f"The text has {len(rows)} rows, so nothing follows a header."
            self.faults.add(("header",), wrong, "Is it the right text?")
            return None
        first = min(self.table.rows.from_ or 1, len(rows))
        return Header.of([rows[number - 1] for number in wanted], len(rows[first - 1].cells))

    def _header_words(self, rows: list[Row]) -> list[FurtherQuote]:
        if not self.table.with_header:
            return []
        first, last = (rows[number - 1] for number in (self.table.header[0], self.table.header[-1]))
        words = self.text[first.start : last.end]
        return [FurtherQuote.model_validate({"quote": words, "at": str(first.start)})]

    def _whole(self, rows: list[Row], width: int) -> Iterator[Row]:
        """The rows from first to last that are not empty; ragged ones are faults."""
        below = max(self.table.header, default=0) + 1
        first, last = self.table.rows.from_ or below, self.table.rows.to or len(rows)
        if first < below:
            wrong = f"Row {first} is not below the header."
            self.faults.add(("rows", "from"), wrong, "Rows count from 1, as in a spreadsheet.")
        if last > len(rows):
            wrong = f"The text ends with row {len(rows)}."
            self.faults.add(("rows", "to"), wrong, "Rows count from 1, as in a spreadsheet.")
        for row in rows[first - 1 : last]:
            if not row.is_empty and len(row.cells) == width:
                yield row
            elif not row.is_empty:
                self._refuse_ragged(row, width)

    def _refuse_ragged(self, row: Row, width: int) -> None:
        found = f"{len(row.cells)} cell{'' if len(row.cells) == 1 else 's'}"
        self.faults.row(
            row,
            ("rows",),
            "ragged",
            f"{found} where the header has {width}",
            f"A cell that holds {self.table.dialect.delimiter!r} stands in quotes. "
            "If the table ends above: `rows: {to: …}`.",
        )
