"""Searching words: in a sub-query, so that no list is joined with a million quotes."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.options import ModelAdmin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from tracker.models import Contribution, Quote


def quotes_with(term: str) -> QuerySet[Quote, dict[str, Any]]:
    """Quotes whose words hold all of the term, in this order."""
    return Quote.objects.filter(exact__icontains=term).order_by().values("pk")


class WordSearch(ModelAdmin):
    """By code, by the quote's words, and by the path of what they speak of."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = search_term.strip()
        return (queryset.filter(self.found(term)) if term else queryset), False

    def found(self, term: str) -> Q:
        return Q(code__startswith=term) | Q(quote__in=quotes_with(term))


class PathSearch(WordSearch):
    def found(self, term: str) -> Q:
        paths = Contribution.objects.filter(path__icontains=term).order_by().values("pk")
        return super().found(term) | Q(contribution__in=paths)
