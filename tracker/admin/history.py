"""Who changed a record, why and when, old value beside new: read from its model's event table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.options import ModelAdmin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from tracker.admin.labels import label_of
from tracker.admin.lists import plain

A_PAGE = 50
DONE = {"insert": "Added", "update": "Changed", "delete": "Deleted"}
# Kept by the database, or told by the event itself.
UNTOLD = {"id", "created_at", "edited_by", "written_by"}


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    done: str
    who: str
    why: str
    changes: list[Change]


class History(ModelAdmin):
    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        kept: Any = getattr(self.model, "pgh_event_model", None)
        if kept is None:
            return super().history_view(request, object_id, extra_context)
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(  # type: ignore[attr-defined]
                request, self.opts, object_id
            )
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        rows = kept.objects.filter(pgh_obj_id=record.pk).order_by("-pgh_id")
        page = Paginator(rows, A_PAGE).get_page(request.GET.get("p"))
        # One older than the page shows, to tell what its last row changed.
        shown = rows[page.start_index() - 1 if page.start_index() else 0 :][: A_PAGE + 1]
        context = {
            **self.admin_site.each_context(request),
            "title": "History",
            "subtitle": str(record),
            "opts": self.opts,
            "original": record,
            "media": self.media,
            "events": events_of(self.model, list(shown))[:A_PAGE],
            "page": page,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/tracker/history.html", context)


def events_of(model: type[models.Model], rows: list[Any]) -> list[Event]:
    """Rows of the event table, the newest first, each compared with the one after it."""
    columns = [
        field
        for field in model._meta.concrete_fields
        if field.name not in UNTOLD and not field.generated and _is_kept(rows, field)
    ]
    names = _names(columns, rows)
    return [
        _event(model, row, rows[place + 1] if place + 1 < len(rows) else None, columns, names)
        for place, row in enumerate(rows)
    ]


def _event(
    model: type[models.Model],
    row: Any,
    before: Any,
    columns: list[models.Field],
    names: dict[tuple[Any, Any], str],
) -> Event:
    context = row.pgh_context or {}
    changes = [
        Change(label_of(model, column.name), old, new)
        for column in columns
        for old in [_shown(before, column, names) if before is not None else ""]
        for new in [_shown(row, column, names)]
        if old != new
    ]
    return Event(
        at=row.pgh_created_at,
        done=DONE.get(row.pgh_label, row.pgh_label),
        who=_who(context),
        why=context.get("reason") or "",
        changes=changes if row.pgh_label != "delete" else [],
    )


def _who(context: dict[str, str]) -> str:
    name = context.get("username") or "the database itself"
    return f"{name}, over REST" if context.get("via") == "api" else name


def _is_kept(rows: list[Any], column: models.Field) -> bool:
    return not rows or hasattr(rows[0], column.attname)


def _shown(row: Any, column: models.Field, names: dict[tuple[Any, Any], str]) -> str:
    value = getattr(row, column.attname)
    if value is None or value == "":
        return ""
    if column.is_relation:
        return names.get((column.related_model, value), "deleted since")
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(plain(value))


def _names(columns: list[models.Field], rows: Iterable[Any]) -> dict[tuple[Any, Any], str]:
    """What the keys in these rows stand for, one query a model."""
    wanted: dict[Any, set[Any]] = defaultdict(set)
    for column in columns:
        if column.is_relation:
            wanted[column.related_model] |= {getattr(row, column.attname) for row in rows} - {None}
    return {
        (model, pk): name
        for model, keys in wanted.items()
        for pk, name in model._default_manager.filter(pk__in=keys).values_list("pk", _name(model))
    }


def _name(model: Any) -> str:
    return "code" if model._meta.app_label == "tracker" else model.USERNAME_FIELD
