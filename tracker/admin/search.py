"""Searching words while they are typed: each way by its own index, put together as a union.

``q`` of the filters seeks whole words; a look-up has to find “targ”.
"""

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
MOST_WORDS = 6


def sought(term: str) -> SearchQuery | None:
    """All words of the term, accents aside; each may be the beginning of one."""
    words = " & ".join(f"{word}:*" for word in WORD.findall(term)[:MOST_WORDS])
    if not words:
        return None
    folded = Func(Value(words), function="tracker_fold")
    return SearchQuery(folded, config=ENGLISH, search_type="raw")


def quotes_with(term: str) -> QuerySet[Any]:
    query = sought(term)
    rows = Quote.objects.filter(search=query) if query else Quote.objects.none()
    return rows.order_by().values("pk")


def contributions_of(term: str) -> QuerySet[Any]:
    """“FR/airstrikes”, or words each of which says who, what, where or which one."""
    paths = Q(code__startswith=re.sub(r"[/.@#\s]", "-", term.lower()))
    words = Q()
    for word in term.split()[:MOST_WORDS]:
        words &= _said_in_path(word)
    rows = Contribution.objects.order_by().values("pk")
    return rows.filter(paths).union(rows.filter(words))


def _said_in_path(word: str) -> Q:
    """The small tables are asked first: lists of codes are looked up in indexes."""
    countries = Country.objects.filter(Q(name__icontains=word) | Q(pk=word.upper()))
    kinds = Kind.objects.filter(Q(name__icontains=word) | Q(pk__startswith=word.lower()))
    places = Place.objects.filter(name__icontains=word)
    found = (
        Q(country__in=list(countries.values_list("pk", flat=True)))
        | Q(kind__in=list(kinds.values_list("pk", flat=True)))
        | Q(theatre__in=list(places.values_list("pk", flat=True)))
    )
    query = sought(word)
    return found | Q(search=query) if query else found


class WordSearch(ModelAdmin):
    """By code and by words."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = search_term.strip()
        if not term:
            return queryset, False
        first, *others = self.found(term)
        return queryset.filter(pk__in=first.union(*others)), False

    def found(self, term: str) -> list[QuerySet[Any]]:
        """Keys of rows, one query for each way to find them."""
        rows = self.model._default_manager.order_by().values("pk")
        return [rows.filter(code__startswith=term), rows.filter(quote__in=quotes_with(term))]


class PathSearch(WordSearch):
    """And by what is spoken of."""

    def found(self, term: str) -> list[QuerySet[Any]]:
        rows = self.model._default_manager.order_by().values("pk")
        return [*super().found(term), rows.filter(contribution__in=contributions_of(term))]
