"""Quotes as Web Annotations (W3C Web Annotation Data Model, JSON-LD).

The body is what is read in the quote, the target the source with selectors for the words. It is
the row of a quote and of what is read in it, in other words; nothing here is looked up elsewhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from tracker.api.annotation_schema import (
    ANNOTATION,
    COLLECTION,
    CONTEXT,
    MEDIA_TYPE,
    PAGE,
    PAGED,
    described,
)
from tracker.api.asked import read_listing
from tracker.api.caching import conditional
from tracker.api.links import address
from tracker.api.missing import missing
from tracker.api.options import described as told
from tracker.api.paging import Cursor, page_of
from tracker.api.rows import texts_of
from tracker.api.views import Answering, turn
from tracker.fields import REGISTRIES
from tracker.filters import FILTER_SETS, FilterError, Mistake

# Of a quote and of what is read in it, what an annotation says.
QUOTE = "code,exact,prefix,suffix,start,end,locator,source,source_url,source_title,updated_at"
SAID = ",".join(f"statements.{name}" for name in ("code", "path", "status", "change", "words"))
CLAIMED = "tallies.code,tallies.words"
ASKED = f"fields={QUOTE},{SAID},{CLAIMED}&expand=statements,tallies"
# What a locator is in the language of fragments, and whose language that is.
FRAGMENTS = (
    (r"p(\d+)", "page={}", "http://tools.ietf.org/rfc/rfc3778"),
    (r"row-(\d+)", "row={}", "http://tools.ietf.org/rfc/rfc7111"),
    (r"(\d\d:\d\d:\d\d)", "t={}", "http://www.w3.org/TR/media-frags/"),
)

Row = dict[str, Any]


# --- From rows to annotations ---------------------------------------------------------------


def annotation_of(request: HttpRequest, row: Row) -> Row:
    """One quote; without a body where all that was read in it is withdrawn."""
    bodies = [*_bodies(request, "statements", row), *_bodies(request, "tallies", row)]
    return {
        "id": request.build_absolute_uri(reverse("v1:quotes-annotation", args=[row["code"]])),
        "type": "Annotation",
        "motivation": "describing" if bodies else "highlighting",
        "modified": row["updated_at"],
        **({"body": bodies} if bodies else {}),
        "target": {
            "type": "SpecificResource",
            "source": row["source_url"] or address(request, "sources", row["source"]),
            "selector": list(_selectors(row)),
        },
    }


def _bodies(request: HttpRequest, name: str, row: Row) -> Iterator[Row]:
    for each in row[name]:
        yield {
            "id": address(request, name, each["code"]),
            "type": "Dataset",
            "format": "application/json",
            "label": _label(each),
        }


def _label(said: Row) -> str:
    """FR/deployment.air: possible, more (38 aircraft)."""
    status = ", ".join(filter(None, (said.get("status"), said.get("change"))))
    words = f" ({said['words']})" if said["words"] else ""
    return f"{said.get('path', 'Tally')}: {status or 'unstated'}{words}"


def _selectors(row: Row) -> Iterator[Row]:
    """Words and place, each enough by itself to find the quote by."""
    around = {name: row[name] for name in ("prefix", "suffix") if row[name]}
    yield {"type": "TextQuoteSelector", "exact": row["exact"], **around}
    if row["start"] is not None:
        yield {"type": "TextPositionSelector", "start": row["start"], "end": row["end"]}
    else:
        yield {"type": "FragmentSelector", **_fragment(row["locator"])}


def _fragment(locator: str) -> Row:
    for pattern, value, standard in FRAGMENTS:
        found = re.fullmatch(pattern, locator)
        if found:
            return {"conformsTo": standard, "value": value.format(found[1])}
    return {"value": locator}


# --- Answers --------------------------------------------------------------------------------


class LinkedDataRenderer(BaseRenderer):
    """Stands for JSON-LD in negotiation: whoever accepts it, or JSON, is answered."""

    media_type = "application/ld+json"
    format = "jsonld"

    def render(self, data: Any, media_type: str | None = None, context: Any = None) -> bytes:
        raise NotImplementedError("Annotations are written by tracker.api.annotation.")


class AnnotationView(Answering):
    """Of one record, as JSON-LD."""

    renderer_classes = [LinkedDataRenderer, JSONRenderer]

    def answered(self, request: Request, body: Row) -> HttpResponse:
        text = json.dumps({"@context": CONTEXT, **body}, ensure_ascii=False)
        return conditional(request, HttpResponse(text, content_type=MEDIA_TYPE))

    def unknown(self, request: Request, name: str, code: str) -> HttpResponse:
        return missing(request, REGISTRIES[name], code, None)


class QuoteAnnotationView(AnnotationView):
    """One quote: its words, where they stand, and what is read in them."""

    @described("quotes_annotation", "quotes", "One quote as a Web Annotation", ANNOTATION)
    def get(self, request: Request, code: str) -> HttpResponse:
        _alone(request)
        listing = read_listing(REGISTRIES["quotes"], QueryDict(ASKED))
        key = listing.query.rows.filter(code=code).values_list("pk", flat=True).first()
        if key is None:
            return self.unknown(request, "quotes", code)
        row = json.loads(texts_of("quotes", listing, [key])[key])
        return self.answered(request, annotation_of(request, row))


class SourceAnnotationsView(AnnotationView):
    """The collection: how many there are, and where the first of them stand."""

    @described("sources_annotations", "sources", "A source's quotes as Web Annotations", COLLECTION)
    def get(self, request: Request, code: str) -> HttpResponse:
        _alone(request)
        sources = FILTER_SETS["sources"].records().filter(code=code)
        title = sources.values_list("title", flat=True).first()
        if title is None:
            return self.unknown(request, "sources", code)
        quotes = FILTER_SETS["quotes"].records().filter(source__code=code)
        first = reverse("v1:sources-annotation-page", args=[code])
        body = {
            "id": request.build_absolute_uri(request.path),
            "type": "AnnotationCollection",
            "label": title,
            "total": quotes.count(),
            "first": request.build_absolute_uri(first),
        }
        return self.answered(request, body)


class SourceAnnotationPageView(AnnotationView):
    """A page of it; `next` leads on."""

    @described(
        "sources_annotation_page", "sources", "A page of a source's annotations", PAGE, *PAGED
    )
    def get(self, request: Request, code: str) -> HttpResponse:
        _alone(request, "cursor", "page_size")
        if not FILTER_SETS["sources"].records().filter(code=code).exists():
            return self.unknown(request, "sources", code)
        asked = QueryDict(ASKED, mutable=True)
        asked.update({**request.query_params.dict(), "source": code})
        listing = read_listing(REGISTRIES["quotes"], asked)
        order = listing.form.shown.order
        cursor = Cursor.read(listing.cursor, order) if listing.cursor else None
        page = page_of(listing.query, order, size=listing.page_size, cursor=cursor)
        texts = texts_of("quotes", listing, page.keys)
        turns = {"next": turn(request, page.next), "prev": turn(request, page.previous)}
        body = {
            "id": request.build_absolute_uri(),
            "type": "AnnotationPage",
            "partOf": request.build_absolute_uri(reverse("v1:sources-annotations", args=[code])),
            **{name: to for name, to in turns.items() if to},
            "items": [
                annotation_of(request, json.loads(texts[key])) for key in page.keys if key in texts
            ],
        }
        return self.answered(request, body)

    def described(self, request: Request) -> dict[str, Any]:
        return {**super().described(request), "parameters": told(PAGED)}


def _alone(request: Request, *names: str) -> None:
    """Raises FilterError for any other parameter."""
    why = f"it takes {' and '.join(names)} alone." if names else "it takes no parameter."
    mistakes = [Mistake(name, "", why) for name in request.query_params if name not in names]
    if mistakes:
        raise FilterError(mistakes)
