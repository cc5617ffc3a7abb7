"""Totals over HTTP: the question is read and answered by ``tracker.totals``."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils import timezone
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from tracker.api import bodies
from tracker.api.asked import FORMATS
from tracker.api.caching import conditional
from tracker.api.links import list_address
from tracker.api.negotiation import CSVRenderer, Negotiation
from tracker.api.options import described as told
from tracker.api.options import filters_of
from tracker.api.schema import FORMAT
from tracker.api.totals_schema import described, described_file
from tracker.api.views import Answering
from tracker.domain.codes import nearest
from tracker.filters import FilterError, Mistake
from tracker.totals import (
    Address,
    Answer,
    Question,
    TotalsFilterSet,
    answer,
    as_json,
    read_totals,
    table_of,
)


@described
class TotalsView(Answering):
    """What the contributions of a question add up to, in groups."""

    renderer_classes = [JSONRenderer, CSVRenderer]
    content_negotiation_class = Negotiation

    def described(self, request: Request) -> dict[str, Any]:
        return {
            "name": "totals",
            "description": self.__doc__,
            "parameters": [*filters_of(request, TotalsFilterSet), *told([FORMAT])],
        }

    def get(self, request: Request) -> HttpResponse:
        found = answer(_read(request.query_params))
        if request.accepted_renderer.format == "csv":
            return conditional(request, _as_csv(request, found))
        return conditional(request, bodies.plain(as_json(found, _address_for(request))))


@described_file
class TotalsFileView(TotalsView):
    """The same as CSV."""

    renderer_classes = [CSVRenderer]


def _as_csv(request: Request, found: Answer) -> HttpResponse:
    """RFC 4180: a row a cell and metric. It is as short as its cells, so nothing is streamed."""
    written = io.StringIO()
    csv.writer(written).writerows(table_of(found, _address_for(request)))
    name = f"totals-{timezone.localdate().isoformat()}.csv"
    return HttpResponse(
        written.getvalue(),
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _read(params: QueryDict) -> Question:
    """Raises :class:`~tracker.filters.FilterError` with every mistake."""
    wrong = _format(params.get("format", "json"))
    try:
        question = read_totals(params, also=["format"])
    except FilterError as error:
        raise FilterError([*error.mistakes, *wrong]) from None
    if wrong:
        raise FilterError(wrong)
    return question


def _format(word: str) -> list[Mistake]:
    if word in FORMATS:
        return []
    return [Mistake("format", word, f"it is {' or '.join(FORMATS)}.", nearest(word, FORMATS) or "")]


def _address_for(request: Request) -> Address:
    return lambda params: list_address(request, "contributions", **params)
