"""OpenAPI, read off the same registries and filter sets that answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from typing import Any

from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)

from tracker.api.asked import COUNTS, DETAIL, FORMATS, LARGEST_PAGE, PAGE_SIZE
from tracker.api.examples import ASKED, CODES
from tracker.api.expanding import paths_of
from tracker.api.relations import LIMIT, RELATIONS, relations_of
from tracker.api.shapes import (
    ADDRESS,
    ADDRESS_OR_NULL,
    CONDITIONAL,
    ETAG,
    EXPANDED,
    FILE,
    MERGED,
    REFUSED,
    REFUSED_OF_ONE,
    ROWS,
    TEXT,
    ref,
    shape,
)
from tracker.api.views import RecordViewSet
from tracker.exports import FORMATS as FILES
from tracker.exports import Format
from tracker.exports.export import CHOICES, own_names, registry_of
from tracker.fields import REGISTRIES, Registry
from tracker.filters import FILTER_SETS, Asked, RecordFilterSet
from tracker.reconcile import RECKONED

LISTS = {registry.model: name for name, registry in REGISTRIES.items()}


def title_of(registry: Registry) -> str:
    """LineOfEffort of line_of_effort."""
    return registry.one.title().replace("_", "")


ROWS |= {name: shape(title_of(each), each.schema()) for name, each in REGISTRIES.items()}


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


EXPANDED |= {
    name: shape(expanded_title(each), expanded_schema(each), name, *relations_of(name))
    for name, each in REGISTRIES.items()
}


# --- Answers --------------------------------------------------------------------------------


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
                "description": "With count=exact, of each parameter that may lack a value "
                "(ranges, place, role and the like): how many match all else and have none.",
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
    own = {
        "type": "object",
        "required": ["links"],
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


FORMAT = parameter("format", {**TEXT, "enum": list(FORMATS)}, "Instead of an Accept header.")


def exemplified(
    parameters: Iterable[OpenApiParameter], example: Mapping[str, Any]
) -> list[OpenApiParameter]:
    """The parameters with their part of an example: all parts together are one that runs."""
    made = [copy(each) for each in parameters]
    for each in made:
        if each.name in example:
            each.examples = [OpenApiExample("Example", example[each.name])]
    return made


def filter_parameters(filter_set: type[RecordFilterSet]) -> list[OpenApiParameter]:
    asked = filter_set.base_filters
    return [parameter(name, each.schema, _meaning(each)) for name, each in asked.items()]


def _meaning(asked: Asked) -> str:
    """With the list that has its values, where they are those of records."""
    stand = values_of(asked)
    at = f" Its values stand at `/api/v1/{stand[0]}/?fields={stand[1]}`." if stand else ""
    return f"{asked.meaning}{at}"


def values_of(asked: Asked) -> tuple[str, str] | None:
    """The list and the field in which the values of a parameter stand."""
    records = asked.extra.get("records")
    return records and (LISTS[records().model], asked.extra.get("column", "code"))


def shown_parameters(registry: Registry, paths: tuple[str, ...] = ()) -> list[OpenApiParameter]:
    """How rows are shown; ``paths`` are what may be expanded in them."""
    names = [*registry.sortable, *(f"-{name}" for name in registry.sortable)]
    return [
        _fields(registry, paths),
        parameter("ordering", {**TEXT, "enum": names}, "Code, if not said."),
    ]


def chosen(words: list[str]) -> dict[str, Any]:
    """Some of these words, each once."""
    one = {**TEXT, "enum": words}
    return {"type": "array", "minItems": 1, "uniqueItems": True, "items": one}


def _fields(registry: Registry, paths: tuple[str, ...], unsaid: str = "all") -> OpenApiParameter:
    schema = chosen(list(registry.names))
    meaning = f"Which fields, in which order; {unsaid} if not said."
    if paths:
        meaning += f" Inside what is expanded: `{paths[0]}.code`."
        inside = "|".join(path.replace(".", r"\.") for path in paths)
        schema["items"] = {
            "anyOf": [schema["items"], {**TEXT, "pattern": rf"^({inside})\.[a-z_]+$"}]
        }
    return parameter("fields", schema, meaning)


def expand_parameters(registry: Registry) -> list[OpenApiParameter]:
    """None where there is nothing to expand."""
    paths = paths_of(registry.name)
    meaning = "Records inside each record; `statements.quotes` is the quotes of its statements."
    return [parameter("expand", chosen(list(paths)), meaning)] if paths else []


def page_parameters() -> list[OpenApiParameter]:
    size = {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE}
    return [
        parameter("page_size", size, "Rows a page."),
        parameter("cursor", TEXT, "From `next` or `previous`, as it was given."),
        parameter(
            "count",
            {**TEXT, "enum": list(COUNTS)},
            "Whether all rows are counted (exact) or their number is estimated, which is quicker.",
        ),
        FORMAT,
    ]


def list_parameters(registry: Registry) -> list[OpenApiParameter]:
    """What a list is asked for besides its filters."""
    return [
        *shown_parameters(registry, paths_of(registry.name)),
        *expand_parameters(registry),
        *page_parameters(),
    ]


def file_parameters(registry: Registry, format_: Format) -> list[OpenApiParameter]:
    """What a file is asked for besides its filters."""
    meanings = {
        "shape": "One row a contribution (wide), or one a live statement (long).",
        "flavour": "For a spreadsheet, cells that could be formulas begin with an apostrophe; a "
        "plain file alters nothing.",
    }
    names = [name for name in CHOICES if name in own_names(registry.name, format_.name)]
    found = [parameter(n, {**TEXT, "enum": list(CHOICES[n])}, meanings[n]) for n in names]
    in_files = registry_of(registry.name, RECKONED.get(registry.name))
    return [*shown_parameters(in_files), *found, NO_FORMAT]


def detail_parameters(registry: Registry) -> list[OpenApiParameter]:
    asked = FILTER_SETS[registry.name].base_filters
    clocks = [parameter(n, asked[n].schema, asked[n].meaning) for n in DETAIL if n in asked]
    code = OpenApiParameter("code", TEXT, OpenApiParameter.PATH, description="What it is cited by.")
    return [
        code,
        _fields(registry, paths_of(registry.name), "all, and all records inside it,"),
        *expand_parameters(registry),
        *clocks,
        NO_FORMAT,
    ]


# --- Operations -----------------------------------------------------------------------------


def file_operation(registry: Registry, format_: Format) -> Any:
    """All rows as one file; its receipt is linked in the answer."""
    name, tag = registry.name, registry.name.replace("_", " ")
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
            *exemplified(filter_parameters(FILTER_SETS[name]), ASKED[name]),
            *file_parameters(registry, format_),
            link,
        ],
        responses={
            (200, format_.media_type): OpenApiResponse(FILE, description=format_.meaning),
            **REFUSED,
        },
    )


def described(viewset: type[RecordViewSet]) -> type[RecordViewSet]:
    """The viewset, with its three operations described."""
    registry = viewset.registry
    name, tag = registry.name, registry.name.replace("_", " ")
    filters = exemplified(filter_parameters(FILTER_SETS[name]), ASKED[name])
    found = shape(f"{title_of(registry)}List", list_schema(registry), name)
    full = shape(f"{title_of(registry)}Detail", detail_schema(registry), name)
    files = {format_: file_operation(registry, each) for format_, each in FILES.items()}
    return extend_schema_view(
        list=extend_schema(
            operation_id=f"{name}_list",
            tags=[tag],
            summary=f"List {tag}",
            description=registry.meaning,
            parameters=[
                *filters,
                *list_parameters(registry),
                ETAG,
            ],
            responses={(200, "application/json"): found, **CONDITIONAL, **REFUSED},
        ),
        **files,
        retrieve=extend_schema(
            operation_id=f"{name}_retrieve",
            tags=[tag],
            summary=f"One {registry.one.replace('_', ' ')}",
            description=registry.meaning,
            parameters=[*exemplified(detail_parameters(registry), {"code": CODES[name]}), ETAG],
            responses={
                (200, "application/json"): full,
                **CONDITIONAL,
                308: MERGED,
                **REFUSED_OF_ONE,
            },
        ),
    )(viewset)
