"""OpenAPI of the annotations, after the W3C Web Annotation Data Model."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema

from tracker.api.asked import LARGEST_PAGE, PAGE_SIZE
from tracker.api.examples import CODES
from tracker.api.schema import NO_FORMAT, exemplified, parameter
from tracker.api.shapes import ADDRESS, CONDITIONAL, ETAG, REFUSED_OF_ONE, TEXT, ref, shape

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT}"'
LD = {"@context": {"const": CONTEXT}}

_BODY = {
    "type": "object",
    "description": "A statement or tally that is read in the words.",
    "required": ["id", "type", "format"],
    "properties": {
        "id": ADDRESS,
        "type": {"const": "Dataset"},
        "format": TEXT,
        "label": TEXT,
    },
}
_SELECTORS = [
    {
        "type": "object",
        "required": ["type", "exact"],
        "properties": {
            "type": {"const": "TextQuoteSelector"},
            **dict.fromkeys(("exact", "prefix", "suffix"), TEXT),
        },
    },
    {
        "type": "object",
        "required": ["type", "start", "end"],
        "properties": {
            "type": {"const": "TextPositionSelector"},
            **{name: {"type": "integer", "minimum": 0} for name in ("start", "end")},
        },
    },
    {
        "type": "object",
        "required": ["type", "value"],
        "properties": {"type": {"const": "FragmentSelector"}, "value": TEXT, "conformsTo": ADDRESS},
    },
]
_TARGET = {
    "type": "object",
    "required": ["type", "source", "selector"],
    "properties": {
        "type": {"const": "SpecificResource"},
        "source": {**ADDRESS, "description": "The source; the text of the selectors is its."},
        "selector": {"type": "array", "items": {"oneOf": _SELECTORS}},
    },
}
ANNOTATION = shape(
    "Annotation",
    {
        "type": "object",
        "description": "A quote as a W3C Web Annotation.",
        "required": ["id", "type", "motivation", "target"],
        "properties": {
            **LD,
            "id": ADDRESS,
            "type": {"const": "Annotation"},
            "motivation": {"oneOf": [{"const": "describing"}, {"const": "highlighting"}]},
            "modified": {**TEXT, "format": "date-time"},
            "body": {"type": "array", "items": _BODY},
            "target": _TARGET,
        },
    },
)
COLLECTION = shape(
    "AnnotationCollection",
    {
        "type": "object",
        "description": "The quotes of a source as Web Annotations: how many, and the first page.",
        "required": ["@context", "id", "type", "label", "total", "first"],
        "properties": {
            **LD,
            "id": ADDRESS,
            "type": {"const": "AnnotationCollection"},
            "label": TEXT,
            "total": {"type": "integer", "minimum": 0},
            "first": ADDRESS,
        },
    },
)
PAGE = shape(
    "AnnotationPage",
    {
        "type": "object",
        "description": "A page of a source's quotes as Web Annotations.",
        "required": ["@context", "id", "type", "partOf", "items"],
        "properties": {
            **LD,
            "id": ADDRESS,
            "type": {"const": "AnnotationPage"},
            "partOf": ADDRESS,
            "next": ADDRESS,
            "prev": ADDRESS,
            "items": {"type": "array", "items": ref("Annotation")},
        },
    },
    shapes=(ANNOTATION,),
)


def described(
    operation_id: str, tag: str, summary: str, found: Any, *more: OpenApiParameter
) -> Any:
    """The description of a view's answer."""
    code = OpenApiParameter("code", TEXT, OpenApiParameter.PATH, description="What it is cited by.")
    return extend_schema(
        operation_id=operation_id,
        tags=[tag],
        summary=summary,
        parameters=exemplified([code, *more, NO_FORMAT, ETAG], {"code": CODES[tag]}),
        responses={(200, MEDIA_TYPE): found, **CONDITIONAL, **REFUSED_OF_ONE},
    )


PAGED = (
    parameter("cursor", TEXT, "From `next` or `prev`, as it was given."),
    parameter(
        "page_size",
        {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE},
        "Annotations a page.",
    ),
)
