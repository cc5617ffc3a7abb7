"""Lists of a million rows: a count that stops counting."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.contrib.admin.views.main import PAGE_VAR
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

CAP = 250  # rows; more than Django's “Show all” would show
MOST = 10_000


class CappedPaginator(Paginator):
    """Counts so many rows beyond the page that is shown; each page leads on to the next ones."""

    page_asked = 0
    shaped: QuerySet[Any] | None = None  # the rows as they are shown, whichever they are

    def page(self, number: int | str) -> Page:
        """Its rows are found by their keys, and read once it is known which they are.

        Else PostgreSQL plans a question of ten tables, and carries all columns through it.
        """
        page = super().page(number)
        found = page.object_list
        if self.shaped is not None and isinstance(found, QuerySet):
            keys = list(
                found.select_related(None).prefetch_related(None).values_list("pk", flat=True)
            )
            rows = self.shaped.in_bulk(keys)
            page.object_list = [rows[key] for key in keys if key in rows]
        return page

    @cached_property
    def count(self) -> int:
        if not isinstance(self.object_list, QuerySet):
            return len(self.object_list)
        rows: QuerySet[Any] = self.object_list
        return rows.order_by()[: self.most].count()

    @property
    def most(self) -> int:
        return min(CAP + self.page_asked * self.per_page, MOST)

    @property
    def capped(self) -> bool:
        return self.count >= self.most


def page_asked(params: Mapping[str, str]) -> int:
    """The number of the page that a list or a look-up is asked for; 0 where it is none."""
    asked = params.get(PAGE_VAR) or params.get("page") or ""
    return int(asked) if asked.isdecimal() and len(asked) < 6 else 0
