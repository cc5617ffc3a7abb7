"""Whether a file is what its receipt says, and what the record says now instead, and why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import BufferedReader
from tempfile import TemporaryFile
from typing import Any

from tracker.exports.comparing import KEY, Pair, Sides
from tracker.exports.export import Export, read_export
from tracker.exports.formats import FORMATS
from tracker.exports.reading import Row
from tracker.exports.since import Event, events_of_the_whole, events_since
from tracker.fields import Reckoned
from tracker.models import Receipt, Tally

OF_THE_DAY = {"overdue": "it is reckoned from the day on which it is asked"}
OF_THE_WHOLE = "reckoned from the whole record, in which since then"


class NoReceipt(LookupError):
    """Nothing here has given out this file; the sentence says how to go on."""


@dataclass(frozen=True, slots=True)
class Differs:
    """A row; ``cells`` are those that differ, as (column, in the file, now).

    ``code`` is its number in the file where the file has no codes. ``because`` happened to it and
    to what it is made of; ``of_the_whole`` to what its columns ``reckoned`` add up.
    """

    code: str
    cells: tuple[tuple[str, str, str], ...]
    only: str = ""  # "file" or "record", where the other has no such row
    because: tuple[Event, ...] = ()
    reckoned: tuple[str, ...] = ()
    of_the_whole: tuple[Event, ...] = ()

    @property
    def reasons(self) -> list[str]:
        """Why, as far as the history says."""
        by_day = [f"{name}: {OF_THE_DAY[name]}" for name, _, _ in self.cells if name in OF_THE_DAY]
        names = ", ".join(self.reckoned)
        whole = [f"{names}: {OF_THE_WHOLE}: {event}" for event in self.of_the_whole]
        return [*map(str, self.because), *whole, *by_day]


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of it.

    ``altered``: the file is not the one that was given out. ``differing`` is how many rows are not
    the same now; ``told`` are the first of them; ``notes`` are about the file as a whole.
    """

    receipt: Receipt
    sha256: str
    altered: bool
    identical: bool
    rows: int
    differing: int
    told: tuple[Differs, ...]
    notes: tuple[str, ...] = ()


def verify_export(
    file: BufferedReader, *, receipt: str = "", reckoned: Mapping[str, Reckoned] | None = None
) -> Compared:
    """Ask what the file's receipt asked once more, and compare.

    The receipt is that of the file's hash, unless it is named by its code. Raises
    :class:`NoReceipt`, :class:`~tracker.exports.reading.Unreadable`, or FilterError where what was
    asked for is no longer there.
    """
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    found = _receipt(sha256, receipt)
    format_ = FORMATS[found.format]
    extra = (reckoned or {}).get(found.records)
    export = read_export(found.records, found.query, format_=format_.name, reckoned=extra)
    altered = found.sha256 != sha256
    now_hash = hashlib.sha256()
    with TemporaryFile() as now:
        for chunk in format_.write(export, None):
            now_hash.update(chunk)
            now.write(chunk)
        if now_hash.hexdigest() == sha256:
            return Compared(
                *(found, sha256, altered),
                identical=True,
                rows=found.rows or 0,
                differing=0,
                told=(),
            )
        sides = Sides(file, now, found.format, found.fields, found.rows or 0)
        many, pairs = sides.differing()
    told = tuple(_explained(pairs, found, export))
    return Compared(found, sha256, altered, not many, sides.rows, many, told, tuple(sides.notes))


def _receipt(sha256: str, code: str) -> Receipt:
    complete = Receipt.objects.complete()
    found = complete.filter(code=code) if code else complete.filter(sha256=sha256)
    receipt = found.order_by("-started_at").first()
    if receipt is None and code:
        raise NoReceipt(f"There is no receipt {code} of a complete export.")
    if receipt is None:
        raise NoReceipt(
            f"No file with the sha256 {sha256} was given out here: it is from elsewhere, cut, or "
            "was altered since. If you know its receipt, name it: --receipt CODE says what differs."
        )
    return receipt


# --- Why ------------------------------------------------------------------------------------


def _explained(pairs: list[Pair], receipt: Receipt, export: Export) -> Iterator[Differs]:
    since = receipt.started_at
    of_others = {field.name for field in export.reckoned.fields} if export.reckoned else set()

    @cache
    def whole(coalition: str) -> tuple[Event, ...]:
        return tuple(events_of_the_whole(coalition, since))

    for pair in pairs:
        rows = [row for row in (pair.before, pair.after) if row is not None]
        code = next((row[KEY] for row in rows if row.get(KEY)), "")
        cells = tuple(_cells(pair, with_code=bool(code)))
        reckoned = tuple(name for name, _, _ in cells if name in of_others)
        coalition = _coalition_of(code) if reckoned else None
        yield Differs(
            code=pair.name,
            cells=cells,
            only="record" if pair.before is None else "file" if pair.after is None else "",
            because=tuple(events_since(export.registry, code, rows, since)),
            reckoned=reckoned,
            of_the_whole=whole(coalition) if coalition else (),
        )


def _coalition_of(tally: str) -> str | None:
    rows = Tally.objects.filter(code=tally)
    return rows.values_list("quote__source__coalition", flat=True).first()


def _cells(pair: Pair, *, with_code: bool) -> Iterator[tuple[str, str, str]]:
    """Those that differ; of a row that stands alone and has no code, all that it says."""
    before, after = pair.before, pair.after
    if before is not None and after is not None:
        yield from ((n, before[n], after[n]) for n in before if before[n] != after[n])
    elif not with_code:
        row: Row = before or after or {}
        for name in (each for each in row if row[each]):
            yield (name, row[name], "") if before else (name, "", row[name])


def as_json(compared: Compared) -> dict[str, Any]:
    return {
        "receipt": compared.receipt.code,
        "sha256": compared.sha256,
        "altered": compared.altered,
        "identical": compared.identical,
        "rows": compared.rows,
        "notes": list(compared.notes),
        "differing": compared.differing,
        "differences": [
            {
                "code": each.code,
                "only_in": each.only or None,
                "cells": [
                    {"field": name, "file": old, "now": new} for name, old, new in each.cells
                ],
                "because": each.reasons,
            }
            for each in compared.told
        ],
    }
