"""The best of what words find: ranked, with the words they were found by.

A list has every row, in an order that pages can follow; this has the best few. Only the first
hits are ranked: to rank all that a common word finds would read them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQueryField
from django.db import connections
from django.db.models import F, FloatField, Func, QuerySet, Value
from django.db.models.expressions import Combinable

from tracker.filters.query import Query
from tracker.filters.search import QUOTES, TSQUERY, finds
from tracker.models import Contribution, Statement

RANKED = 1000
WORD = re.compile(r"\w+")

Span = tuple[int, int]  # code points, the end exclusive


@dataclass(frozen=True, slots=True)
class Hit:
    """A contribution, and what of it has the words: its best live quote, or else its title."""

    code: str
    title: str
    rank: float
    quote: str
    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Best:
    """``more``: there were further hits than could be ranked; the list has them all."""

    hits: tuple[Hit, ...]
    ranked: int
    more: bool


def best_of(query: Query, words: str, size: int) -> Best:
    """The contributions of a question that say most of the words; four queries at most."""
    keys = list(query.rows.order_by("pk").values_list("pk", flat=True)[: RANKED + 1])
    ranked = keys[:RANKED]
    hits = sorted(_hits(query, words, ranked), key=lambda hit: (-hit.rank, hit.code))[:size]
    return Best(tuple(_highlighted(query, words, hits)), len(ranked), len(keys) > RANKED)


def _hits(query: Query, words: str, keys: Sequence[int]) -> Iterator[Hit]:
    quotes = _quotes(query, words, keys)
    named = Contribution.objects.filter(pk__in=keys).select_related("country", "kind", "theatre")
    for row in named.annotate(rank=_rank(F("search"), words)):
        quote, exact, rank = quotes.get(row.pk, ("", "", 0.0))
        own = row.rank
        yield Hit(row.code, row.title, round(max(own, rank), 6), quote, exact or row.title)


def _quotes(query: Query, words: str, keys: Sequence[int]) -> dict[int, tuple[str, str, float]]:
    """Of each contribution the live quote that has most of the words, a statement's own first."""
    live = Statement.objects.at(query.known_on).filter(contribution__in=keys)
    own, further = (_best_quotes(live, quote, words) for quote in QUOTES)
    best: dict[int, tuple[str, str, float]] = {}
    for key, code, exact, rank, _ in sorted(own.union(further, all=True), key=lambda row: row[4]):
        if key not in best or rank > best[key][2]:
            best[key] = code, exact, rank
    return best


def _best_quotes(live: QuerySet[Statement], to: str, words: str) -> QuerySet[Any, Any]:
    """One a contribution; ``to`` leads from a statement to the quotes that are looked at."""
    return (
        live.filter(finds(F(f"{to}search"), words))
        .annotate(rank=_rank(F(f"{to}search"), words), order=Value(QUOTES.index(to)))
        .order_by("contribution", "-rank", f"{to}code")
        .distinct("contribution")
        .values_list("contribution", f"{to}code", f"{to}exact", "rank", "order")
    )


def _rank(vector: Combinable, words: str) -> Func:
    sought = Func(Value(words), template=TSQUERY, output_field=SearchQueryField())
    return Func(vector, sought, function="ts_rank", output_field=FloatField())


# --- Where the words stand ------------------------------------------------------------------


def _highlighted(query: Query, words: str, hits: Iterable[Hit]) -> Iterator[Hit]:
    found = list(hits)
    there = {match[0] for hit in found for match in WORD.finditer(hit.text)}
    meant = _meant(query.rows.db, words, sorted(there))
    for hit in found:
        spans = (m.span() for m in WORD.finditer(hit.text) if m[0] in meant)
        yield Hit(hit.code, hit.title, hit.rank, hit.quote, hit.text, tuple(spans))


def _meant(using: str, sought: str, words: list[str]) -> set[str]:
    """Those words that the database takes for one that is sought: folded and stemmed as there."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT w FROM unnest(%s::text[]) AS w WHERE tsvector_to_array(tracker_search(w))"
            " && tsvector_to_array(tracker_search(%s))",
            [words, sought],
        )
        return {word for (word,) in cursor.fetchall()}
