"""Why a code leads to nothing here: merged (308), withdrawn (410), or never there (404)."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from tracker.api.caching import keepable
from tracker.api.links import address
from tracker.api.problems import Problem
from tracker.domain.codes import nearest
from tracker.fields import Registry
from tracker.filters import FILTER_SETS
from tracker.filters.base import is_storable
from tracker.models import Redirect

COMPARED = 500  # of how many codes the nearest is sought


class MovedForGood(HttpResponsePermanentRedirect):
    """308: the same request, there."""

    status_code = HTTPStatus.PERMANENT_REDIRECT


def refuse_unreadable(registry: Registry, code: str) -> None:
    """No record has a code that the database could not even be asked for."""
    if not is_storable(code):
        name = registry.one.replace("_", " ")
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no {name} with such a code.")


def missing(
    request: HttpRequest, registry: Registry, code: str, known_on: date | None
) -> HttpResponse:
    """The redirect of a code that was merged; any other is raised as a Problem."""
    redirect = Redirect.objects.left(registry.model, code)
    if redirect is None:
        raise _unknown(registry, code, known_on)
    if redirect.because == Redirect.Because.MERGED:
        query = request.META.get("QUERY_STRING", "")
        target = address(request, registry.name, redirect.target)
        response = MovedForGood(f"{target}?{query}" if query else target)
        return keepable(request, response)  # a merge may be undone
    raise Problem(
        HTTPStatus.GONE,
        f"{code} was withdrawn: {redirect.reason}",
        reason=redirect.reason,
        withdrawn_on=redirect.created_at.date().isoformat(),
        successor=_successor(request, registry, redirect.target),
    )


def nearest_code(records: QuerySet[Any], code: str) -> str | None:
    """Of these records, the code that was probably meant."""
    alike = records.filter(code__istartswith=code[: min(3, max(1, len(code) - 1))])
    return nearest(code, alike.order_by().values_list("code", flat=True)[:COMPARED])


def _successor(request: HttpRequest, registry: Registry, code: str) -> dict[str, str] | None:
    """What took its place, once that is published."""
    if not code or not FILTER_SETS[registry.name].records().filter(code=code).exists():
        return None
    return {"code": code, "url": address(request, registry.name, code)}


def _unknown(registry: Registry, code: str, known_on: date | None) -> Problem:
    records = FILTER_SETS[registry.name].records()
    if known_on is not None and records.filter(code=code).exists():
        return Problem(
            HTTPStatus.NOT_FOUND, f"{code} was not known on {known_on.isoformat()}; it is now."
        )
    meant = nearest_code(records, code)
    hint = f" Was {meant} meant?" if meant else ""
    name = registry.one.replace("_", " ")
    return Problem(HTTPStatus.NOT_FOUND, f"There is no {name} {code}.{hint}", nearest=meant)
