"""Which contributions' states a change puts out of date: the rules that mark them.

Any change to something published that a state is derived from, through whatever door, writes the
contribution into ``tracker_stale``; a COMMIT that leaves it there is refused (``state.py``). So no
path can forget to derive, and the derivation itself stands once, in ``tracker.domain.state``.
"""

from __future__ import annotations

from tracker.models.rules import Rule

MARK = """
INSERT INTO tracker_stale (contribution_id)
    SELECT DISTINCT s.contribution_id FROM tracker_statement s
    JOIN tracker_quote q ON q.id = s.quote_id
    {join}
    WHERE s.review IN ('published', 'withdrawn')
    ORDER BY 1 ON CONFLICT DO NOTHING;
"""


def marks(table: str, changed: str, join: str, key: str = "id") -> Rule:
    """Mark what rests on rows of ``table`` in which one of the ``changed`` columns changed."""
    columns = [f'"{name.strip()}"' for name in changed.split(",")]
    old, new = (", ".join(f"{row}.{name}" for name in columns) for row in ("o", "n"))
    differs = (
        f"JOIN (SELECT n.{key} FROM new_rows n JOIN old_rows o ON o.{key} = n.{key} "
        f"WHERE ({old}) IS DISTINCT FROM ({new})) changed ON {join}"
    )
    return Rule(
        name=f"{table}_marks_states",
        on="UPDATE",
        statement=True,
        body=MARK.format(join=differs),
    )


def statement_marks() -> list[Rule]:
    """Insert, change and delete of statements: mark what is published, raise the version."""
    both = "(SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows)"
    rows = {"INSERT": "new_rows", "DELETE": "old_rows", "UPDATE": both}
    return [_statement_mark(event, changed) for event, changed in rows.items()]


def _statement_mark(event: str, rows: str) -> Rule:
    return Rule(
        name=f"statement_{event.lower()}_marks_states",
        on=event,
        statement=True,
        body=f"""
        INSERT INTO tracker_stale (contribution_id)
            SELECT DISTINCT r.contribution_id FROM {rows} r
            WHERE r.review IN ('published', 'withdrawn')
            ORDER BY 1 ON CONFLICT DO NOTHING;
        UPDATE tracker_contribution c SET updated_at = now()
            WHERE c.id IN (SELECT r.contribution_id FROM {rows} r);
        """,
    )
