"""What Django answers when no view does: below ``/api/`` a problem, without details."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from tracker.api.problems import problem


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_page(request):
        return defaults.bad_request(request, exception)
    return problem(HTTPStatus.BAD_REQUEST, "The request cannot be taken as it is.")


def server_error(request: HttpRequest) -> HttpResponse:
    if _is_page(request):
        return defaults.server_error(request)
    return problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "This site failed, not your request; what went wrong is in its log.",
    )


def _is_page(request: HttpRequest) -> bool:
    return not request.path_info.startswith("/api/")
