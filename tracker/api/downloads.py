"""Files over HTTP: streamed as the database writes them, complete or visibly broken off."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from django.http import QueryDict, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from rest_framework.request import Request

from tracker.exports import Format, deliver, read_export
from tracker.filters import FilterError, Mistake
from tracker.reconcile import RECKONED

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


def download(request: Request, name: str, format_: Format) -> StreamingHttpResponse:
    """The records called ``name`` as a file with its receipt; to HEAD, the headers alone."""
    params = request.query_params
    _refuse_pages(params, format_)
    export = read_export(
        name, params, format_=format_.name, also=["format"], reckoned=RECKONED.get(name)
    )
    day = timezone.localdate().isoformat()
    headers = {
        "Content-Disposition": f'attachment; filename="{name}-{day}.{format_.name}"',
        "Cache-Control": "private, no-cache",
    }
    chunks: Any = ()
    if request.method != "HEAD":
        by = request.user if request.user.is_authenticated else None
        receipt, file = deliver(export, format_, by=by)
        chunks = Primed(file)
        headers["Link"] = _described_by(request, receipt.code)
    return StreamingHttpResponse(
        chunks, content_type=f"{format_.media_type}{format_.parameters}", headers=headers
    )


def _described_by(request: Request, code: str) -> str:
    """The receipt, for programmes and for people."""
    pages = {"v1:receipt": "application/json", "web:receipt": "text/html"}
    return ", ".join(
        f'<{request.build_absolute_uri(reverse(name, args=[code]))}>; rel="describedby"; '
        f'type="{media_type}"'
        for name, media_type in pages.items()
    )


def _refuse_pages(params: QueryDict, format_: Format) -> None:
    mistakes = [
        Mistake(name, params.get(name, ""), "a file has no pages; leave it out.")
        for name in PAGED
        if name in params
    ]
    asked = params.get("format", format_.name)
    if asked != format_.name:
        why = f"this address is of {format_.label}."
        mistakes.append(Mistake("format", asked, why, format_.name))
    if mistakes:
        raise FilterError(mistakes)
