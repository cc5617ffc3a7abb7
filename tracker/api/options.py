"""What an address can be asked: the answer to OPTIONS, read off what answers the questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from tracker.api.links import list_address
from tracker.api.schema import (
    detail_parameters,
    file_parameters,
    list_parameters,
    values_of,
)
from tracker.api.schema_writing import DESCRIPTIONS, IF_MATCH, KEY
from tracker.exports import FORMATS
from tracker.fields import REGISTRIES, Registry
from tracker.filters import RecordFilterSet
from tracker.filters.asked import Asked
from tracker.filters.values import UNSTATED
from tracker.models import Coalition, Country, Kind, LineOfEffort, Metric, Place

# Of these all codes are named; of what grows with the record, the list that has them.
FEW = (Coalition, Country, Kind, LineOfEffort, Metric, Place)


def options_of_list(
    request: Request, registry: Registry, filter_set: type[RecordFilterSet], action: str
) -> dict[str, Any]:
    """Of a list or of its file: every filter, and how the answer is shown."""
    shown = list_parameters(registry)
    if action != "list":
        shown = file_parameters(registry, FORMATS[action])
    return {
        "name": registry.name,
        "description": registry.meaning,
        "parameters": [
            *filters_of(request, filter_set),
            *described(shown),
        ],
        "fields": [{"name": field.name, **field.schema} for field in registry.fields],
    }


def options_of_record(registry: Registry) -> dict[str, Any]:
    parameters: Iterable[OpenApiParameter] = detail_parameters(registry)
    return {
        "name": registry.one,
        "description": registry.meaning,
        "parameters": described(each for each in parameters if each.name != "code"),
        "fields": [{"name": field.name, **field.schema} for field in registry.fields],
    }


def options_of_step(step: str) -> dict[str, Any]:
    """Of an address that only takes a record a step further."""
    return {
        "name": step,
        "description": DESCRIPTIONS[step],
        "parameters": described((IF_MATCH, KEY)),
    }


def filters_of(request: Request, filter_set: type[RecordFilterSet]) -> list[dict[str, Any]]:
    """Each with its meaning and what it may be: words and small sets of codes are named."""
    named: dict[Any, list[str]] = {}
    return [
        {
            "name": name,
            "label": asked.label,
            "meaning": asked.meaning,
            "schema": asked.schema,
            **_values(request, asked, named),
        }
        for name, asked in filter_set.base_filters.items()
    ]


def _values(request: Request, asked: Asked, named: dict[Any, list[str]]) -> Mapping[str, Any]:
    """The codes that there are, or where they are listed."""
    stand = values_of(asked)
    if stand is None:
        return {}
    name, column = stand
    records, model = asked.extra["records"], REGISTRIES[name].model
    where = {"values_at": list_address(request, name, fields=column)}
    if model not in FEW:
        return where
    if (model, column) not in named:
        codes = records().exclude(**{column: ""}).order_by(column)
        named[model, column] = list(codes.values_list(column, flat=True).distinct())
    unstated = [UNSTATED] if asked.extra.get("unstated") else []
    return {"values": [*named[model, column], *unstated], **where}


def described(parameters: Iterable[OpenApiParameter]) -> list[dict[str, Any]]:
    """Parameters as they are in the OpenAPI document, in OPTIONS' words."""
    return [
        {"name": each.name, "meaning": each.description, "schema": each.type}
        for each in parameters
        if not each.exclude
    ]
