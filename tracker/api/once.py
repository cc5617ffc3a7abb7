"""``Idempotency-Key``: a request that may be sent again is done once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpResponse
from rest_framework.request import Request

from tracker.api.problems import Problem
from tracker.api.tokens import doer
from tracker.models import IdempotencyKey

KEY = re.compile(r"[\x21-\x7e]{1,255}")
TOLD = ("Location", "ETag", "Cache-Control", "Content-Type")  # the headers of an answer
REPEATED = "Idempotency-Replayed"


def once(request: Request, deed: Callable[[], HttpResponse]) -> HttpResponse:
    """The deed's answer, or the one it had the first time; inside the deed's own transaction.

    A deed that is refused leaves nothing, its key neither: mended, it may be sent again.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return deed()
    if not KEY.fullmatch(key):
        raise Problem(
            HTTPStatus.BAD_REQUEST, "An Idempotency-Key is 1 to 255 visible ASCII characters."
        )
    keys, user = IdempotencyKey.objects, doer(request)
    if not keys.claim(user, key):
        raise Problem(
            HTTPStatus.CONFLICT, "A request with this Idempotency-Key is being answered; wait."
        )
    fingerprint = _fingerprint(request)
    kept = keys.kept(user, key)
    if kept is not None:
        return _again(kept, fingerprint)
    response = deed()
    keys.keep(
        IdempotencyKey(
            user=user,
            key=key,
            fingerprint=fingerprint,
            status=response.status_code,
            headers={name: response[name] for name in TOLD if name in response},
            body=response.content.decode(),
        )
    )
    return response


def _fingerprint(request: Request) -> str:
    asked = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(asked + request.body).hexdigest()


def _again(kept: IdempotencyKey, fingerprint: str) -> HttpResponse:
    if kept.fingerprint != fingerprint:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "This Idempotency-Key belongs to another request; take a new one.",
        )
    return HttpResponse(kept.body, status=kept.status, headers={**kept.headers, REPEATED: "true"})
