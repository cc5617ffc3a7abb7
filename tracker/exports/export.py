"""What an export is to contain, read from the same parameters as a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import Combinable

from tracker.domain.codes import nearest
from tracker.exports.shown import NAMES, Shown, read_shown
from tracker.fields import REGISTRIES, Registry, row_cells
from tracker.filters import FILTER_SETS, FilterError, Mistake, Query

WIDE, LONG = "wide", "long"
PLAIN, SPREADSHEET = "plain", "spreadsheet"
# The words of each parameter that only a file has; the first is what is meant without it.
CHOICES = {"shape": (WIDE, LONG), "flavour": (PLAIN, SPREADSHEET)}
SHAPED = "contributions"  # the records that have a long shape: a row for each statement


@dataclass(frozen=True)
class Export:
    """Rows and columns of a file.

    ``spreadsheet``: with a byte order mark, and cells that could be taken for a formula begin
    with an apostrophe. It alters quotes, so no programme's file has it.
    """

    name: str
    query: Query
    registry: Registry
    shown: Shown
    rows: QuerySet[Any] = field(repr=False)
    spreadsheet: bool = False

    @property
    def header(self) -> list[str]:
        return [field.name for field in self.shown.fields]

    def cells(self) -> list[Combinable]:
        return row_cells(self.shown.fields, self.query, defuse=self.spreadsheet)

    def ordered(self) -> QuerySet[Any]:
        """The rows as tuples of cells, in their order."""
        return self.rows.order_by(*self.shown.order.by(self.query)).values_list(*self.cells())


def own_names(name: str) -> tuple[str, ...]:
    """The parameters that say how a file of these records is written."""
    return (*NAMES, *(own for own in CHOICES if own != "shape" or name == SHAPED))


def read_export(name: str, params: Mapping[str, Any], *, also: Iterable[str] = ()) -> Export:
    """Read what to export of the records called ``name``.

    ``also`` are names that somebody else reads. Raises :class:`~tracker.filters.FilterError` with
    every mistake.
    """
    own = {key: params[key] for key in own_names(name) if key in params}
    mistakes = [mistake for key in CHOICES if key in own for mistake in _wrong_word(key, own[key])]
    is_long = own.get("shape") == LONG
    registry = REGISTRIES["statements" if is_long else name]
    shown, wrong = read_shown(registry, own)
    query = _query(name, params, (*own_names(name), *also), mistakes + wrong)
    return Export(
        name=name,
        query=query,
        registry=registry,
        shown=shown,
        rows=query.statements() if is_long else query.rows,
        spreadsheet=own.get("flavour") == SPREADSHEET,
    )


def _query(
    name: str, params: Mapping[str, Any], also: Iterable[str], mistakes: list[Mistake]
) -> Query:
    try:
        query = FILTER_SETS[name].read(params, also=also)
    except FilterError as error:
        raise FilterError([*error.mistakes, *mistakes]) from None
    if mistakes:
        raise FilterError(mistakes)
    return query


def _wrong_word(name: str, word: str) -> list[Mistake]:
    if word in CHOICES[name]:
        return []
    meant = nearest(word, CHOICES[name])
    hint = f"was {meant!r} meant?" if meant else ""
    return [Mistake(name, word, f"it is {' or '.join(CHOICES[name])}; {hint}".strip(), meant or "")]
