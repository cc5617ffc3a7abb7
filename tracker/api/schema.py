"""OpenAPI, read off the same registries and filter sets that answer."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_serializer,
    extend_schema_view,
)
from rest_framework import serializers

from tracker.api.asked import COUNTS, DETAIL, FORMATS, LARGEST_PAGE, PAGE_SIZE
from tracker.api.expanding import paths_of
from tracker.api.relations import LIMIT, RELATIONS, relations_of
from tracker.api.views import RecordViewSet
from tracker.exports import FORMATS as FILES
from tracker.exports import Format
from tracker.exports.export import CHOICES, own_names, registry_of
from tracker.fields import REGISTRIES, Registry
from tracker.filters import FILTER_SETS, RecordFilterSet
from tracker.reconcile import RECKONED

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


class ShapeExtension(OpenApiSerializerExtension):
    target_class = "tracker.api.schema.Shape"
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


def title_of(registry: Registry) -> str:
    """LineOfEffort of line_of_effort."""
    return registry.one.title().replace("_", "")


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
            "yours": {"type": "object", "description": "What was sent."},
            "reason": {**TEXT, "description": "Why it was withdrawn."},
            "withdrawn_on": {**TEXT, "format": "date"},
            "successor": {
                "type": ["object", "null"],
                "properties": {"code": TEXT, "url": ADDRESS},
            },
        },
    },
)
ROWS = {name: shape(title_of(each), each.schema()) for name, each in REGISTRIES.items()}


def expanded_title(registry: Registry) -> str:
    return f"{title_of(registry)}Expanded"


def expanded_schema(registry: Registry) -> dict[str, Any]:
    """A row with what ``expand=`` puts into it, all of which the record's own page has."""
    relations = {
        each.name: {
            "type": "array",
            "items": ref(expanded_title(each.registry)),
            "description": f"{each.meaning} Of one record at most {LIMIT}.",
        }
        for each in RELATIONS.get(registry.name, ())
    }
    return {"allOf": [ref(title_of(registry)), {"type": "object", "properties": relations}]}


EXPANDED = {
    name: shape(expanded_title(each), expanded_schema(each), name, *relations_of(name))
    for name, each in REGISTRIES.items()
}


def list_schema(registry: Registry) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["results", "next", "previous", "count", "read_as"],
        "properties": {
            "results": {"type": "array", "items": ref(expanded_title(registry))},
            "next": {**ADDRESS_OR_NULL, "description": "The next page; follow it as it is."},
            "previous": {**ADDRESS_OR_NULL, "description": "The page before."},
            "count": {"type": ["integer", "null"], "description": "Of all pages, if asked for."},
            "estimated": {
                "type": "boolean",
                "description": "The count is the planner's estimate; with count=estimated.",
            },
            "lacking": {
                "type": "object",
                "additionalProperties": {"type": "integer"},
                "description": "With count=exact, of each range: how many match all else and have "
                "no value for it.",
            },
            "read_as": {
                "type": "array",
                "items": TEXT,
                "description": "How the question was understood.",
            },
        },
    }


def detail_schema(registry: Registry) -> dict[str, Any]:
    links = {"type": "object", "additionalProperties": ADDRESS, "description": "Related records."}
    more = {"checked": TEXT, "text": TEXT} if registry.name == "sources" else {}
    beside = list(relations_of(registry.name))
    own = {
        "type": "object",
        "required": [*beside, "links"],
        "properties": {**more, "links": links},
    }
    return {"allOf": [ref(expanded_title(registry)), own]}


# --- Parameters -----------------------------------------------------------------------------


# The address says the form of these answers; REST framework would offer to say it once more.
NO_FORMAT = OpenApiParameter("format", exclude=True)


def parameter(name: str, schema: dict[str, Any], meaning: str) -> OpenApiParameter:
    """A list is one text with commas."""
    is_list = schema.get("type") == "array"
    options: dict[str, Any] = {"explode": False, "style": "form"} if is_list else {}
    return OpenApiParameter(name, schema, description=meaning, **options)


def filter_parameters(filter_set: type[RecordFilterSet]) -> list[OpenApiParameter]:
    asked = filter_set.base_filters
    return [parameter(name, each.schema, each.meaning) for name, each in asked.items()]


def shown_parameters(registry: Registry) -> list[OpenApiParameter]:
    names = [*registry.sortable, *(f"-{name}" for name in registry.sortable)]
    return [_fields(registry), parameter("ordering", {**TEXT, "enum": names}, "Code, if not said.")]


