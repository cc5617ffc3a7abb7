"""What is asked of the generated record, so that an answer has something to do."""

from __future__ import annotations

from django.db.models import Count

from tests.bench.settings import BENCH_ROWS
from tracker.generate import COALITION, RARE
from tracker.models import Contribution

LIST = "/api/v1/contributions/"


def commonest(column: str) -> str:
    """Of those that lie in a tree, one without anything below it."""
    counted = Contribution.objects.filter(coalition=COALITION).values_list(column)
    if column == "kind":
        counted = counted.filter(kind__children=None)
    return str(counted.annotate(n=Count("pk")).order_by("-n", column)[0][0])


def rare(rows: int = BENCH_ROWS) -> str:
    """A word that stands in about ten of so many rows."""
    return min(RARE, key=lambda word: abs(rows / RARE[word] - 10))
