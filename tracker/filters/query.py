"""A question that was read: the rows it finds, and how it was understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from tracker.filters.estimate import estimate

if TYPE_CHECKING:
    from tracker.filters.base import RecordFilterSet


@dataclass(frozen=True)
class Query:
    """What ``RecordFilterSet.read`` gives: usable by lists, exports, tallies and the admin alike.

    ``asked`` are the parameters as they were given, in the order of their names; ``read_as`` says
    in sentences what they were taken for. ``known_on`` and ``valid_on`` are None for now and ever.
    """

    filterset: RecordFilterSet = field(repr=False)
    asked: Mapping[str, str]
    known_on: date | None
    valid_on: date | None
    rows: QuerySet[Any] = field(repr=False)
    read_as: tuple[str, ...]

    def records(self) -> QuerySet[Any]:
        """All records as fields want them, joined and annotated as rows are: to look keys up in.

        That is quicker than to carry all columns of a page through its sorting.
        """
        return self.filterset.shaped()

    def estimate(self) -> int:
        """About how many rows there are, as PostgreSQL's planner reckons; none is read for it."""
        return estimate(self.rows)

    def lacking(self) -> dict[str, int]:
        """How many rows have no value that was asked for: in no range, of no place, of no role.

        By the name of the parameter, or of the range; they match all else that was asked, and are
        not among ``rows``. One query each.
        """
        return self.filterset.lacking(self.rows)

    def statements(self) -> QuerySet[Any]:
        """The live statements of these contributions of which all that was asked of one holds."""
        return self.filterset.statements(self.rows)
