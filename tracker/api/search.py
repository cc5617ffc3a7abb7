"""The best of what words find, over HTTP: ranked by ``tracker.filters.best``, not paged."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request

from tracker.api import bodies
from tracker.api.caching import conditional
from tracker.api.examples import SOUGHT
from tracker.api.links import address, list_address
from tracker.api.options import described, filters_of
from tracker.api.schema import exemplified, filter_parameters, parameter
from tracker.api.shapes import ADDRESS, CONDITIONAL, ETAG, REFUSED, TEXT, shape
from tracker.api.views import Answering
from tracker.filters import ContributionFilterSet, FilterError, Hit, Mistake, best_of
from tracker.filters.best import RANKED

SIZE, LARGEST = 20, 100

_HIT = {
    "type": "object",
    "properties": {
        "code": TEXT,
        "title": TEXT,
        "rank": {"type": "number"},
        "quote": {"type": ["string", "null"], "description": "The quote that has the words."},
        "text": {**TEXT, "description": "The words of that quote; else the title."},
        "spans": {
            "type": "array",
            "description": "Where what is sought stands in the text: code points, end exclusive.",
            "items": {"type": "array", "items": {"type": "integer"}},
        },
        "url": ADDRESS,
    },
}
FOUND = shape(
    "Found",
    {
        "type": "object",
        "required": ["results", "ranked", "more", "all", "read_as"],
        "properties": {
            "results": {"type": "array", "items": _HIT},
            "ranked": {"type": "integer", "description": f"How many hits; {RANKED} at most."},
            "more": {"type": "boolean", "description": "Whether there are hits beyond those."},
            "all": {**ADDRESS, "description": "The list of all hits."},
            "read_as": {"type": "array", "items": TEXT},
        },
    },
)
_LIMIT = parameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": LARGEST, "default": SIZE},
    "How many of the best.",
)
_OPERATION = extend_schema(
    operation_id="search",
    tags=["contributions"],
    summary="Find contributions by words, the best first",
    description="Takes all parameters of the list of contributions, and needs q.",
    parameters=exemplified([*filter_parameters(ContributionFilterSet), _LIMIT, ETAG], SOUGHT),
    responses={(200, "application/json"): FOUND, **CONDITIONAL, **REFUSED},
)


@extend_schema_view(get=_OPERATION)
class SearchView(Answering):
    """The contributions that say most of some words, and where they say them."""

    def described(self, request: Request) -> dict[str, Any]:
        return {
            "name": "search",
            "description": self.__doc__,
            "parameters": [*filters_of(request, ContributionFilterSet), *described([_LIMIT])],
        }

    def get(self, request: Request) -> HttpResponse:
        params = request.query_params
        limit, mistakes = _limit(params)
        if "q" not in params:
            mistakes.append(Mistake("q", "", "say what is sought, such as q=Raqqa."))
        try:
            query = ContributionFilterSet.read(params, also=["limit"])
        except FilterError as error:
            raise FilterError([*error.mistakes, *mistakes]) from None
        if mistakes:
            raise FilterError(mistakes)
        found = best_of(query, query.asked["q"], limit)
        body = {
            "results": [_hit(request, hit) for hit in found.hits],
            "ranked": found.ranked,
            "more": found.more,
            "all": list_address(request, "contributions", **query.asked),
            "read_as": list(query.read_as),
        }
        return conditional(request, bodies.plain(body))


def _hit(request: HttpRequest, hit: Hit) -> dict[str, Any]:
    return {
        "code": hit.code,
        "title": hit.title,
        "rank": hit.rank,
        "quote": hit.quote or None,
        "text": hit.text,
        "spans": hit.spans,
        "url": address(request, "contributions", hit.code),
    }


def _limit(params: QueryDict) -> tuple[int, list[Mistake]]:
    text = params.get("limit", str(SIZE))
    if text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= LARGEST:
        return int(text), []
    return SIZE, [Mistake("limit", text, f"it is a number from 1 to {LARGEST}.")]
