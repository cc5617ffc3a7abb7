"""Whether a reader has the answer already, and for how long a cache in front may say so."""

from __future__ import annotations

import hashlib
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from tracker.api.problems import problem

MINUTE = 60
# What an answer depends on besides its address: its form, and who asks.
VARIES = ("Accept", "Cookie", "Authorization")


def conditional(
    request: HttpRequest,
    response: HttpResponse,
    *,
    version: int | None = None,
    changed_at: datetime | None = None,
) -> Any:
    """The answer with its entity tag; 304 if that is what the reader has.

    The time of the record's last change is told, but only the tag decides: a country is renamed, a
    promise falls overdue, and the record itself has not changed.
    """
    tagged(response, version=version)
    keepable(request, response)
    if changed_at is not None:
        response["Last-Modified"] = http_date(changed_at.timestamp())
    answer: Any = get_conditional_response(request, etag=response["ETag"], response=response)
    if answer.status_code == HTTPStatus.PRECONDITION_FAILED:
        return problem(answer.status_code, f"Its ETag is {response['ETag']}, none of If-Match.")
    return answer


def keepable(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Says for how long a cache may keep it, and whom it may give it to."""
    response["Cache-Control"] = _cache_control(request)
    patch_vary_headers(response, VARIES)
    return response


def tagged(response: HttpResponse, *, version: int | None = None) -> HttpResponse:
    """The tag is the record's version, where there is one, and a hash of what is sent.

    Other fields, another day of knowledge or a changed source are other representations of one
    version; whoever changes the record names the version (``If-Match``).
    """
    digest = hashlib.sha256(response.content).hexdigest()[:32]
    response["ETag"] = f'"{digest}"' if version is None else f'"{version}-{digest}"'
    return response


def _cache_control(request: HttpRequest) -> str:
    """A minute for everybody; whoever is signed in sees at once what they have published."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return "private, no-cache"
    return f"public, max-age={MINUTE}"
