"""Exports with a receipt: written down before the first byte, completed after the last."""

from __future__ import annotations

from collections.abc import Generator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tracker.exports.errors import Unwritable
from tracker.exports.export import LICENCE, Export
from tracker.exports.formats import Format
from tracker.exports.written import Written
from tracker.fields.codebook import codebook_version
from tracker.models import Receipt

# A receipt that was never completed is of a file that nobody has: it is kept for a day.
KEPT_INCOMPLETE = timedelta(days=1)


def deliver(
    export: Export, format_: Format, *, by: Any = None, written: Written | None = None
) -> tuple[Receipt, Generator[bytes]]:
    """The receipt of an export that begins, and its file in chunks.

    The receipt is complete once the iteration has ended without an error; so whoever passes chunks
    on over HTTP says that nothing follows only then, and a file that seems whole has its receipt.
    """
    Receipt.objects.prune(timezone.now() - KEPT_INCOMPLETE)
    receipt = Receipt.objects.create(
        records=export.name,
        query=dict(export.asked),
        read_as=list(export.query.read_as),
        fields=export.header,
        format=format_.name,
        known_on=export.query.known_on,
        valid_on=export.query.valid_on,
        codebook=codebook_version(),
        licence=LICENCE,
        made_by=by,
    )
    return receipt, _chunks(export, format_, receipt, Written() if written is None else written)


def _chunks(
    export: Export, format_: Format, receipt: Receipt, written: Written
) -> Generator[bytes]:
    try:
        yield from format_.write(export, written)
    except Unwritable:
        receipt.delete()  # nothing was begun
        raise
    receipt.complete(rows=written.rows, size=written.size, sha256=written.sha256)
