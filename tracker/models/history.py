"""History: every insert, change and delete of a model goes to its event table, whatever the door.

The event models are pghistory's, and so is the context (who and why). The rows are written by rules
of our own: pghistory's triggers can be switched off by any session (``pgtrigger.ignore``), write
wherever its ``search_path`` leads, and are slower.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pghistory
from django.db import models

from tracker.models.rules import Rule

NOT_TRACKED = ("version", "updated_at")

# Beside a row's own columns. The transaction's time tells what was written together.
ABOUT = {
    "pgh_created_at": "now()",
    "pgh_label": "lower(TG_OP)",
    "pgh_context": "context_now",
    "pgh_context_id": "action_now",
}
READ_ONCE = """
context_now jsonb := nullif(current_setting('pghistory.context_metadata', true), '')::jsonb;
action_now uuid := nullif(current_setting('pghistory.context_id', true), '')::uuid;
"""


def history(*exclude: str, by: str = "") -> Callable[[type[models.Model]], type[models.Model]]:
    """Track a model. Generated columns follow from others and are left out.

    Events are found by their object, by their action, and by the column ``by``, if there is one:
    that of what the model is a part of.
    """

    def track(model: type[models.Model]) -> type[models.Model]:
        table = model._meta.model_name or ""
        generated = [field.name for field in model._meta.local_fields if field.generated]
        pghistory.track(
            *(pghistory.ManualEvent(label) for label in ("insert", "update", "delete")),
            exclude=[*NOT_TRACKED, *generated, *exclude],
            append_only=False,
            meta={"constraints": _append_only(f"{table}event"), "indexes": _indexes(table, by)},
        )(model)
        stored = {field.name for field in model._meta.local_fields if not field.generated}
        left_out = [name for name in exclude if name in stored]
        kept = _kept(model, table, left_out)
        model._meta.constraints = [*model._meta.constraints, *kept]
        return model

    return track


def _indexes(table: str, by: str) -> list[models.Index]:
    """No other column has one: each would be written with every event, and never read."""
    indexes = [models.Index(fields=["pgh_context_id"], name=f"{table}event_of_action")]
    return indexes + ([models.Index(fields=[by], name=f"{table}event_{by}")] if by else [])


def _kept(model: Any, table: str, left_out: list[str]) -> list[Rule]:
    """The rules that write events; a change of nothing that is tracked is none.

    What is inserted at once is kept at once, in the same order: a row at a time takes six times as
    long. Changes and deletions are kept row by row, for nothing but the row tells old from new.

    Of columns that are left out (long texts), a deletion tells which had a value: who undoes it
    knows what to look for elsewhere.
    """
    event = model.pgh_event_model._meta
    tracked = {field.name: field.column for field in model._meta.local_fields}
    columns = [tracked[field.name] for field in event.local_fields if field.name in tracked]
    into = ", ".join(f'"{name}"' for name in (*columns, "pgh_obj_id", *ABOUT))
    had = ", ".join(f"'{name}', OLD.\"{name}\" IS NOT NULL" for name in left_out)
    ended = f"coalesce(context_now, '{{}}') || jsonb_build_object('had', jsonb_build_object({had}))"

    def own(row: str) -> str:
        return ", ".join(f'{row}."{name}"' for name in columns)

    def kept(row: str, **told: str) -> str:
        about = ", ".join((ABOUT | told).values())
        return f'SELECT {own(row)}, {row}."{model._meta.pk.column}", {about}'

    def rule(operation: str, rows: str, **how: Any) -> Rule:
        return Rule(
            name=f"{table}_{operation.lower()}_kept",
            on=operation,
            timing="AFTER",
            declare=READ_ONCE,
            body=f"INSERT INTO {event.db_table} ({into}) {rows};",
            **how,
        )

    changed = f"ROW({own('OLD')}) IS DISTINCT FROM ROW({own('NEW')})"
    return [
        rule("INSERT", f"{kept('r')} FROM new_rows r", statement=True),
        rule("UPDATE", kept("NEW"), when=changed),
        rule("DELETE", kept("OLD", **({"pgh_context": ended} if had else {}))),
    ]


def _append_only(event: str) -> list[Rule]:
    """History only grows, and only by what happens to what it is of."""
    refuse = f"""
    PERFORM tracker_refuse('{event}_append_only',
        'History is written by what happens, and never changed.',
        'Change the record itself; that is history too.');
    """
    return [
        Rule(
            name=f"{event}_append_only",
            on="UPDATE OR DELETE",
            statement=True,
            timing="BEFORE",
            body=refuse,
        ),
        Rule(
            name=f"{event}_not_forged",
            on="INSERT",
            statement=True,
            timing="BEFORE",
            when="pg_trigger_depth() = 0",
            body=refuse,
        ),
        not_emptied(event),
    ]


def not_emptied(table: str) -> Rule:
    """TRUNCATE passes no rule and leaves no history; only tests' own databases allow it."""
    return Rule(
        name=f"{table}_not_emptied",
        on="TRUNCATE",
        statement=True,
        timing="BEFORE",
        when="current_setting('tracker.may_empty', true) IS DISTINCT FROM 'on'",
        body=f"""
        PERFORM tracker_refuse('{table}_not_emptied',
            'A table of the record is never emptied.',
            'Delete rows; in a database for tests, set tracker.may_empty = on first.');
        """,
    )


def read_committed(table: str) -> Rule:
    """Rules that look at other rows must see what others have committed meanwhile.

    An older snapshot (REPEATABLE READ) would not: writing in one is refused.
    """
    return Rule(
        name=f"{table}_read_committed",
        on="INSERT OR UPDATE OR DELETE",
        statement=True,
        timing="BEFORE",
        when="current_setting('transaction_isolation') <> 'read committed'",
        body=f"""
        PERFORM tracker_refuse('{table}_read_committed',
            'The record is written at the isolation level READ COMMITTED, not at '
                || current_setting('transaction_isolation') || '.',
            'Begin the transaction without setting a level.');
        """,
    )


def guarded(table: str) -> list[Rule]:
    """What holds for every table of the record."""
    return [not_emptied(table), read_committed(table)]
