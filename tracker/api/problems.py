"""Refusals as RFC 9457 problem details."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from rest_framework.exceptions import APIException

from tracker.filters import FilterError, Mistake

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """An answer that is a refusal; ``more`` are members that say more of it."""

    def __init__(self, status: HTTPStatus, detail: str, **more: Any) -> None:
        self.status, self.detail, self.more = status, detail, more
        super().__init__(detail)


def problem(
    status: int,
    detail: str,
    more: Mapping[str, Any] | None = None,
    *,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """``more`` are members beside the standard's own."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
        **(more or {}),
    }
    return JsonResponse(
        body,
        status=status,
        content_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **(headers or {})},
        json_dumps_params={"ensure_ascii": False},
    )


def answer(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """REST framework's exception handler; None leaves the error to Django."""
    del context  # its signature is REST framework's
    if isinstance(error, FilterError):
        return mistaken(error)
    if isinstance(error, Problem):
        return problem(error.status, error.detail, error.more)
    if isinstance(error, Http404):
        return problem(HTTPStatus.NOT_FOUND, str(error) or "There is nothing here.")
    if isinstance(error, PermissionDenied):
        return problem(HTTPStatus.FORBIDDEN, str(error) or "This is not for you.")
    if isinstance(error, APIException):
        return problem(error.status_code, _sentence(error), headers=_headers(error))
    return None


def mistaken(error: FilterError) -> HttpResponse:
    """Every mistake of a question, each with its name and what was probably meant."""
    return problem(
        HTTPStatus.BAD_REQUEST,
        str(error),
        {"invalid-params": [_param(mistake) for mistake in error.mistakes]},
    )


def _param(mistake: Mistake) -> dict[str, str | None]:
    return {
        "name": mistake.name,
        "value": mistake.value,
        "reason": mistake.why,
        "nearest": mistake.nearest or None,
    }


def _sentence(error: APIException) -> str:
    return str(error.detail)


def _headers(error: APIException) -> dict[str, str]:
    """How long to wait, or how to sign in, where the error says so."""
    wait, challenge = (getattr(error, name, None) for name in ("wait", "auth_header"))
    headers = {"Retry-After": str(int(wait) + 1)} if wait else {}
    return headers | ({"WWW-Authenticate": challenge} if challenge else {})
