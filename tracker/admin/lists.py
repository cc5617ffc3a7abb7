"""Columns and filters of lists, called by the words on screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.contrib.admin.filters import FieldListFilter
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from tracker.admin.labels import label_of
from tracker.domain.wording import number


def column(model: type[Model], name: str) -> Callable[[Any], Any]:
    """A column of a list that is headed as its field is on the page."""

    @admin.display(description=label_of(model, name), ordering=name)
    def shown(record: Any) -> Any:
        told = getattr(record, f"get_{name}_display", None)
        return told() if told else plain(getattr(record, name))

    shown.__name__ = name  # what the list's cells are called by
    return shown


def filter_by(
    model: type[Model],
    name: str,
    kind: type[FieldListFilter] = admin.ChoicesFieldListFilter,
) -> tuple[str, type[FieldListFilter]]:
    """A filter by choices (or by a small table) that is headed as its field is."""
    return name, type("Called", (_Called, kind), {"called": label_of(model, name)})


def whose(column: str, called: str, *, nobody: str = "") -> type[admin.SimpleListFilter]:
    """Mine, or (where it may be) nobody's: people are too many to list."""

    class Whose(admin.SimpleListFilter):
        title = called
        parameter_name = "whose"

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
            return [("mine", "I"), *([("nobody", nobody)] if nobody else [])]

        def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
            if self.value() is None:
                return queryset
            return queryset.filter(**{column: request.user if self.value() == "mine" else None})

    return Whose


class _Called(FieldListFilter):
    called = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = self.called


def plain(value: Any) -> Any:
    """Without what says nothing: zeros after the point, seconds."""
    if isinstance(value, Decimal):
        return number(value)
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value
