"""What actions did, read from the history: of each row they touched, how it was before and after.

Events tell how a row became; a deed sums up those of one action and one row.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import Model

OWN = """
SELECT %(label)s AS model, m.action, m.obj::text, m.last, b.pgh_id, newer.pgh_context,
    to_jsonb(l)::text, to_jsonb(b)::text
FROM (SELECT e.pgh_context_id AS action, e.pgh_obj_id AS obj,
        min(e.pgh_id) AS first, max(e.pgh_id) AS last,
        row_number() OVER (PARTITION BY e.pgh_context_id ORDER BY min(e.pgh_id)) AS place
    FROM {events} e WHERE e.pgh_context_id = ANY (%(actions)s) GROUP BY 1, 2) m
JOIN {events} l ON l.pgh_id = m.last
LEFT JOIN LATERAL (SELECT e.* FROM {events} e
    WHERE e.pgh_obj_id = m.obj AND e.pgh_id < m.first ORDER BY e.pgh_id DESC LIMIT 1) b ON true
LEFT JOIN LATERAL (SELECT coalesce(e.pgh_context, '{{}}') AS pgh_context FROM {events} e
    WHERE e.pgh_obj_id = m.obj AND e.pgh_id > m.last ORDER BY e.pgh_id DESC LIMIT 1) newer ON true
WHERE m.place <= coalesce(%(most)s, m.place)
"""


@dataclass(frozen=True, slots=True)
class Deed:
    """One row in one action; ``before`` or ``after`` is None where it was not there.

    ``event_before`` and ``event_after`` are keys of the history; ``since`` is the context of the
    newest event after the action, None where nothing came after.
    """

    model: type[Model]
    key: str
    action: UUID
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    event_before: int | None
    event_after: int
    since: dict[str, Any] | None
    had: dict[str, bool]

    @property
    def name(self) -> str:
        """“statement voa:1-36:2”; a part of a record has no code."""
        row = self.after or self.before or {}
        return f"{self.model._meta.verbose_name} {row.get('code') or self.key}"

    @property
    def changed(self) -> list[str]:
        """The columns that the action changed."""
        before, after = self.before or {}, self.after or {}
        return [name for name in {**before, **after} if before.get(name) != after.get(name)]

    @property
    def published(self) -> bool:
        """The action made it public for the first time."""
        ever = (self.before or {}).get("published_at")
        return bool((self.after or {}).get("published_at")) and not ever


@cache
def tracked() -> tuple[type[Model], ...]:
    """The models whose history is kept, each after those it refers to."""
    found: list[type[Model]] = []

    def add(model: type[Model]) -> None:
        for field in model._meta.concrete_fields:
            related = field.related_model
            if related in kept and related is not model and related not in found:
                add(related)
        if model not in found:
            found.append(model)

    kept = [m for m in apps.get_app_config("tracker").get_models() if hasattr(m, "pgh_event_model")]
    for model in kept:
        add(model)
    return tuple(found)


def deeds_of(actions: Collection[UUID], most: int | None = None) -> list[Deed]:
    """What these actions did, in the order of ``tracked()``; one query.

    ``most``: of one action and one model, just the first so many rows.
    """
    models = tracked()
    sql = " UNION ALL ".join(
        f"({OWN.format(events=events_of(model))})" % _places(place)
        for place, model in enumerate(models)
    )
    names: dict[str, Any] = {f"label{place}": place for place in range(len(models))}
    with connection.cursor() as cursor:
        cursor.execute(sql, {**names, "actions": list(actions), "most": most})
        rows = sorted(cursor.fetchall(), key=lambda row: (row[0], row[3]))
    return [deed for row in rows if (deed := _deed(models[row[0]], *row[1:])) is not None]


def _places(place: int) -> dict[str, str]:
    return {"label": f"%(label{place})s::int", "actions": "%(actions)s::uuid[]",
            "most": "%(most)s::bigint"}  # fmt: skip


def events_of(model: Any) -> str:
    return str(model.pgh_event_model._meta.db_table)


def _deed(
    model: type[Model],
    action: UUID,
    key: str,
    last: int,
    first: int | None,
    since: str | None,
    after: str,
    before: str | None,
) -> Deed | None:
    """None where the row came and went within the action."""
    end, had = _row(after)
    start, _ = _row(before)
    if (start is None and end is None) or start == end:
        return None
    newer = json.loads(since) if isinstance(since, str) else since
    return Deed(model, key, action, start, end, first, last, newer, had)


def _row(text: str | None) -> tuple[dict[str, Any] | None, dict[str, bool]]:
    """The tracked columns of an event, and which of the others had a value when it was deleted."""
    if text is None:
        return None, {}
    told = json.loads(text, parse_float=Decimal)
    had = (told["pgh_context"] or {}).get("had", {})
    if told["pgh_label"] == "delete":
        return None, had
    return {name: value for name, value in told.items() if not name.startswith("pgh_")}, had
