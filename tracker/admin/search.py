"""Searching words: by their stored vectors and in sub-queries, so that no list is joined."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.admin.options import ModelAdmin
from django.contrib.postgres.search import SearchQuery
from django.db.models import Func, Q, QuerySet, Value
from django.http import HttpRequest

from tracker.models import Contribution, Country, Kind, Place, Quote

WORD = re.compile(r"\w+")
ENGLISH = "pg_catalog.english"


def sought(term: str) -> SearchQuery | None:
    """All words of the term, accents aside; each may be the beginning of one."""
    words = " & ".join(f"{word}:*" for word in WORD.findall(term))
    if not words:
        return None
    folded = Func(Value(words), function="tracker_fold")
    return SearchQuery(folded, config=ENGLISH, search_type="raw")


def quotes_with(term: str) -> QuerySet[Any]:
    query = sought(term)
    rows = Quote.objects.filter(search=query) if query else Quote.objects.none()
    return rows.order_by().values("pk")


def contributions_of(term: str) -> Q:
    """“FR/airstrikes”, or words each of which names who, what, where or which one."""
    found = Q(code__startswith=re.sub(r"[/.@#\s]", "-", term.lower()))
    words = Q()
    for word in term.split():
        words &= (
            Q(country__in=Country.objects.filter(Q(name__icontains=word) | Q(pk=word.upper())))
            | Q(kind__in=Kind.objects.filter(Q(name__icontains=word) | Q(pk__startswith=word)))
            | Q(theatre__in=Place.objects.filter(name__icontains=word))
            | Q(name__startswith=word.lower())
            | Q(search=sought(word) or "")
        )
    return found | words


class WordSearch(ModelAdmin):
    """By code and by words."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = search_term.strip()
        return (queryset.filter(self.found(term)) if term else queryset), False

    def found(self, term: str) -> Q:
        return Q(code__startswith=term) | Q(quote__in=quotes_with(term))


class PathSearch(WordSearch):
    """And by what is spoken of."""

    def found(self, term: str) -> Q:
        of = Contribution.objects.filter(contributions_of(term)).order_by().values("pk")
        return super().found(term) | Q(contribution__in=of)
