"""Files over HTTP: streamed as the database writes them, complete or visibly broken off."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from django.http import QueryDict, StreamingHttpResponse
from django.utils import timezone

from tracker.exports import read_export, write_csv
from tracker.filters import FilterError, Mistake

PAGED = ("page_size", "cursor", "count")


class Primed:
    """An iterator whose first chunk is there already.

    So a query that fails at once is an error with its own status; one that fails later raises
    inside the answer, and the server breaks off the connection.
    """

    def __init__(self, chunks: Generator[bytes]) -> None:
        self._chunks = chunks
        self._first = next(chunks, b"")

    def __iter__(self) -> Primed:
        return self

    def __next__(self) -> bytes:
        first, self._first = self._first, b""
        return first or next(self._chunks)

    def close(self) -> None:
        """Cancel the query if the reader has gone."""
        self._chunks.close()


def download(name: str, params: QueryDict, *, body: bool = True) -> StreamingHttpResponse:
    """The records called ``name`` as CSV; without ``body`` the headers alone."""
    _refuse_pages(params)
    export = read_export(name, params, also=["format"])
    chunks: Any = Primed(write_csv(export)) if body else ()
    day = timezone.localdate().isoformat()
    return StreamingHttpResponse(
        chunks,
        content_type="text/csv; charset=utf-8; header=present",
        headers={
            "Content-Disposition": f'attachment; filename="{name}-{day}.csv"',
            "Cache-Control": "private, no-cache",
        },
    )


def _refuse_pages(params: QueryDict) -> None:
    mistakes = [
        Mistake(name, params.get(name, ""), "a file has no pages; leave it out.")
        for name in PAGED
        if name in params
    ]
    if params.get("format", "csv") != "csv":
        mistakes.append(
            Mistake("format", params.get("format", ""), "this address is of a CSV.", "csv")
        )
    if mistakes:
        raise FilterError(mistakes)
