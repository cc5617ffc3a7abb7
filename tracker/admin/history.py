"""Who changed a record, why and when, old value beside new: read from its model's event table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import ModelAdmin
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from tracker.actions.deeds import Deed
from tracker.admin.labels import label_of
from tracker.admin.lists import plain
from tracker.models import Action

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
    key: int
    action: Any
    at: datetime
    done: str
    who: str
    account: str
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
            "actions": _heads(shown),
            "reverts": hasattr(self, "revert_view") and self.has_change_permission(request),
            "events": events_of(self.model, list(shown))[:A_PAGE],
            "page": page,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/tracker/history.html", context)


def _heads(rows: list[Any]) -> set[Any]:
    """The actions these events are of, as far as they have a page."""
    keys = {row.pgh_context_id for row in rows}
    return set(Action.objects.filter(pk__in=keys).values_list("pk", flat=True))


def events_of(model: type[models.Model], rows: list[Any]) -> list[Event]:
    """Rows of the event table, the newest first, each compared with the one after it."""
    columns = [
        field
        for field in model._meta.concrete_fields
        if field.name not in UNTOLD and not field.generated and _is_kept(rows, field)
    ]
    names = _names((column, _value(row, column)) for column in columns for row in rows)
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
        for old in [_shown(_value(before, column), column, names)]
        for new in [_shown(_value(row, column), column, names)]
        if old != new
    ]
    return Event(
        key=row.pgh_id,
        action=row.pgh_context_id,
        at=row.pgh_created_at,
        done=DONE.get(row.pgh_label, row.pgh_label),
        who=who_of(context),
        account=context.get("username") or "",
        why=context.get("reason") or "",
        changes=changes if row.pgh_label != "delete" else [],
    )


def who_of(context: dict[str, str]) -> str:
    name = context.get("username") or "the database itself"
    return f"{name}, over REST" if context.get("via") == "api" else name


def _is_kept(rows: list[Any], column: models.Field) -> bool:
    return not rows or hasattr(rows[0], column.attname)


def _value(row: Any, column: models.Field) -> Any:
    return None if row is None else getattr(row, column.attname)


def _shown(value: Any, column: models.Field, names: dict[tuple[Any, Any], str]) -> str:
    if value is None or value == "":
        return ""
    if column.is_relation:
        return names.get((column.related_model, value), "deleted since")
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(plain(value))


def _names(values: Iterable[tuple[models.Field, Any]]) -> dict[tuple[Any, Any], str]:
    """What the keys in these columns stand for, one query a model; codes stand for themselves."""
    wanted: dict[Any, set[Any]] = defaultdict(set)
    named: dict[tuple[Any, Any], str] = {}
    for column, value in values:
        if column.is_relation and value is not None:
            wanted[column.related_model].add(value)
    for model, keys in wanted.items():
        if model._meta.pk.name == "code":
            named |= {(model, key): key for key in keys}
            continue
        rows = model._default_manager.filter(pk__in=keys)
        named |= {(model, pk): name for pk, name in rows.values_list("pk", _name(model))}
    return named


def undo_link(action: Any) -> str:
    """What a message says beside what was done."""
    return format_html('<a href="{}">Undo</a>', reverse("admin:tracker_action_undo", args=[action]))


def named_changes(
    model: type[models.Model], changed: list[tuple[models.Field, Any, Any]]
) -> list[Change]:
    """Columns with an old and a new value each, in the words of the page."""
    names = _names((column, value) for column, *pair in changed for value in pair)
    return [
        Change(label_of(model, column.name), _shown(old, column, names), _shown(new, column, names))
        for column, old, new in changed
    ]


# --- Of several records ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Touched:
    """A row that an action touched, with a link to it if it is there."""

    name: str
    done: str
    url: str
    changes: list[Change]


def touched_by(deeds: list[Deed]) -> list[Touched]:
    """What was done to each row, old value beside new; one query a model that is referred to."""
    told = [(deed, list(_columns_of(deed))) for deed in deeds]
    names = _names(
        (column, _told(row, column))
        for deed, columns in told
        for column in columns
        for row in (deed.before, deed.after)
    )
    return [_touched(deed, columns, names) for deed, columns in told]


def _columns_of(deed: Deed) -> Iterator[models.Field]:
    changed = set(deed.changed)
    for column in deed.model._meta.concrete_fields:
        if column.column in changed and column.name not in UNTOLD:
            yield column


def _touched(deed: Deed, columns: list[models.Field], names: dict[tuple[Any, Any], str]) -> Touched:
    done = "Added" if deed.before is None else "Deleted" if deed.after is None else "Changed"
    changes = [
        Change(
            label_of(deed.model, column.name),
            _shown(_told(deed.before, column), column, names),
            _shown(_told(deed.after, column), column, names),
        )
        for column in columns
    ]
    told = [change for change in changes if change.old or change.new]
    return Touched(deed.name, done, _address(deed), told)


def _told(row: dict[str, Any] | None, column: models.Field) -> Any:
    """A value as the model has it: the history tells it in the words of JSON."""
    value = (row or {}).get(str(column.column))
    if value is None or column.is_relation:
        return value
    return column.to_python(value)


def _address(deed: Deed) -> str:
    name = deed.model._meta.model_name
    if deed.after is None or not admin.site.is_registered(deed.model):
        return ""
    return reverse(f"admin:tracker_{name}_change", args=[quote(deed.key)])


def _name(model: Any) -> str:
    return "code" if model._meta.app_label == "tracker" else model.USERNAME_FIELD
