"""What an export is to contain, read from the same parameters as a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import Func, QuerySet, TextField
from django.db.models.expressions import Combinable

from tracker.domain.codes import nearest
from tracker.exports.shown import NAMES, Shown, read_shown
from tracker.fields import REGISTRIES, Clocks, Field, Reckoned, Registry, row_json
from tracker.fields.codebook import codebook_version
from tracker.filters import FILTER_SETS, FilterError, Mistake, Query

WIDE, LONG = "wide", "long"
PLAIN, SPREADSHEET = "plain", "spreadsheet"
# The words of each parameter that only a file has; the first is what is meant without it.
CHOICES = {"shape": (WIDE, LONG), "flavour": (PLAIN, SPREADSHEET)}
NO_FLAVOUR = "only CSV has flavours: elsewhere no text is taken for a formula."
ONE_LINE = r"replace(%(expressions)s, E'\n', '')"  # a line feed in a text is written \n in JSON
QUOTES = "Quotes belong to their publishers and are cited with their source; so should you."
LICENCE = (
    f"Facts are free to use. {QUOTES} Generated rows are made up and say nothing about anybody."
)
# They count what this database has done to a row (drafts too), not what the record says.
OF_THIS_DATABASE = frozenset({"version", "updated_at"})
FLAVOURED = "csv"  # the format that has flavours: elsewhere, a text is no formula
SHAPED = "contributions"  # the records that have a long shape: a row for each statement


@dataclass(frozen=True)
class Export:
    """Rows and columns of a file.

    ``asked`` is all that was asked, so that the same can be asked again. ``spreadsheet``: with a
    byte order mark, and cells that could be taken for a formula begin with an apostrophe. It alters
    quotes, so no programme's file has it.
    """

    name: str
    query: Query
    registry: Registry
    shown: Shown
    rows: QuerySet[Any] = field(repr=False)
    asked: Mapping[str, str]
    spreadsheet: bool = False
    reckoned: Reckoned | None = field(default=None, repr=False)

    @property
    def header(self) -> list[str]:
        return [field.name for field in self.shown.fields]

    def about(self) -> Iterator[tuple[str, str]]:
        """What a file says of itself, where it has a place for that."""
        yield "records", self.registry.name
        yield "asked", urlencode(self.asked, safe=",:")
        yield "read as", "; ".join(self.query.read_as)
        yield "codebook", codebook_version()
        yield "licence", LICENCE

    # --- The rows, in their order, as the formats want them: within a snapshot ---------------

    def table(self) -> QuerySet[Any]:
        """As cells of a table."""
        return self.cells(lambda field: partial(field.cell, defuse=self.spreadsheet))

    def typed(self) -> QuerySet[Any]:
        """As columns, each of its own type."""
        return self.cells(lambda field: field.typed)

    def lines(self) -> QuerySet[Any]:
        """As a JSON object each, without the line breaks that PostgreSQL puts between records."""
        line = Func(
            row_json(self._fields(), self.query), template=ONE_LINE, output_field=TextField()
        )
        return self._ordered().values_list(line)

    def cells(self, form: Callable[[Field], Callable[[Clocks], Combinable]]) -> QuerySet[Any]:
        """As tuples, each field in the form that ``form`` gives it."""
        return self._ordered().values_list(*(form(each)(self.query) for each in self._fields()))

    def _ordered(self) -> QuerySet[Any]:
        return self.rows.order_by(*self.shown.order.by(self.query))

    def _fields(self) -> tuple[Field, ...]:
        if self.reckoned is None:
            return self.shown.fields
        return self.reckoned.filled(self.shown.fields, self.rows, self.query)


def own_names(name: str, format_: str = FLAVOURED) -> tuple[str, ...]:
    """The parameters that say how a file of these records is written."""
    has = {"shape": name == SHAPED, "flavour": format_ == FLAVOURED}
    return (*NAMES, *(own for own in CHOICES if has[own]))


def read_export(
    name: str,
    params: Mapping[str, Any],
    *,
    format_: str = FLAVOURED,
    also: Iterable[str] = (),
    reckoned: Reckoned | None = None,
) -> Export:
    """Read what to export of the records called ``name``, and in which format.

    ``also`` are names that somebody else reads; ``reckoned`` are columns that another room works
    out. Raises :class:`~tracker.filters.FilterError` with
    every mistake.
    """
    named = own_names(name, format_)
    own = {key: params[key] for key in named if key in params}
    mistakes = [mistake for key in CHOICES if key in own for mistake in _wrong_word(key, own[key])]
    is_long = own.get("shape") == LONG
    registry = registry_of("statements" if is_long else name, reckoned)
    shown, wrong = read_shown(registry, own)
    if "flavour" in params and "flavour" not in named:
        wrong.append(Mistake("flavour", params["flavour"], NO_FLAVOUR))
    query = _query(name, params, (*named, "flavour", *also), mistakes + wrong)
    return Export(
        name=name,
        query=query,
        registry=registry,
        shown=shown,
        rows=query.statements() if is_long else query.rows,
        asked={**query.asked, **own},
        spreadsheet=own.get("flavour") == SPREADSHEET,
        reckoned=reckoned,
    )


def registry_of(name: str, reckoned: Reckoned | None = None) -> Registry:
    """What can be shown in a file of these records."""
    registry = REGISTRIES[name]
    return registry if reckoned is None else reckoned.beside(registry)


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
