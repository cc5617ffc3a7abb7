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
from django.urls import reverse
from django.utils.html import format_html

from tracker.actions.revert import MADE
from tracker.actions.undo_plan import parts_of
from tracker.admin.labels import label_of
from tracker.admin.lists import plain
from tracker.models import Action, StatementQuote, TallyCountry, TallyQuote

A_PAGE = 50
DONE = {"insert": "Added", "update": "Changed", "delete": "Deleted"}
# What a part is called on the page of its whole.
CALLED: dict[Any, str] = {
    StatementQuote: "further quote",
    TallyQuote: "further quote",
    TallyCountry: "country",
}
# Kept by the database, or told by the event itself.
UNTOLD = {"id", "created_at", "edited_by", "written_by"}


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Event:
    """``part`` is what it was done to where that is a part of the record: “further quote”."""

    key: int
    action: Any
    at: datetime
    done: str
    part: str
    who: str
    account: str
    why: str
    changes: list[Change]
    can_revert: bool


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
        page = Paginator(_entries(self.model, record.pk), A_PAGE).get_page(request.GET.get("p"))
        events = _told_entries(self.model, list(page))
        context = {
            **self.admin_site.each_context(request),
            "title": "History",
            "subtitle": str(record),
            "opts": self.opts,
            "original": record,
            "media": self.media,
            "actions": _heads(events),
            "reverts": hasattr(self, "revert_view") and self.has_change_permission(request),
            "events": events,
            "page": page,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/tracker/history.html", context)


def _heads(events: list[Event]) -> set[Any]:
    """The actions these events are of, as far as they have a page."""
    keys = {event.action for event in events}
    return set(Action.objects.filter(pk__in=keys).values_list("pk", flat=True))


# --- A record with its parts ----------------------------------------------------------------


def _entries(model: type[models.Model], key: Any) -> Any:
    """The record's events and those of its parts, the newest first: time, whose, key."""
    own: Any = model
    found = [own.pgh_event_model.objects.filter(pgh_obj_id=key)]
    found += [
        part.pgh_event_model.objects.filter(**{f"{owner}_id": key})
        for part, owner in parts_of(model)
    ]
    rows = [
        events.order_by()
        .annotate(nth=models.Value(place, models.IntegerField()))
        .values_list("pgh_created_at", "nth", "pgh_id")
        for place, events in enumerate(found)
    ]
    told = rows[0].union(*rows[1:], all=True) if rows[1:] else rows[0]
    return told.order_by("-pgh_created_at", "nth", "-pgh_id")


def _told_entries(
    model: type[models.Model], entries: list[tuple[datetime, int, int]]
) -> list[Event]:
    """Each compared with the one before it of its row; three queries a model, and its names."""
    told: dict[tuple[int, int], Event] = {}
    sorts = [(model, ""), *parts_of(model)]
    for place, (each, owner) in enumerate(sorts):
        keys = [key for _, at, key in entries if at == place]
        told |= {(place, event.key): event for event in _events(each, owner, keys) if keys}
    return [told[place, key] for _, place, key in entries]


def _events(model: Any, owner: str, keys: list[int]) -> list[Event]:
    """``owner`` is the column by which a part refers to its whole; empty for a whole."""
    kept = model.pgh_event_model.objects
    earlier = kept.filter(
        pgh_obj_id=models.OuterRef("pgh_obj_id"), pgh_id__lt=models.OuterRef("pgh_id")
    ).order_by("-pgh_id")
    rows = kept.filter(pgh_id__in=keys)
    before = dict(
        rows.annotate(before=models.Subquery(earlier.values("pgh_id")[:1])).values_list(
            "pgh_id", "before"
        )
    )
    found = {row.pgh_id: row for row in kept.filter(pgh_id__in=[*keys, *before.values()])}
    columns = [
        field
        for field in model._meta.concrete_fields
        if field.name not in UNTOLD | {owner}
        and not field.generated
        and _is_kept(list(found.values()), field)
    ]
    names = names_of((column, _value(row, column)) for column in columns for row in found.values())
    part = CALLED.get(model, str(model._meta.verbose_name)) if owner else ""
    return [_event(part, found[key], found.get(before[key]), columns, names) for key in keys]


def _event(
    part: str,
    row: Any,
    before: Any,
    columns: list[models.Field],
    names: dict[tuple[Any, Any], str],
) -> Event:
    context = row.pgh_context or {}
    gone = row.pgh_label == "delete"
    pair = (row if gone else before, None if gone else row)
    changed = [
        (column, Change(label_of(column.model, column.name), old, new))
        for column in columns
        for old, new in [[shown_in(_value(each, column), column, names) for each in pair]]
        if old != new
    ]
    return Event(
        key=row.pgh_id,
        action=row.pgh_context_id,
        at=row.pgh_created_at,
        done=DONE.get(row.pgh_label, row.pgh_label),
        part=part,
        who=who_of(context),
        account=context.get("username") or "",
        why=context.get("reason") or "",
        changes=[change for _, change in changed] if part or not gone else [],
        can_revert=not part
        and row.pgh_label == "update"
        and any(column.attname not in MADE for column, _ in changed),
    )


def who_of(context: dict[str, str]) -> str:
    name = context.get("username") or "the database itself"
    return f"{name}, over REST" if context.get("via") == "api" else name


def _is_kept(rows: list[Any], column: models.Field) -> bool:
    return not rows or hasattr(rows[0], column.attname)


def _value(row: Any, column: models.Field) -> Any:
    return None if row is None else getattr(row, column.attname)


def shown_in(value: Any, column: models.Field, names: dict[tuple[Any, Any], str]) -> str:
    if value is None or value == "":
        return ""
    if column.is_relation:
        return names.get((column.related_model, value), "deleted since")
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(plain(value))


def names_of(values: Iterable[tuple[models.Field, Any]]) -> dict[tuple[Any, Any], str]:
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
    names = names_of((column, value) for column, *pair in changed for value in pair)
    return [
        Change(
            label_of(model, column.name), shown_in(old, column, names), shown_in(new, column, names)
        )
        for column, old, new in changed
    ]


def _name(model: Any) -> str:
    return "code" if model._meta.app_label == "tracker" else model.USERNAME_FIELD