def _fields(registry: Registry) -> OpenApiParameter:
    schema = {"type": "array", "minItems": 1, "items": {**TEXT, "enum": list(registry.names)}}
    meaning = "Which fields, in which order; all if not said."
    paths = paths_of(registry.name)
    if paths:
        meaning += f" Inside what is expanded: `{paths[0]}.code`."
    return parameter("fields", schema, meaning)


def expand_parameters(registry: Registry) -> list[OpenApiParameter]:
    """None where there is nothing to expand."""
    paths = paths_of(registry.name)
    schema = {"type": "array", "minItems": 1, "items": {**TEXT, "enum": list(paths)}}
    meaning = "Records inside each record; `statements.quotes` is the quotes of its statements."
    return [parameter("expand", schema, meaning)] if paths else []


def page_parameters() -> list[OpenApiParameter]:
    size = {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE}
    return [
        parameter("page_size", size, "Rows a page."),
        parameter("cursor", TEXT, "From `next` or `previous`, as it was given."),
        parameter(
            "count",
            {**TEXT, "enum": list(COUNTS)},
            "Whether all rows are counted, or their number estimated (0.2 ms).",
        ),
        parameter("format", {**TEXT, "enum": list(FORMATS)}, "Instead of an Accept header."),
    ]


def file_parameters(registry: Registry, format_: Format) -> list[OpenApiParameter]:
    meanings = {
        "shape": "One row a contribution (wide), or one a live statement (long).",
        "flavour": "For a spreadsheet, cells that could be formulas begin with an apostrophe; a "
        "plain file alters nothing.",
    }
    names = [name for name in CHOICES if name in own_names(registry.name, format_.name)]
    found = [parameter(n, {**TEXT, "enum": list(CHOICES[n])}, meanings[n]) for n in names]
    return [*found, NO_FORMAT]


def detail_parameters(registry: Registry) -> list[OpenApiParameter]:
    asked = FILTER_SETS[registry.name].base_filters
    clocks = [parameter(n, asked[n].schema, asked[n].meaning) for n in DETAIL if n in asked]
    code = OpenApiParameter("code", TEXT, OpenApiParameter.PATH, description="What it is cited by.")
    return [code, _fields(registry), *expand_parameters(registry), *clocks, NO_FORMAT]


# --- Operations -----------------------------------------------------------------------------


def file_operation(registry: Registry, format_: Format) -> Any:
    """All rows as one file; its receipt is linked in the answer."""
    name, tag = registry.name, registry.name.replace("_", " ")
    in_files = registry_of(name, RECKONED.get(name))
    link = OpenApiParameter(
        "Link",
        TEXT,
        OpenApiParameter.HEADER,
        description='The receipt, as rel="describedby".',
        response=[200],
    )
    return extend_schema(
        operation_id=f"{name}_{format_.name}",
        tags=[tag],
        summary=f"Download {tag} as {format_.label}",
        description=f"{registry.meaning} {format_.meaning}",
        parameters=[
            *filter_parameters(FILTER_SETS[name]),
            *shown_parameters(in_files),
            *file_parameters(registry, format_),
            link,
        ],
        responses={
            (200, format_.media_type): OpenApiResponse(FILE, description=format_.meaning),
            (400, "application/problem+json"): PROBLEM,
        },
    )


def described(viewset: type[RecordViewSet]) -> type[RecordViewSet]:
    """The viewset, with its three operations described."""
    registry = viewset.registry
    name, tag = registry.name, registry.name.replace("_", " ")
    filters = filter_parameters(FILTER_SETS[name])
    found = shape(f"{title_of(registry)}List", list_schema(registry), name)
    full = shape(f"{title_of(registry)}Detail", detail_schema(registry), name)
    refused = {(400, "application/problem+json"): PROBLEM}
    files = {format_: file_operation(registry, each) for format_, each in FILES.items()}
    return extend_schema_view(
        list=extend_schema(
            operation_id=f"{name}_list",
            tags=[tag],
            summary=f"List {tag}",
            description=registry.meaning,
            parameters=[
                *filters,
                *shown_parameters(registry),
                *expand_parameters(registry),
                *page_parameters(),
            ],
            responses={(200, "application/json"): found, **refused},
        ),
        **files,
        retrieve=extend_schema(
            operation_id=f"{name}_retrieve",
            tags=[tag],
            summary=f"One {registry.one.replace('_', ' ')}",
            description=registry.meaning,
            parameters=detail_parameters(registry),
            responses={
                (200, "application/json"): full,
                308: OpenApiResponse(description="Merged into another; follow Location."),
                **refused,
                (404, "application/problem+json"): PROBLEM,
                (410, "application/problem+json"): PROBLEM,
            },
        ),
    )(viewset)
