"""Tallies held against the record on an analyst's pages: for as many as one reading allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tracker.models import State, Tally
from tracker.reconcile import Reconciliation, Record, reconcile

LARGEST = 5_000  # contributions of a coalition that are read whole for a page


def held_now(tallies: Iterable[Tally]) -> Iterator[tuple[Tally, Reconciliation | None]]:
    """Each with what the record says now; None where its coalition is too large to be read here.

    The record is read once, whatever the number of tallies; one query more for each that counts a
    metric.
    """
    record, large = Record(whole=True), {}
    for tally in tallies:
        coalitions = tally.counts.get("coalition", tally.quote.source.coalition_id)
        if coalitions not in large:
            large[coalitions] = _is_large(coalitions.split(","))
        yield tally, None if large[coalitions] else reconcile(tally, record=record)


def _is_large(coalitions: list[str]) -> bool:
    known = State.objects.at().filter(contribution__coalition__in=coalitions)
    return known.order_by()[LARGEST:].exists()
