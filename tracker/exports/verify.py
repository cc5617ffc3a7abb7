"""Whether a file is what its receipt says, and what the record says now instead, and why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BufferedReader
from tempfile import TemporaryFile
from typing import IO, Any

from tracker.exports.export import Export, read_export
from tracker.exports.formats import FORMATS
from tracker.exports.reading import Row, read_rows
from tracker.exports.since import Event, events_since
from tracker.fields import Reckoned
from tracker.models import Receipt

TOLD = 100  # rows that differ, cell by cell
KEY = "code"
OF_THE_DAY = {"overdue": "it is reckoned from the day on which it is asked"}


class NoReceipt(LookupError):
    """Nothing here has given out this file; the sentence says how to go on."""


@dataclass(frozen=True, slots=True)
class Differs:
    """A row; ``cells`` are those that differ, as (column, in the file, now)."""

    code: str
    cells: tuple[tuple[str, str, str], ...]
    only: str = ""  # "file" or "record", where the other has no such row
    because: tuple[Event, ...] = ()

    @property
    def reasons(self) -> list[str]:
        """Why, as far as the history says; nothing where only the file can have changed."""
        by_day = [f"{name}: {OF_THE_DAY[name]}" for name, _, _ in self.cells if name in OF_THE_DAY]
        return [*map(str, self.because), *by_day]


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of it.

    ``altered``: the file is not the one that was given out. ``differing`` is how many rows are not
    the same now; ``told`` are the first of them.
    """

    receipt: Receipt
    sha256: str
    altered: bool
    identical: bool
    rows: int
    differing: int
    told: tuple[Differs, ...]


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
    now_hash = hashlib.sha256()
    with TemporaryFile() as now:
        for chunk in format_.write(export, None):
            now_hash.update(chunk)
            now.write(chunk)
        same = now_hash.hexdigest() == sha256
        codes, rows = ([], found.rows or 0) if same else _differing(file, now, found.format)
        told = () if same else tuple(_told(codes[:TOLD], file, now, found, export))
    altered = found.sha256 != sha256
    return Compared(found, sha256, altered, not codes, rows, len(codes), told)


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


# --- Rows -----------------------------------------------------------------------------------


def _differing(file: IO[bytes], now: IO[bytes], format_: str) -> tuple[list[str], int]:
    """The keys of rows that are not the same in both, and how many rows the file has.

    Only hashes are kept: a file may have a million rows.
    """
    theirs, ours = _hashes(file, format_), _hashes(now, format_)
    keys = {**theirs, **ours}
    return [key for key in keys if theirs.get(key) != ours.get(key)], len(theirs)


def _hashes(file: IO[bytes], format_: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for row in read_rows(file, format_):
        key, times = _key(row), 2
        while key in found:  # without a code, or in a file that was altered, rows may repeat
            key, times = f"{_key(row)} ({times})", times + 1
        found[key] = _hash(row)
    return found


def _key(row: Row) -> str:
    return row.get(KEY) or _hash(row).hex()


def _hash(row: Row) -> bytes:
    text = "\x1f".join(f"{name}\x1e{value}" for name, value in sorted(row.items()))
    return hashlib.blake2b(text.encode(), digest_size=12).digest()


def _told(
    codes: list[str], file: IO[bytes], now: IO[bytes], receipt: Receipt, export: Export
) -> Iterator[Differs]:
    wanted = set(codes)
    theirs, ours = (_rows(each, receipt.format, wanted) for each in (file, now))
    model = export.registry.model
    for code in codes:
        before, after = theirs.get(code), ours.get(code)
        only = "record" if before is None else "file" if after is None else ""
        events = tuple(events_since(model, code, receipt.started_at))
        yield Differs(code, tuple(_cells(before or {}, after or {}, only)), only, events)


def _rows(file: IO[bytes], format_: str, wanted: set[str]) -> dict[str, Row]:
    return {_key(row): row for row in read_rows(file, format_) if _key(row) in wanted}


def _cells(before: Row, after: Row, only: str) -> Iterator[tuple[str, str, str]]:
    for name in {} if only else {**before, **after}:
        if before.get(name, "") != after.get(name, ""):
            yield name, before.get(name, ""), after.get(name, "")


def as_json(compared: Compared) -> dict[str, Any]:
    return {
        "receipt": compared.receipt.code,
        "sha256": compared.sha256,
        "altered": compared.altered,
        "identical": compared.identical,
        "rows": compared.rows,
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
