"""Searching words while they are typed: the first hits of each way, by its own index.

``q`` of the filters seeks whole words; a look-up has to find “targ”.
"""

from __future__ import annotations

import re
from functools import reduce
from itertools import product
from operator import and_, or_
from typing import Any

from django.contrib.admin.options import ModelAdmin
from django.contrib.postgres.search import SearchQuery
from django.db.models import Func, Q, QuerySet, Value
from django.http import HttpRequest

from tracker.models import Contribution, Country, Kind, Place, Quote

WORD = re.compile(r"\w+")
ENGLISH = "pg_catalog.english"
MOST_WORDS = 6
HITS = 1_000  # of each way; who has more says more words
LOOKED_UP = 100  # hits of a look-up: who sees so many types on
FEW = 2  # words whose ways are tried one by one


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


def in_path(term: str) -> list[Q]:
    """“FR/airstrikes”, or words each of which says who, what, where or which one."""
    country, stroke, rest = term.strip().partition("/")
    if stroke:
        country, rest = country.upper(), rest.lower()
        if re.search("[@#]", rest):
            return [Q(path__startswith=f"{country}/{rest}")]
        return [Q(country=country, kind__in=_keys(Kind.objects.filter(pk__startswith=rest)))]
    ways = [_ways(word) for word in term.split()[:MOST_WORDS]]
    if len(ways) > FEW:
        ways = [[reduce(or_, way)] for way in ways]
    code = Q(code__startswith=re.sub(r"[.@#\s]", "-", term.lower()))
    return [code, *(reduce(and_, combined) for combined in product(*ways))]


def _ways(word: str) -> list[Q]:
    """Each by an index; the small tables are asked first, for lists of codes."""
    countries = Country.objects.filter(Q(name__icontains=word) | Q(pk=word.upper()))
    kinds = Kind.objects.filter(Q(name__icontains=word) | Q(pk__startswith=word.lower()))
    places = Place.objects.filter(name__icontains=word)
    found = [("country", _keys(countries)), ("kind", _keys(kinds)), ("theatre", _keys(places))]
    ways = [Q(**{f"{column}__in": codes}) for column, codes in found if codes]
    query = sought(word)
    return [*ways, Q(search=query)] if query else ways or [Q(pk=None)]


def _keys(rows: QuerySet[Any]) -> list[Any]:
    return list(rows.values_list("pk", flat=True))


class WordSearch(ModelAdmin):
    """By code and by words."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """The first that each way finds: no more are counted, and those are told at once."""
        term = search_term.strip()
        if not term:
            return queryset, False
        rows = queryset.select_related(None).order_by(*self.get_ordering(request))
        page: Any = request.resolver_match
        most = LOOKED_UP if page.url_name == "autocomplete" else HITS
        first, *others = (
            rows.filter(way).values_list("pk", flat=True)[:most] for way in self.found(term)
        )
        return queryset.filter(pk__in=set(first.union(*others, all=True))), False

    def found(self, term: str) -> list[Q]:
        """The ways to find rows, each by an index of its own."""
        return [Q(code__startswith=term), Q(quote__in=quotes_with(term))]


class PathSearch(WordSearch):
    """And by what is spoken of."""

    def found(self, term: str) -> list[Q]:
        spoken_of = [
            Q(contribution__in=Contribution.objects.order_by().filter(way).values("pk"))
            for way in in_path(term)
        ]
        return [*super().found(term), *spoken_of]
