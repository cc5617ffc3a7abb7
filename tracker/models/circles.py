"""What contains, replaces or follows another of its own kind never comes round to itself."""

from __future__ import annotations

from tracker.models.rules import Rule


def no_circle(
    table: str, field: str, *, key: str = "id", code: str = "code", more: str = ""
) -> Rule:
    """The rule that following ``field`` from a row never leads back to it.

    Two sessions that close a circle from both sides wait for each other: one of them at a time
    sets such a column of a table. ``more`` is a further condition to refuse, over ``o``, the row
    that is named.
    """
    column, rule = f"{field}_id", f"{table}_{field}_circle"
    further = f"""
    IF EXISTS (SELECT 1 FROM tracker_{table} o WHERE o.{key} = NEW.{column} AND ({more})) THEN
        PERFORM tracker_refuse('{rule}',
            format('%s: its {field} is of another coalition.', NEW.{code}),
            'Name one of the same coalition.');
    END IF;
    """
    return Rule(
        name=rule,
        on=f"INSERT OR UPDATE OF {column}",
        when=f"NEW.{column} IS NOT NULL",
        body=f"""
        PERFORM pg_advisory_xact_lock('tracker_{table}'::regclass::oid::bigint);
        IF EXISTS (WITH RECURSIVE way(at) AS (
                SELECT NEW.{column}
                UNION SELECT o.{column} FROM tracker_{table} o JOIN way ON o.{key} = way.at)
                SELECT 1 FROM way WHERE way.at = NEW.{key}) THEN
            PERFORM tracker_refuse('{rule}',
                format('%s: its {field} leads back to it in a circle.', NEW.{code}),
                'Choose one that does not rest on this one.');
        END IF;
        {further if more else ""}
        """,
        field=field,
    )
