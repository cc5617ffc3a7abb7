"""What happened to a record, and to what its row is made of, since a moment: who, when and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.fields import REGISTRIES, Registry
from tracker.models import Contribution, Statement

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
        ).rstrip()


def events_since(
    registry: Registry, code: str, rows: Iterable[Mapping[str, str]], since: datetime
) -> list[Event]:
    """The oldest first; empty where nothing happened to it, nor to what its row is made of.

    ``rows`` are the record's rows, as they were and as they are: they name other records too.
    """
    found = [
        event
        for name, codes in _family(registry, code, rows).items()
        for event in _events(REGISTRIES[name].model, codes, since)
    ]
    return sorted(found, key=lambda event: event.at)[:MOST]


def events_of_the_whole(coalition: Any, since: datetime) -> list[Event]:
    """What happened to any published contribution or statement of a coalition."""
    of: dict[Any, dict[str, Any]] = {
        Contribution: {"coalition": coalition},
        Statement: {"contribution__coalition": coalition},
    }
    found = [
        event
        for model, where in of.items()
        for event in _told(model, where | {"published_at__isnull": False}, since)
    ]
    return sorted(found, key=lambda event: event.at)[:MOST]


# --- What a row is made of ------------------------------------------------------------------

Family = dict[str, set[str]]  # codes, by the name of their registry


def _family(registry: Registry, code: str, rows: Iterable[Mapping[str, str]]) -> Family:
    found: Family = {registry.name: {code}} if code else {}
    for row in rows:
        _note(found, registry, [[row.get(field.name) for field in _references(registry)]])
    _note(found, registry, _referred(registry, {code}))
    if registry.model is Contribution:
        statements = _statements_of(code)
        found.setdefault("statements", set()).update(statements)
        _note(found, REGISTRIES["statements"], _referred(REGISTRIES["statements"], statements))
    return found


def _references(registry: Registry) -> list[Any]:
    return [field for field in registry.fields if field.refers]


def _note(family: Family, registry: Registry, rows: Iterable[Iterable[Any]]) -> None:
    for row in rows:
        for field, code in zip(_references(registry), row, strict=True):
            if code:
                family.setdefault(field.refers, set()).add(code)


def _referred(registry: Registry, codes: Collection[str]) -> Iterable[Iterable[Any]]:
    """What these records name now, which a file of a few columns does not say."""
    rows: Any = registry.model._default_manager
    rows = rows.at() if registry.model is Contribution else rows.all()
    columns = [field.raw() for field in _references(registry)]
    return rows.filter(code__in=codes).values_list(*columns) if columns else ()


def _statements_of(code: str) -> set[str]:
    """All that were ever published of a contribution, those that are gone from it too."""
    events: Any = Statement.pgh_event_model.objects  # type: ignore[attr-defined]
    keys = Contribution.objects.filter(code=code).values("pk")
    kept = events.filter(contribution__in=keys, published_at__isnull=False)
    return set(kept.values_list("code", flat=True))


# --- Its history ----------------------------------------------------------------------------


def _events(model: Any, codes: Collection[str], since: datetime) -> Iterator[Event]:
    here = dict(model._default_manager.filter(code__in=codes).values_list("code", "pk"))
    yield from _told(model, {"pgh_obj_id__in": set(here.values())}, since)
    gone = set(codes) - here.keys()
    if gone:
        yield from _told(model, {"code__in": gone}, since)


def _told(model: Any, where: dict[str, Any], since: datetime) -> Iterator[Event]:
    kept = model.pgh_event_model.objects
    rows = kept.filter(**where, pgh_created_at__gte=since).order_by("pgh_id")
    for row in rows[:MOST]:
        before = kept.filter(pgh_obj_id=row.pgh_obj_id, pgh_id__lt=row.pgh_id)
        yield _event(model, row, before.order_by("-pgh_id").first())


def _event(model: Any, row: Any, before: Any) -> Event:
    context = row.pgh_context or {}
    names = {field.attname for field in model._meta.concrete_fields if field.name not in UNTOLD}
    changes = tuple(
        (name, _text(before, name), _text(row, name))
        for name in sorted(names)
        if before is not None and hasattr(row, name) and _text(before, name) != _text(row, name)
    )
    return Event(
        record=f"{model._meta.verbose_name} {row.code}",
        done={"insert": "added", "update": "changed", "delete": "deleted"}[row.pgh_label],
        at=row.pgh_created_at,
        who=context.get("username") or "the database itself",
        why=context.get("reason") or "",
        changes=changes,
    )


def _text(row: Any, name: str) -> str:
    value = getattr(row, name)
    return "" if value is None else str(value)
