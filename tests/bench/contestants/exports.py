"""The whole record as CSV in the usual ways, streamed where the way can stream.

``?rows=`` ends it early: walking model instances, a million rows take a quarter of an hour.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from import_export import fields, resources

from tests.bench.contestants.nested import ContributionSerializer, NestedList
from tracker.exports import read_export
from tracker.models import State

CHUNK = 1000


class Echo:
    """A file that gives back what is written to it, as Django's manual has it."""

    def write(self, text: str) -> str:
        return text


def through_queryset(request: HttpRequest) -> StreamingHttpResponse:
    """The very cells of the site's own export, one row a yield."""
    export = read_export("contributions", {})
    rows = export.table()[: _rows(request)].iterator(chunk_size=CHUNK)
    return _streamed([export.header], rows)


def through_serializers(request: HttpRequest) -> StreamingHttpResponse:
    """Nested serializers over instances with all they need, laid flat."""
    found = NestedList(request=request, _asked=dict).get_queryset().order_by("code")
    instances = found[: _rows(request)].iterator(chunk_size=CHUNK)
    pages = (ContributionSerializer(page, many=True).data for page in _pages(instances))
    return _streamed([], (list(_flat(row)) for page in pages for row in page))


def through_import_export(request: HttpRequest) -> HttpResponse:
    """A resource of dotted attributes; it makes the whole file before it sends any."""
    states = State.objects.at().select_related(*JOINED).defer("statement__quote__source__text")
    rows = states.order_by("contribution__code")[: _rows(request)]
    return HttpResponse(StateResource().export(rows).csv, content_type="text/csv")


def _pages(instances: Iterator[Any]) -> Iterator[list[Any]]:
    """A serializer for each row would be made anew each time."""
    while page := list(islice(instances, CHUNK)):
        yield page


def _rows(request: HttpRequest) -> int:
    return int(request.GET["rows"])


def _streamed(head: Iterable[Any], rows: Iterable[Any]) -> StreamingHttpResponse:
    writer = csv.writer(Echo())

    def lines() -> Iterator[Any]:
        yield from map(writer.writerow, head)
        yield from map(writer.writerow, rows)

    return StreamingHttpResponse(lines(), content_type="text/csv")


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _flat(each)
    else:
        yield value


JOINED = (
    "contribution__country",
    "contribution__kind",
    "contribution__theatre",
    "contribution__part_of",
    "statement__standing",
    "statement__quote__speaker",
    "statement__quote__source",
)
COLUMNS = [
    "contribution__code",
    "contribution__path",
    "contribution__title",
    "contribution__coalition_id",
    "contribution__country_id",
    "contribution__country__name",
    "contribution__country__type",
    "contribution__kind_id",
    "contribution__kind__name",
    "contribution__theatre_id",
    "contribution__theatre__name",
    "contribution__part_of__code",
    "status",
    "status_group",
    "change",
    "disputed",
    "denied_by_self",
    "status_conflict",
    "figure_conflict",
    "implied_only",
    "conditioned",
    "metric_id",
    "low",
    "high",
    "currency",
    "started_earliest",
    "started_latest",
    "ended_earliest",
    "ended_latest",
    "held_earliest",
    "held_latest",
    "last_as_of",
    "outlook_status",
    "outlook_change",
    "due_latest",
    "known_from",
    "statements",
    "statement__code",
    "statement__standing__stake",
    "statement__when",
    "statement__condition",
    "statement__quote__exact",
    "statement__quote__code",
    "statement__quote__start",
    "statement__quote__end",
    "statement__quote__locator",
    "statement__quote__translation",
    "statement__quote__voice",
    "statement__quote__occasion",
    "statement__quote__speaker__code",
    "statement__quote__speaker__name",
    "statement__quote__speaker__office",
    "statement__quote__speaker__country_id",
    "statement__quote__speaker__role",
    "statement__quote__speaker__anonymous",
    "statement__quote__source__code",
    "statement__quote__source__title",
    "statement__quote__source__publisher",
    "statement__quote__source__published",
    "statement__quote__source__url",
    "statement__quote__source__archived_url",
    "statement__quote__source__reliability",
    "contribution__version",
    "contribution__updated_at",
]
StateResource = type(
    "StateResource",
    (resources.Resource,),
    {name: fields.Field(attribute=name, column_name=name) for name in COLUMNS},
)
