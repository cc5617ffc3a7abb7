"""Receipts of exports: by code, or by the hash of a file that somebody has."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request

from tracker.api import bodies
from tracker.api.caching import conditional
from tracker.api.examples import EMPTY_FILE, RECEIPT_CODE
from tracker.api.options import described
from tracker.api.problems import Problem
from tracker.api.shapes import (
    ADDRESS,
    CONDITIONAL,
    ETAG,
    REFUSALS,
    REFUSED,
    TEXT,
    TOO_LONG,
    refused,
    shape,
)
from tracker.api.views import Answering
from tracker.filters import FilterError, Mistake
from tracker.models import Receipt

SHA256 = re.compile(r"[0-9a-f]{64}")
MOMENT = {"type": ["string", "null"], "format": "date-time"}
NUMBER = {"type": ["integer", "null"]}
DAY = {"type": ["string", "null"], "format": "date"}
TEXTS = {"type": "array", "items": TEXT}
RECEIPT = shape(
    "Receipt",
    {
        "type": "object",
        "description": "What an export was asked for, and what its file came to.",
        "properties": {
            "code": TEXT,
            "records": {**TEXT, "description": "Which list it is of."},
            "query": {
                "type": "object",
                "additionalProperties": TEXT,
                "description": "All that was asked: it can be asked again.",
            },
            "read_as": TEXTS,
            "fields": TEXTS,
            "format": TEXT,
            "known_on": DAY,
            "valid_on": DAY,
            "codebook": {**TEXT, "description": "The version of its fields' meanings."},
            "licence": TEXT,
            "cite_as": TEXT,
            "started_at": MOMENT,
            "completed_at": {**MOMENT, "description": "Null: it was broken off, or still runs."},
            "rows": NUMBER,
            "size": {**NUMBER, "description": "Bytes."},
            "sha256": {"type": ["string", "null"]},
            "links": {"type": "object", "additionalProperties": ADDRESS},
        },
    },
)
LIST = shape(
    "ReceiptList",
    {
        "type": "object",
        "required": ["results"],
        "properties": {
            "results": {"type": "array", "items": {"$ref": "#/components/schemas/Receipt"}}
        },
    },
)
REFUSED_OF_ONE = refused(REFUSALS | {404: "There is no such receipt."}) | TOO_LONG
BY_HASH = OpenApiParameter(
    "sha256",
    {**TEXT, "pattern": f"^{SHA256.pattern}$"},
    required=True,
    description="Of the whole file, as sha256sum prints it.",
    examples=[OpenApiExample("Example", EMPTY_FILE)],
)


class ReceiptsView(Answering):
    """Receipts of one file: the same content may have been asked for more than once."""

    def described(self, request: Request) -> dict[str, Any]:
        return {**super().described(request), "parameters": described([BY_HASH])}

    @extend_schema(
        operation_id="receipts_list",
        tags=["receipts"],
        summary="Find the receipt of a file",
        parameters=[BY_HASH, ETAG],
        responses={(200, "application/json"): LIST, **CONDITIONAL, **REFUSED},
    )
    def get(self, request: Request) -> HttpResponse:
        found = Receipt.objects.complete().filter(sha256=_sha256(request))[:100]
        return conditional(request, bodies.plain({"results": [shown(request, r) for r in found]}))


class ReceiptView(Answering):
    """What one export was asked for, and what its file came to."""

    @extend_schema(
        operation_id="receipts_retrieve",
        tags=["receipts"],
        summary="One receipt",
        parameters=[
            OpenApiParameter(
                "code",
                TEXT,
                OpenApiParameter.PATH,
                description="From the Link header of a file.",
                examples=[OpenApiExample("Example", RECEIPT_CODE)],
            ),
            ETAG,
        ],
        responses={(200, "application/json"): RECEIPT, **CONDITIONAL, **REFUSED_OF_ONE},
    )
    def get(self, request: Request, code: str) -> HttpResponse:
        if request.query_params:
            name = next(iter(request.query_params))
            raise FilterError([Mistake(name, "", "a receipt is asked for nothing besides.")])
        receipt = Receipt.objects.filter(code=code).first() if "\0" not in code else None
        if receipt is None:
            raise Problem(
                HTTPStatus.NOT_FOUND,
                f"There is no receipt {code}; those of exports that were broken off are kept for a "
                "day. ?sha256= finds that of a file.",
            )
        return conditional(request, bodies.plain(shown(request, receipt)))


def shown(request: HttpRequest | Request, receipt: Receipt) -> dict[str, Any]:
    """A receipt as JSON; whoever asked is named to nobody."""
    page = request.build_absolute_uri(reverse("web:receipt", args=[receipt.code]))
    again = reverse(f"v1:{receipt.records}-{receipt.format}")
    return {
        "code": receipt.code,
        "records": receipt.records,
        "query": receipt.query,
        "read_as": receipt.read_as,
        "fields": receipt.fields,
        "format": receipt.format,
        "known_on": _iso(receipt.known_on),
        "valid_on": _iso(receipt.valid_on),
        "codebook": receipt.codebook,
        "licence": receipt.licence,
        "cite_as": f"{receipt.citation} {page}",
        "started_at": _iso(receipt.started_at),
        "completed_at": _iso(receipt.completed_at),
        "rows": receipt.rows,
        "size": receipt.size,
        "sha256": receipt.sha256 or None,
        "links": {
            "self": request.build_absolute_uri(reverse("v1:receipt", args=[receipt.code])),
            "page": page,
            "again": request.build_absolute_uri(f"{again}?{urlencode(receipt.query, safe=',:')}"),
        },
    }


def _iso(value: Any) -> str | None:
    return value.isoformat() if value else None


def _sha256(request: Request) -> str:
    mistakes = [
        Mistake(name, "", "receipts have no such parameter; sha256 finds that of a file.")
        for name in request.query_params
        if name != "sha256"
    ]
    text = request.query_params.get("sha256", "").lower()
    if not SHA256.fullmatch(text):
        mistakes.append(
            Mistake("sha256", text, "say the file's hash, the 64 characters that sha256sum prints.")
        )
    if mistakes:
        raise FilterError(mistakes)
    return text
