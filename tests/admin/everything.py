"""A row of every model that has a page, and the address of every page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import quote
from django.db.models import Model
from django.urls import URLPattern, reverse

from tests.small import Record
from tracker import actions
from tracker.actions import acting
from tracker.admin import PAGES
from tracker.admin.steps import STEPS
from tracker.models import (
    Country,
    LineOfEffort,
    Member,
    Metric,
    Place,
    Receipt,
    Redirect,
    Release,
    SavedView,
)


def fill(record: Record) -> None:
    """What the small record lacks."""
    with acting(by=record.analyst, reason="reference data"):
        LineOfEffort.objects.get_or_create(code="military", defaults={"name": "Military"})
        Metric.objects.get_or_create(
            code="ships", defaults={"name": "Ships", "unit": "ships", "nature": "stock"}
        )
        syria = Place.objects.get_or_create(
            code="syria", defaults={"name": "Syria", "level": "country"}
        )[0]
        Place.objects.get_or_create(
            code="raqqa", defaults={"name": "Raqqa", "level": "city", "parent": syria}
        )
        union = Country.objects.create(code="EU", name="European Union", type="organisation")
        for member in Country.objects.exclude(pk="EU"):
            Member.objects.create(organisation=union, country=member)
        Redirect.objects.create(model="source", code="old", because="withdrawn", reason="twice")
    for model in PAGES:
        SavedView.objects.create(
            owner=record.analyst, model=str(model._meta.model_name), name="Mine", query="p=1"
        )
    Receipt.objects.create(code="r1", format="csv", query={"kind": "airstrikes"})
    actions.make_token(
        user=record.reviewer,
        by=record.reviewer,
        name="a program",
        expires_at=datetime(2100, 1, 1, tzinfo=UTC),
    )
    Release.objects.create(code="2026.11", released_at=datetime(2026, 11, 1, tzinfo=UTC))


def rows() -> Iterator[Model]:
    """One row of every model with a page, one of each stage where it is reviewed."""
    for model in PAGES:
        found = model._default_manager.order_by("pk")
        assert found.exists(), f"there is no {model.__name__} to open"
        if any(field.name == "review" for field in model._meta.fields):
            found = found.distinct("review").order_by("review", "pk")
        else:
            found = found.reverse()[:1]
        yield from found


def addresses(verb: str = "") -> Iterator[str]:
    """Every address of every page, for each row; only the views so called, if ``verb`` is given."""
    for model in PAGES:
        page = admin.site.get_model_admin(model)
        for pattern in page.get_urls():
            if isinstance(pattern, URLPattern) and pattern.name and _is(pattern.name, verb):
                yield from _filled(pattern, model)


def row_of(model: type[Model]) -> list[Any]:
    return [row for row in rows() if isinstance(row, model)]


def _is(name: str, verb: str) -> bool:
    return not verb or name.endswith(f"_{verb}")


def _filled(pattern: URLPattern, model: type[Model]) -> Iterator[str]:
    name = f"admin:{pattern.name}"
    arguments = re.findall(r"<\w+:(\w+)>", str(pattern.pattern))
    if arguments == ["view_id"]:
        for view in SavedView.objects.filter(model=model._meta.model_name):
            yield reverse(name, args=[view.pk])
        return
    if not arguments:
        yield reverse(name)
        return
    for row in row_of(model):
        for step in STEPS if "name" in arguments else [""]:
            yield reverse(name, args=[_value(argument, row, step) for argument in arguments])


def _value(argument: str, row: Any, step: str) -> Any:
    """What stands in an address for one row: a key, a step, a person, a change of its history."""
    if argument == "event":
        return row.events.latest("pgh_id").pgh_id
    return {"name": step, "username": "ada", "key": row.pk}.get(argument, quote(row.pk))
