"""Requests that Django itself does not take: what is wrong, and what can be done, by each door."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.views import defaults

from tracker.api.problems import problem

UNREADABLE = "What was sent cannot be read, so nothing was done."
FORGED = (
    "This page was not sent from this site, or by a browser that keeps its cookies and says where "
    "it comes from: nothing was done. Open the page here, and send it again."
)
# How the reasons begin that tell of a request from elsewhere.
FROM_ELSEWHERE = ("Origin", "Referer")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's view of a form without its token: after a login in another tab, the old ones."""
    if _is_under(request, "admin:index") and not reason.startswith(FROM_ELSEWHERE):
        site: Any = admin.site
        answer: HttpResponse = site.not_taken(request)
        return answer
    return _told(request, HTTPStatus.FORBIDDEN, FORGED)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_api(request):
        return problem(HTTPStatus.BAD_REQUEST, "The request cannot be taken as it is.")
    if isinstance(exception, RequestDataTooBig):
        most = filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE).replace("\xa0", " ")
        told = (
            f"That is more than the {most} that may be sent at once: nothing was saved. Your "
            "browser's Back leads to what you typed. A letter with an accent takes 6 bytes. Of a "
            "longer source keep a part, or bring it in by `manage.py load`."
        )
        return _told(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, told)
    return _told(request, HTTPStatus.BAD_REQUEST, UNREADABLE)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without details: they are in the log."""
    if not _is_api(request):
        return defaults.server_error(request)
    return problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "This site failed, not your request; what went wrong is in its log.",
    )


def locked(request: HttpRequest, *_: Any) -> HttpResponse:
    """The log-in of somebody who guessed too often."""
    site: Any = admin.site
    answer: HttpResponse = site.locked(request)
    return answer


def _told(request: HttpRequest, status: HTTPStatus, told: str) -> HttpResponse:
    """As the door speaks."""
    if _is_api(request):
        return problem(status, told)
    if _is_under(request, "admin:index"):
        site: Any = admin.site
        answer: HttpResponse = site.refused(request, status, told)
        return answer
    page = {"title": status.phrase, "told": told}
    return render(request, "tracker/refused.html", page, status=status)


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def _is_under(request: HttpRequest, name: str) -> bool:
    return request.path.startswith(reverse(name))
