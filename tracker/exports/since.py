"""What happened to a record, and to what it rests on, since a moment: who, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.models import Contribution, Quote, Source, Speaker, Statement, Tally

# Kept by the database, or told by the event itself.
UNTOLD = {"id", "created_at", "edited_by", "written_by"}
MOST = 20  # events told of one record


@dataclass(frozen=True, slots=True)
class Event:
    """``changes`` are columns with their old and new values."""

    record: str
    done: str
    at: datetime
    who: str
    why: str
    changes: tuple[tuple[str, str, str], ...]

    def __str__(self) -> str:
        changes = ", ".join(
            f"{name}: {old or '–'} → {new or '–'}" for name, old, new in self.changes
        )
        why = f" ({self.why})" if self.why else ""
        return (
            f"{self.at:%Y-%m-%d %H:%M} UTC, {self.who}: {self.record}, {self.done}{why} {changes}"
        )


def events_since(model: Any, code: str, since: datetime) -> list[Event]:
    """The oldest first; empty where the record is not there or nothing happened to it."""
    found = [
        event
        for related, keys in _family(model, code)
        for event in _events(related, list(keys), since)
    ]
    return sorted(found, key=lambda event: event.at)[:MOST]


def _family(model: Any, code: str) -> Iterator[tuple[Any, Iterable[Any]]]:
    """The record, and what its row is made of."""
    records = model._default_manager.filter(code=code)
    yield model, records.values_list("pk", flat=True)
    if model is Contribution:
        statements = Statement.objects.filter(contribution__in=records.values("pk"))
        yield Statement, statements.values_list("pk", flat=True)
    elif model is Statement:
        statements = records
        yield Contribution, records.values_list("contribution", flat=True)
    elif model is Tally:
        statements = records
    else:
        return
    quotes = Quote.objects.filter(pk__in=statements.values("quote"))
    yield Quote, quotes.values_list("pk", flat=True)
    yield Source, quotes.values_list("source", flat=True)
    yield Speaker, quotes.exclude(speaker=None).values_list("speaker", flat=True)


def _events(model: Any, keys: list[Any], since: datetime) -> Iterator[Event]:
    kept = model.pgh_event_model.objects
    rows = kept.filter(pgh_obj_id__in=set(keys), pgh_created_at__gte=since).order_by("pgh_id")
    for row in rows[:MOST]:
        before = kept.filter(pgh_obj_id=row.pgh_obj_id, pgh_id__lt=row.pgh_id)
        yield _event(model, row, before.order_by("-pgh_id").first())


def _event(model: Any, row: Any, before: Any) -> Event:
    context = row.pgh_context or {}
    names = {field.attname for field in model._meta.concrete_fields if field.name not in UNTOLD}
    changes = tuple(
        (name, _told(before, name), _told(row, name))
        for name in sorted(names)
        if before is not None and hasattr(row, name) and _told(before, name) != _told(row, name)
    )
    return Event(
        record=f"{model._meta.verbose_name} {row.code}",
        done={"insert": "added", "update": "changed", "delete": "deleted"}[row.pgh_label],
        at=row.pgh_created_at,
        who=context.get("username") or "the database itself",
        why=context.get("reason") or "",
        changes=changes,
    )


def _told(row: Any, name: str) -> str:
    value = getattr(row, name)
    return "" if value is None else str(value)
