"""Tallies held against the record: who is certain, who is possible, how many are not named.

Imports ``fields``, ``models`` and ``domain``, never another workroom; doors and commands call it.
"""

from tracker.reconcile.columns import RECKONED
from tracker.reconcile.matching import Match, matches
from tracker.reconcile.record import Record
from tracker.reconcile.tally import Named, Reconciliation, reconcile

__all__ = ["RECKONED", "Match", "Named", "Reconciliation", "Record", "matches", "reconcile"]
