"""Schemas that are written out under a name, and the refusals that all answers share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema_serializer,
)
from rest_framework import serializers

TEXT: dict[str, Any] = {"type": "string"}
ADDRESS: dict[str, Any] = {"type": "string", "format": "uri"}
FILE: dict[str, Any] = {"type": "string", "format": "binary"}
ADDRESS_OR_NULL: dict[str, Any] = {"type": ["string", "null"], "format": "uri"}


class Shape(serializers.Serializer):
    """A schema that is written out, under a name; it serializes nothing.

    ``uses`` are the registries whose rows it refers to, with what may be expanded in them;
    ``shapes`` are others that it refers to.
    """

    title: ClassVar[str]
    schema: ClassVar[dict[str, Any]]
    uses: ClassVar[tuple[str, ...]] = ()
    shapes: ClassVar[tuple[type[Shape], ...]] = ()


# Of each registry its row, and that with what may be expanded in it. They refer to one another in
# circles, so a shape names them; tracker.api.schema fills them in.
ROWS: dict[str, type[Shape]] = {}
EXPANDED: dict[str, type[Shape]] = {}


class ShapeExtension(OpenApiSerializerExtension):
    target_class = "tracker.api.shapes.Shape"
    match_subclasses = True

    def get_name(self, auto_schema: Any, direction: Any) -> str:
        return str(self.target.title)

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        for name in self.target.uses:
            for shapes in (ROWS, EXPANDED):
                auto_schema.resolve_serializer(shapes[name], direction)
        for each in self.target.shapes:
            auto_schema.resolve_serializer(each, direction)
        return dict(self.target.schema)


def shape(
    title: str, schema: dict[str, Any], *uses: str, shapes: tuple[type[Shape], ...] = ()
) -> type[Shape]:
    own = {"title": title, "schema": schema, "uses": uses, "shapes": shapes}
    made = type(title, (Shape,), own)
    return extend_schema_serializer(many=False)(made)


def ref(title: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{title}"}


PROBLEM = shape(
    "Problem",
    {
        "type": "object",
        "description": "RFC 9457 problem details.",
        "required": ["title", "status", "detail"],
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": {**TEXT, "description": "What was wrong, and the way to mend it."},
            "invalid-params": {
                "type": "array",
                "description": "Every parameter that could not be read.",
                "items": {
                    "type": "object",
                    "properties": {
                        "name": TEXT,
                        "value": TEXT,
                        "reason": TEXT,
                        "nearest": {"type": ["string", "null"], "description": "Probably meant."},
                    },
                },
            },
            "nearest": {"type": ["string", "null"], "description": "The code probably meant."},
            "rule": {**TEXT, "description": "The rule of the database that refused it."},
            "place": {
                "type": "object",
                "description": "Where the words of a quote do stand.",
                "properties": {"start": {"type": "integer"}, "end": {"type": "integer"}},
            },
            "theirs": {"type": "object", "description": "The record as it is now."},
            "yours": {
                "type": ["object", "null"],
                "description": "What was sent; null where a record was to be removed.",
            },
            "reason": {**TEXT, "description": "Why it was withdrawn."},
            "withdrawn_on": {**TEXT, "format": "date"},
            "successor": {
                "type": ["object", "null"],
                "properties": {"code": TEXT, "url": ADDRESS},
            },
        },
    },
)


# --- Refusals -------------------------------------------------------------------------------

REFUSALS = {
    400: "The question cannot be read: `invalid-params` names each mistake.",
    401: "The token opens nothing.",
    406: "There is no such form of it; Accept names one that there is.",
    429: "Too often; Retry-After says when.",
}
OF_ONE = {404: "There is no such record.", 410: "Withdrawn: why, and what took its place."}


def refused(told: Mapping[int, str]) -> dict[Any, Any]:
    """Each is a problem."""
    return {
        (status, "application/problem+json"): OpenApiResponse(PROBLEM, description=why)
        for status, why in sorted(told.items())
    }


# What an answer that a cache may keep is told of it.
ETAG = OpenApiParameter(
    "ETag",
    TEXT,
    OpenApiParameter.HEADER,
    description="What the answer is recognised by; If-None-Match asks whether it is still so.",
    response=[200],
)
CONDITIONAL: dict[Any, Any] = {
    304: OpenApiResponse(description="Not changed since the ETag that If-None-Match names."),
    **refused({412: "It is not, or no longer, as If-Match names it."}),
}
MERGED = OpenApiResponse(description="Merged into another; follow Location.")
# The server's own answer: the question has not come as far as this site.
TOO_LONG = {(414, "text/html"): OpenApiResponse(TEXT, description="The address is too long.")}
REFUSED = refused(REFUSALS) | TOO_LONG
REFUSED_OF_ONE = refused(REFUSALS | OF_ONE) | TOO_LONG
