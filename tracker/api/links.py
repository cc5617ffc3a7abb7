"""Addresses between records: what a row's codes lead to, and the lists that it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from tracker.fields import REGISTRIES, Registry

# Of each record: the lists that are about it, as the list's name and the parameter that names it.
ABOUT: dict[str, tuple[tuple[str, str, str], ...]] = {
    "contributions": (
        ("all_statements", "statements", "contribution"),
        ("parts", "contributions", "part_of"),
    ),
    "quotes": (("all_statements", "statements", "quote"), ("all_tallies", "tallies", "quote")),
    "sources": (("all_quotes", "quotes", "source"), ("all_statements", "statements", "source")),
    "speakers": (("all_quotes", "quotes", "speaker"), ("all_statements", "statements", "speaker")),
    "tallies": (("parts", "tallies", "part_of"),),
    "countries": (
        ("contributions", "contributions", "country"),
        ("regions", "countries", "parent"),
    ),
    "kinds": (("contributions", "contributions", "kind"), ("children", "kinds", "parent")),
    "lines_of_effort": (("contributions", "contributions", "line_of_effort"),),
    "metrics": (("contributions", "contributions", "metric"),),
    "places": (("contributions", "contributions", "place"), ("children", "places", "parent")),
    "coalitions": (("contributions", "contributions", "coalition"),),
}


# The records that are also served as Web Annotations, and the address that says so.
ANNOTATED = {"quotes": "annotation", "sources": "annotations"}


def list_address(request: HttpRequest, name: str, **params: Any) -> str:
    query = f"?{urlencode(params, safe=':,')}" if params else ""
    return request.build_absolute_uri(reverse(f"v1:{name}-list")) + query


def address(request: HttpRequest, name: str, code: str) -> str:
    return request.build_absolute_uri(reverse(f"v1:{name}-detail", args=[code]))


def links_of(request: HttpRequest, registry: Registry, row: Mapping[str, Any]) -> dict[str, str]:
    """From one record, by the name of the field or list they belong to; ``self`` is itself."""
    links = {"self": address(request, registry.name, row["code"])}
    for field in registry.fields:
        if field.refers and row.get(field.name):
            links[field.name] = address(request, field.refers, row[field.name])
    for link, name, parameter in ABOUT.get(registry.name, ()):
        links[link] = list_address(request, name, **{parameter: row["code"]})
    if registry.name in ANNOTATED:
        link = ANNOTATED[registry.name]
        links[link] = request.build_absolute_uri(
            reverse(f"v1:{registry.name}-{link}", args=[row["code"]])
        )
    if "counts" in row:
        links["counted"] = list_address(request, "contributions", **row["counts"])
    return links


def root_of(request: HttpRequest) -> dict[str, str]:
    """Where everything is."""
    lists = {name: list_address(request, name) for name in REGISTRIES}
    pages = {
        name: request.build_absolute_uri(reverse(f"v1:{name}"))
        for name in ("receipts", "search", "totals", "openapi", "docs")
    }
    return {**lists, **pages}
