"""Which contributions' states a change puts out of date: the rules that mark them.

Any change to something published that a state is derived from, through whatever door, writes the
contribution into ``tracker_stale``; a COMMIT that leaves it there is refused (``state.py``). So no
path can forget to derive, and the derivation itself stands once, in ``tracker.domain.state``.
"""

from __future__ import annotations

from tracker.models.base import newer
from tracker.models.rules import Rule


def marks(table: str, changed: str, join: str, key: str = "id") -> Rule:
    """Mark what rests on rows of ``table`` in which one of the ``changed`` columns changed."""
    return Rule(
        name=f"{table}_marks_states",
        on="UPDATE",
        statement=True,
        body=f"""
        PERFORM tracker_mark(ARRAY(
            SELECT s.contribution_id FROM tracker_statement s
            JOIN tracker_quote q ON q.id = s.quote_id
            JOIN ({_changed(changed, key)}) changed ON {join}
            WHERE s.review = 'published'));
        """,
    )


def _changed(columns: str, key: str = "id", of: str = "n.{key}") -> str:
    """SQL: the keys of rows in which one of the columns changed."""
    names = [f'"{name.strip()}"' for name in columns.split(",")]
    old, new = (", ".join(f"{row}.{name}" for name in names) for row in ("o", "n"))
    return (
        f"SELECT {of.format(key=key)} FROM new_rows n JOIN old_rows o ON o.{key} = n.{key} "
        f"WHERE ROW({old}) IS DISTINCT FROM ROW({new})"
    )


# --- Statements -----------------------------------------------------------------------------


def statement_marks() -> list[Rule]:
    """Insert, change and delete of statements: mark what is published, raise the version.

    What is published is frozen: its stage and its place are all that can change, and in a merge
    what it is of.
    """
    published = "SELECT r.contribution_id FROM {} r WHERE r.review = 'published'"
    moved = """
    SELECT unnest(ARRAY[o.contribution_id, n.contribution_id])
        FROM new_rows n JOIN old_rows o ON o.id = n.id
        WHERE 'published' IN (o.review, n.review)
        AND ROW(o.review, o.position, o.contribution_id, o.quote_id)
        IS DISTINCT FROM ROW(n.review, n.position, n.contribution_id, n.quote_id)"""
    both = "(SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows)"
    return [
        _statement_mark("INSERT", "new_rows", published.format("new_rows")),
        _statement_mark("UPDATE", both, moved),
        _statement_mark("DELETE", "old_rows", published.format("old_rows")),
    ]


def _statement_mark(event: str, rows: str, marked: str) -> Rule:
    """A mark raises the version too, so that is left to it where there is one."""
    unmarked = f"""
    SELECT r.contribution_id FROM {rows} r
        WHERE NOT EXISTS (SELECT 1 FROM tracker_stale t
            WHERE t.contribution_id = r.contribution_id)"""
    return Rule(
        name=f"statement_{event.lower()}_marks_states",
        on=event,
        statement=True,
        body=f"PERFORM tracker_mark(ARRAY({marked}));\n{newer('contribution', unmarked)}",
    )


# --- Editions (semantics B2) ----------------------------------------------------------------


def _editions_mark(table: str, event: str, sources: str) -> Rule:
    return Rule(
        name=f"{table}_{event.lower()}_marks_editions",
        on=event,
        statement=True,
        declare=f"sources bigint[] := ARRAY({sources});",
        body="PERFORM tracker_mark_sources(sources || tracker_older(sources));",
    )


def source_marks() -> list[Rule]:
    """A newer edition takes away the words of the older ones that it no longer has."""
    replaced = "SELECT r.replaces_id FROM {} r WHERE r.replaces_id IS NOT NULL"
    both = "unnest(ARRAY[o.replaces_id, n.replaces_id])"
    changed = _changed("published, text, replaces_id", of=both)
    return [
        marks("source", "published", "changed.id = q.source_id"),
        _editions_mark("source", "INSERT", replaced.format("new_rows")),
        _editions_mark(
            "source", "UPDATE", f"SELECT id FROM ({changed}) c(id) WHERE id IS NOT NULL"
        ),
        _editions_mark("source", "DELETE", replaced.format("old_rows")),
    ]


def quote_marks() -> list[Rule]:
    """Where no text is held, a newer edition has the words that are quoted from it."""
    quoted = """
    SELECT s.replaces_id FROM tracker_source s
        WHERE s.replaces_id IS NOT NULL AND s.text IS NULL AND s.id IN ({})"""
    changed = _changed("exact, source_id", of="unnest(ARRAY[o.source_id, n.source_id])")
    return [
        marks(
            "quote",
            "said, speaker_id, voice, occasion, relayed, source_id, start",
            "changed.id = q.id",
        ),
        _editions_mark("quote", "INSERT", quoted.format("SELECT r.source_id FROM new_rows r")),
        _editions_mark("quote", "UPDATE", quoted.format(changed)),
        _editions_mark("quote", "DELETE", quoted.format("SELECT r.source_id FROM old_rows r")),
    ]
