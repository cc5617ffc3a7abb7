"""Reconciliations as a table for people and as plain data for programs."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from tracker.reconcile.tally import Named, Reconciliation


def table_of(rows: list[Reconciliation]) -> Table:
    """Claimed, certain, possible, denied and not named, a row a tally."""
    table = Table(title="Tallies held against the record", title_justify="left")
    for column in ("Words", "Counts", "Claimed", "Certain", "Possible", "Denied", "Not named"):
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(
            row.tally.quote.exact,
            ", ".join(f"{name}={value}" for name, value in row.tally.counts.items()),
            row.claimed + (f" of {row.tally.out_of}" if row.tally.out_of else ""),
            *(_names(side) for side in (row.certain, row.possible, row.denied)),
            row.not_named,
        )
    return table


def _names(side: tuple[Named, ...]) -> str:
    return f"{len(side)}: {', '.join(each.country.name for each in side)}" if side else "–"


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
