"""Reconciliations as a table for people and as plain data for programs."""

from __future__ import annotations

from textwrap import shorten
from typing import Any

from rich.table import Table
from rich.text import Text

from tracker.reconcile.tally import Named, Reconciliation

WORDS_SHOWN = 72


def table_of(rows: list[Reconciliation]) -> Table:
    """Claimed, certain, possible, denied and not named, a row a tally; a doubt is told why."""
    table = Table(title="Tallies held against the record", title_justify="left", show_lines=True)
    table.add_column("Words, and what is counted", ratio=4, overflow="fold")
    table.add_column("Claimed", justify="right", no_wrap=True)
    for name in ("Certain", "Possible"):
        table.add_column(name, ratio=3, overflow="fold")
    if any(row.denied for row in rows):
        table.add_column("Denied", ratio=2, overflow="fold")
    table.add_column("Not named", justify="right", no_wrap=True)
    for row in rows:
        sides = (row.certain, row.possible, row.denied)[: len(table.columns) - 3]
        table.add_row(_claim(row), _claimed(row), *map(_names, sides), row.not_named)
    return table


def _claim(row: Reconciliation) -> Text:
    words = shorten(row.tally.quote.exact, WORDS_SHOWN, placeholder="…")
    counts = "\n".join(f"{name}: {value}" for name, value in row.tally.counts.items())
    return Text.assemble(f"“{words}”\n", (counts, "dim"))


def _claimed(row: Reconciliation) -> str:
    return row.claimed + (f" of {row.tally.out_of}" if row.tally.out_of else "")


def _names(side: tuple[Named, ...]) -> Text:
    """How many, and who, a line each; beside whom it is in doubt, why."""
    if not side:
        return Text("–")
    told = Text(str(len(side)))
    for each in side:
        told.append(f"\n{each.country.name}")
        if each.why:
            told.append(f" ({'; '.join(each.why)})", style="dim")
    return told


def as_json(row: Reconciliation) -> dict[str, Any]:
    return {
        "tally": row.tally.code,
        "words": row.tally.words,
        "quote": row.tally.quote.exact,
        "counts": row.tally.counts,
        "measure": row.tally.measure,
        "claimed": row.claimed,
        "out_of": row.tally.out_of,
        "known_on": row.known_on and row.known_on.isoformat(),
        "valid_on": row.valid_on.isoformat(),
        "certain": [_named(each) for each in row.certain],
        "possible": [_named(each) for each in row.possible],
        "denied": [_named(each) for each in row.denied],
        "beside": [_named(each) for each in row.beside],
        "not_named": row.not_named,
    }


def _named(each: Named) -> dict[str, Any]:
    return {
        "country": each.country.code,
        "contributions": [contribution.path for contribution in each.contributions],
        "why": list(each.why),
    }
