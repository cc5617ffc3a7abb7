"""The records that a record stands on, or that stand on it: rows that may stand inside its row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, F, Func, Model, QuerySet, Value, Window
from django.db.models.functions import RowNumber

from tracker.fields import REGISTRIES, Clocks, Registry
from tracker.filters.public import published_statements, published_tallies
from tracker.models import Quote, Statement, StatementQuote, Tally, TallyQuote

LIMIT = 500  # rows of one sort inside one record; their own list has them all
KEYS = object()  # stands for the keys of the records in the parameters of a query

# From some records to what stands inside them: queries of (record, inside, code of what is inside).
Pairs = Callable[[Clocks], list[QuerySet[Any]]]


@dataclass(frozen=True)
class Relation:
    """Rows of one registry inside each row of another.

    ``few``: a record has a handful of them at most, so they may be asked for inside of others.
    ``hundreds``: it may have so many that a page of a list holds fewer records.
    """

    name: str
    pairs: Pairs
    meaning: str
    few: bool = False
    hundreds: bool = False

    @property
    def registry(self) -> Registry:
        return REGISTRIES[self.name]


def among(path: str) -> Func:
    """Whether a column is one of the ``KEYS``."""
    return Func(
        F(path),
        Value(KEYS),
        template="%(expressions)s)",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )


def _inside(rows: QuerySet[Any], record: str, path: str) -> QuerySet[Any]:
    """What of these rows is at a path, by the record among the keys that it belongs to."""
    there = rows.filter(among(record), **{f"{path}__isnull": False}).order_by()
    code = "code" if path == "pk" else f"{path}__code"
    return there.values_list(record, path, code)


# --- Of which rows --------------------------------------------------------------------------


def _known(clocks: Clocks) -> QuerySet[Statement]:
    """Statements that were known on the day, corrected ones too."""
    statements = published_statements()
    if clocks.known_on is None:
        return statements
    return statements.filter(standing__known_from__lte=clocks.known_on)


def _of_contribution(path: str) -> Pairs:
    """``path`` leads on from its statements and from the further quotes of those."""

    def pairs(clocks: Clocks) -> list[QuerySet[Any]]:
        further = StatementQuote.objects.filter(statement__in=_known(clocks).order_by())
        return [
            _inside(_known(clocks), "contribution", path),
            _inside(further, "statement__contribution", path),
        ]

    return pairs


def _of_claim(model: type[Model], further: type[Model], path: str) -> Pairs:
    """``path`` leads on from a statement or tally and from its further quotes."""
    name = str(model._meta.model_name)
    return lambda _: [
        _inside(model._default_manager.all(), "pk", path),
        _inside(further._default_manager.all(), name, path),
    ]


def _in_quote(further: type[Model], published: Callable[[], QuerySet[Any]], name: str) -> Pairs:
    """What is read in a quote, and what else rests on it."""

    def pairs(_: Clocks) -> list[QuerySet[Any]]:
        there = {f"{name}__in": published().order_by()}
        return [
            _inside(published(), "quote", "pk"),
            _inside(further._default_manager.filter(**there), "quote", name),
        ]

    return pairs


def _first(record: str) -> Pairs:
    """The first quotes of a source or speaker, by their codes."""

    def pairs(_: Clocks) -> list[QuerySet[Any]]:
        number = Window(RowNumber(), partition_by=record, order_by="code")
        quotes = _inside(Quote.objects.public(), record, "pk")
        return [quotes.annotate(number=number).filter(number__lte=LIMIT)]

    return pairs


def _rests_on(pairs: Callable[[str], Pairs], *, few: bool) -> tuple[Relation, ...]:
    """The quotes that something rests on, with who says them and where they stand."""
    return (
        Relation("quotes", pairs("quote"), "The words it rests on.", few=few),
        Relation("speakers", pairs("quote__speaker"), "Who says them.", few=few),
        Relation("sources", pairs("quote__source"), "Where they stand.", few=few),
    )


RELATIONS: dict[str, tuple[Relation, ...]] = {
    "contributions": (
        Relation(
            "statements",
            lambda clocks: [_inside(_known(clocks), "contribution", "pk")],
            "What is said of it, corrected statements too.",
        ),
        *_rests_on(_of_contribution, few=False),
    ),
    "statements": _rests_on(lambda path: _of_claim(Statement, StatementQuote, path), few=True),
    "tallies": _rests_on(lambda path: _of_claim(Tally, TallyQuote, path), few=True),
    "quotes": (
        Relation(
            "statements",
            _in_quote(StatementQuote, published_statements, "statement"),
            "What is read in it, and what else rests on it.",
        ),
        Relation(
            "tallies",
            _in_quote(TallyQuote, published_tallies, "tally"),
            "What is claimed in it of the whole.",
        ),
        Relation(
            "speakers",
            lambda _: [_inside(Quote.objects.all(), "pk", "speaker")],
            "Who says it.",
            few=True,
        ),
        Relation(
            "sources",
            lambda _: [_inside(Quote.objects.all(), "pk", "source")],
            "Where it stands.",
            few=True,
        ),
    ),
    "sources": (
        Relation(
            "quotes",
            _first("source"),
            "Words in it that something rests on.",
            hundreds=True,
        ),
        Relation(
            "speakers",
            lambda _: [_inside(Quote.objects.public(), "source", "speaker").distinct()],
            "Whom it quotes.",
            hundreds=True,
        ),
    ),
    "speakers": (Relation("quotes", _first("speaker"), "What they say.", hundreds=True),),
}


def relations_of(name: str) -> dict[str, Relation]:
    return {each.name: each for each in RELATIONS.get(name, ())}
