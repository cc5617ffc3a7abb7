"""Whether a reader has the answer already: entity tags and Cache-Control."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

MINUTE = 60


def conditional(request: HttpRequest, response: HttpResponse, *, version: int | None = None) -> Any:
    """The answer with its entity tag; 304 if that is what the reader has."""
    tagged(response, version=version)
    response["Cache-Control"] = _cache_control(request)
    patch_vary_headers(response, ["Authorization"])
    return get_conditional_response(request, etag=response["ETag"], response=response)


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
