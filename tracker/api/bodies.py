"""JSON answers put together from the texts that the database wrote: nothing is written twice."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse


def listed(rows: Iterable[str], **more: Any) -> HttpResponse:
    """``{"results": [rows], …}``."""
    return _json(f'{{"results":[{",".join(rows)}],{_members(more)}}}')


def one(row: str, **more: Any) -> HttpResponse:
    """A row, with more members behind its own."""
    return _json(f"{row.removesuffix('}')},{_members(more)}}}")


def plain(body: Mapping[str, Any]) -> HttpResponse:
    return _json(f"{{{_members(body)}}}")


def _members(body: Mapping[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))[1:-1]


def _json(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/json")
