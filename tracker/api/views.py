"""The answers: lists, records and files of each model, and what there is."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSet

from tracker.api import bodies
from tracker.api.asked import ESTIMATED, NONE, Listing, read_detail, read_listing
from tracker.api.caching import conditional
from tracker.api.downloads import download
from tracker.api.links import links_of, root_of
from tracker.api.missing import MovedForGood, missing, refuse_unreadable
from tracker.api.negotiation import FILE_RENDERERS, Negotiation
from tracker.api.paging import Cursor, page_of
from tracker.api.problems import answer, problem
from tracker.api.rows import texts_of
from tracker.api.shapes import CONDITIONAL, ETAG
from tracker.api.written import unpublished, written
from tracker.exports import FORMATS
from tracker.fields import Registry
from tracker.filters import FILTER_SETS
from tracker.models import Source


class Answering(APIView):
    """What all answers share: anybody may read what is published, refusals are problem details."""

    permission_classes = [AllowAny]

    def get_exception_handler(self) -> Any:
        return answer

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """What can be asked here."""
        response = bodies.plain(self.described(request))
        response["Allow"] = ", ".join(self.allowed_methods)
        return response

    def described(self, request: Request) -> dict[str, Any]:
        return {"name": self.get_view_name(), "description": self.__doc__}


class RecordViewSet(ViewSet, Answering):
    """The records of one registry; an answer is two queries, and two for each sort inside."""

    registry: ClassVar[Registry]
    lookup_field = "code"
    renderer_classes = [JSONRenderer, *FILE_RENDERERS]
    content_negotiation_class = Negotiation

    def described(self, request: Request) -> dict[str, Any]:
        # They describe this.
        from tracker.api.options import options_of_list, options_of_record, options_of_step

        action = self.action_map.get("get")
        if action is None:
            return options_of_step(self.action_map["post"])
        if action == "retrieve":
            return options_of_record(self.registry)
        filter_set = FILTER_SETS[self.registry.name]
        return options_of_list(request, self.registry, filter_set, action)

    def list(self, request: Request) -> HttpResponse | StreamingHttpResponse:
        if request.accepted_renderer.format in FORMATS:
            return self._file(request, request.accepted_renderer.format)
        listing = read_listing(self.registry, request.query_params)
        order = listing.form.shown.order
        cursor = Cursor.read(listing.cursor, order) if listing.cursor else None
        page = page_of(listing.query, order, size=listing.page_size, cursor=cursor)
        texts = texts_of(self.registry.name, listing, page.keys)
        response = bodies.listed(
            [texts[key] for key in page.keys if key in texts],
            next=turn(request, page.next),
            previous=turn(request, page.previous),
            **_counts(listing),
            read_as=listing.query.read_as,
        )
        return conditional(request, response)

    @action(detail=False)
    def csv(self, request: Request) -> StreamingHttpResponse:
        return self._file(request, "csv")

    @action(detail=False)
    def xlsx(self, request: Request) -> StreamingHttpResponse:
        return self._file(request, "xlsx")

    @action(detail=False)
    def ndjson(self, request: Request) -> StreamingHttpResponse:
        return self._file(request, "ndjson")

    @action(detail=False)
    def parquet(self, request: Request) -> StreamingHttpResponse:
        return self._file(request, "parquet")

    def _file(self, request: Request, format_: str) -> StreamingHttpResponse:
        return download(request, self.registry.name, FORMATS[format_])

    def retrieve(self, request: Request, code: str) -> HttpResponse:
        refuse_unreadable(self.registry, code)
        listing = read_detail(self.registry, request.query_params)
        record = self._findable(listing).filter(code=code).order_by()
        found = record.values_list("pk", "version", "updated_at").first()
        if found is None:
            return self.unseen(request, code, listing)
        key, version, changed_at = found
        row = texts_of(self.registry.name, listing, [key])[key]
        links = links_of(request, self.registry, json.loads(row) | {"code": code})
        more = {} if "fields" in request.query_params else self.more(code)
        response = bodies.one(row, **more, links=links)
        return conditional(request, response, version=version, changed_at=changed_at)

    def unseen(self, request: Request, code: str, listing: Listing) -> HttpResponse:
        """What readers do not see: a draft for who may see it, or why there is nothing."""
        known_on = listing.query.known_on
        key = None if known_on else unpublished(request.user, self.registry, code)
        if key is None:
            return missing(request, self.registry, code, known_on)
        return written(request, self.registry, key, chosen=listing.form.shown.fields)

    def _findable(self, listing: Listing) -> Any:
        """A corrected statement is in no list unless it is asked for, but it has its page."""
        if self.registry.name == "statements":
            return FILTER_SETS["statements"].records()
        return listing.query.rows

    def more(self, code: str) -> dict[str, Any]:
        """What the page of one record says besides its row and what stands beside it."""
        if self.registry.name != "sources":
            return {}
        source = Source.objects.get(code=code)
        public = source.text_is_public and source.text is not None
        return {"checked": source.checked, **({"text": source.text} if public else {})}


class RootView(Answering):
    """Where everything is."""

    @extend_schema(
        operation_id="root",
        tags=["root"],
        summary="Where everything is",
        parameters=[ETAG],
        responses={
            200: {"type": "object", "additionalProperties": {"type": "string"}},
            **CONDITIONAL,
        },
    )
    def get(self, request: Request) -> HttpResponse:
        return conditional(request, bodies.plain(root_of(request)))


@csrf_exempt
def not_found(request: HttpRequest) -> HttpResponse:
    """Any other address below /api/; one that lacks only its last stroke is sent on."""
    if not request.path.endswith("/") and _is_there(f"{request.path}/"):
        query = request.META.get("QUERY_STRING", "")
        return MovedForGood(f"{request.path}/{'?' if query else ''}{query}")
    return problem(
        HTTPStatus.NOT_FOUND, f"There is nothing at {request.path}; /api/v1/ says what there is."
    )


def _is_there(path: str) -> bool:
    try:
        return resolve(path).func is not not_found
    except Resolver404:
        return False


def turn(request: Request, cursor: Cursor | None) -> str | None:
    """The address of another page: the same question with its cursor."""
    if cursor is None:
        return None
    params = request.query_params.copy()
    params["cursor"] = str(cursor)
    return request.build_absolute_uri(f"{request.path}?{params.urlencode(safe=',:')}")


def _counts(listing: Listing) -> dict[str, Any]:
    """How many there are, if that was asked; counted, also how many lack what a range asked for."""
    if listing.counted == NONE:
        return {"count": None}
    if listing.counted == ESTIMATED:
        return {"count": listing.query.estimate(), "estimated": True}
    return {"count": listing.query.rows.count(), "lacking": listing.query.lacking()}
