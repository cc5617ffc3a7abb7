"""Generating: drafted in Python, written by COPY, derived like everything else."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import connection

from tracker.actions import acting
from tracker.generate.record import COALITION, REASON, loader, open_coalition
from tracker.generate.reference import MEMBERS, Reference, read_reference
from tracker.generate.write import write
from tracker.models import (
    Coalition,
    Contribution,
    Figure,
    Quote,
    Source,
    Speaker,
    Standing,
    State,
    Statement,
)

CHUNK = 20_000  # contributions a transaction
# The first one, with the memberships: each marks what its government has said so far.
FIRST_CHUNK = MEMBERS * 3
Progress = Callable[[int, int], None]  # how many of how many are there

_WRITTEN = (Contribution, Figure, Quote, Source, Speaker, Standing, State, Statement)


@dataclass(frozen=True, slots=True)
class Generated:
    """``rows``: generated contributions that are there now; the rest is what this run added."""

    rows: int
    contributions: int
    sources: int
    quotes: int
    statements: int
    seconds: float


def generate(rows: int, *, seed: int = 2015, progress: Progress | None = None) -> Generated:
    """Add what is missing to so many generated contributions.

    Each chunk is a transaction of its own: after a failure the next run goes on from there. Raises
    NoReferenceData and OtherSeed.
    """
    begun, there = time.monotonic(), _there()
    added: Counter[str] = Counter()
    if there < rows:
        run = _Run(seed, read_reference(seed), loader())
        while there < rows:
            there = run.chunk(rows, added)
            if progress:
                progress(there, rows)
        _analyze()
    return Generated(
        rows=there,
        contributions=added["contributions"],
        sources=added["sources"],
        quotes=added["quotes"],
        statements=added["statements"],
        seconds=round(time.monotonic() - begun, 1),
    )


@dataclass(frozen=True, slots=True)
class _Run:
    seed: int
    reference: Reference
    by: User

    def chunk(self, rows: int, added: Counter[str]) -> int:
        """Add a chunk, unless somebody else was faster; returns how many there are now."""
        with acting(by=self.by, reason=REASON):
            _alone()
            _by_index()
            there = _there()
            wanted = range(there, min(there + (CHUNK if there else FIRST_CHUNK), rows))
            if wanted:
                coalition = open_coalition(self.seed)
                added.update(write(wanted, self.seed, self.reference, self.by, coalition))
        return max(there, wanted.stop)


def _there() -> int:
    return Contribution.objects.filter(coalition=COALITION).count()


def _alone() -> None:
    """Wait for another run."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {Coalition._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def _by_index() -> None:
    """Have rules look rows up by index for the rest of the transaction.

    They keep the plan of their first call. While a table is small that is to read it whole, and
    it stays so while the table grows by twenty thousand rows: quadratic.
    """
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL jit = off")  # a scan without an index would seem worth it


def _analyze() -> None:
    """What the planner goes by is from before the rows came."""
    tables = ", ".join(model._meta.db_table for model in _WRITTEN)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")
