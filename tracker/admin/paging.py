"""Lists of a million rows: a count that stops counting."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet

CAP = 1_000


class CappedPaginator(Paginator):
    """Counts at most ``CAP`` rows: who needs more pages than that narrows the search."""

    @cached_property
    def count(self) -> int:
        if not isinstance(self.object_list, QuerySet):
            return len(self.object_list)
        rows: QuerySet[Any] = self.object_list
        return rows.order_by()[:CAP].count()

    @property
    def capped(self) -> bool:
        return self.count >= CAP
