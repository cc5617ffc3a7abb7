"""The records that a record stands on, or that stand on it: rows that may stand inside its row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, JSONField, OuterRef, QuerySet
from django.db.models.expressions import Combinable

from tracker.fields import REGISTRIES, Clocks, Field, Registry, Type, row_object
from tracker.filters.public import published_statements, published_tallies
from tracker.models import Quote, Source, Speaker, Statement, StatementQuote, Tally, TallyQuote

LIMIT = 500  # rows of one sort inside one record; their own list has them all

HERE = OuterRef("pk")  # the record, seen from a row inside it


@dataclass(frozen=True)
class Relation:
    """Rows of one registry inside each row of another.

    ``rows`` are those of the record ``HERE``. ``few``: a record has a handful of them at most, so
    they may be asked for inside of others. ``hundreds``: it may have so many that a page of a list
    holds fewer records.
    """

    name: str
    rows: Callable[[Clocks], QuerySet[Any]]
    meaning: str
    few: bool = False
    hundreds: bool = False

    @property
    def registry(self) -> Registry:
        return REGISTRIES[self.name]

    def field(self, chosen: Sequence[Field]) -> Field:
        """As a field of the record's row, its rows of these fields."""

        def expression(clocks: Clocks) -> Combinable:
            rows = self.rows(clocks).order_by("code").values_list(row_object(chosen, clocks))
            return ArraySubquery(rows[:LIMIT], output_field=JSONField())

        label = self.name.replace("_", " ").capitalize()
        return Field(self.name, expression, label, self.meaning, Type.RECORDS, always=True)


# --- Of which rows --------------------------------------------------------------------------


def _among(*keys: QuerySet[Any]) -> Func:
    """Whether the primary key is one of these. An array is looked up by index, an OR is not."""
    arrays = Func(
        *(ArraySubquery(each) for each in keys), arg_joiner=" || ", template="%(expressions)s"
    )
    return Func(
        F("pk"),
        arrays,
        template="%(expressions)s)",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )


def _of_contribution(clocks: Clocks, record: OuterRef = HERE) -> QuerySet[Statement]:
    """Its statements, corrected ones too."""
    statements = published_statements().filter(contribution=record)
    if clocks.known_on is not None:
        statements = statements.filter(standing__known_from__lte=clocks.known_on)
    return statements


def _behind_contribution(clocks: Clocks, record: OuterRef) -> QuerySet[Quote]:
    """The quotes of all its statements, further ones too."""
    statements = _of_contribution(clocks, OuterRef(record)).order_by()
    further = StatementQuote.objects.filter(
        statement__in=_of_contribution(clocks, OuterRef(OuterRef(record))).values("pk")
    )
    return Quote.objects.filter(
        _among(statements.values("quote"), further.order_by().values("quote"))
    )


def _behind_statement(_: Clocks, record: OuterRef) -> QuerySet[Quote]:
    outer = OuterRef(record)
    own = Statement.objects.filter(pk=outer).order_by().values("quote")
    further = StatementQuote.objects.filter(statement=outer).order_by().values("quote")
    return Quote.objects.filter(_among(own, further))


def _behind_tally(_: Clocks, record: OuterRef) -> QuerySet[Quote]:
    outer = OuterRef(record)
    own = Tally.objects.filter(pk=outer).order_by().values("quote")
    further = TallyQuote.objects.filter(tally=outer).order_by().values("quote")
    return Quote.objects.filter(_among(own, further))


def _in_quote(_: Clocks) -> QuerySet[Statement]:
    """What is read in it, and what else rests on it."""
    outer = OuterRef(HERE)
    stated = Statement.objects.filter(quote=outer).order_by().values("pk")
    rests = StatementQuote.objects.filter(quote=outer).order_by().values("statement")
    return published_statements().filter(_among(stated, rests))


def _claimed_in_quote(_: Clocks) -> QuerySet[Tally]:
    outer = OuterRef(HERE)
    claimed = Tally.objects.filter(quote=outer).order_by().values("pk")
    rests = TallyQuote.objects.filter(quote=outer).order_by().values("tally")
    return published_tallies().filter(_among(claimed, rests))


def _who_says(_: Clocks) -> QuerySet[Speaker]:
    return Speaker.objects.filter(quotes=HERE)


def _where_it_stands(_: Clocks) -> QuerySet[Source]:
    return Source.objects.filter(quotes=HERE)


def _of_source(_: Clocks, record: OuterRef = HERE) -> QuerySet[Quote]:
    return Quote.objects.public().filter(source=record)


def _of_speaker(_: Clocks) -> QuerySet[Quote]:
    return Quote.objects.public().filter(speaker=HERE)


Behind = Callable[[Clocks, OuterRef], QuerySet[Quote]]


def _speakers(quotes: Behind) -> Callable[[Clocks], QuerySet[Speaker]]:
    def rows(clocks: Clocks) -> QuerySet[Speaker]:
        said = quotes(clocks, OuterRef(HERE)).order_by()
        return Speaker.objects.filter(_among(said.values("speaker")))

    return rows


def _sources(quotes: Behind) -> Callable[[Clocks], QuerySet[Source]]:
    def rows(clocks: Clocks) -> QuerySet[Source]:
        stand = quotes(clocks, OuterRef(HERE)).order_by()
        return Source.objects.filter(_among(stand.values("source")))

    return rows


def _rests_on(quotes: Behind, *, few: bool) -> tuple[Relation, ...]:
    """The quotes that something rests on, with who says them and where they stand."""
    return (
        Relation("quotes", lambda clocks: quotes(clocks, HERE), "The words it rests on.", few=few),
        Relation("speakers", _speakers(quotes), "Who says them.", few=few),
        Relation("sources", _sources(quotes), "Where they stand.", few=few),
    )


RELATIONS: dict[str, tuple[Relation, ...]] = {
    "contributions": (
        Relation("statements", _of_contribution, "What is said of it, corrected statements too."),
        *_rests_on(_behind_contribution, few=False),
    ),
    "statements": _rests_on(_behind_statement, few=True),
    "tallies": _rests_on(_behind_tally, few=True),
    "quotes": (
        Relation("statements", _in_quote, "What is read in it, and what else rests on it."),
        Relation("tallies", _claimed_in_quote, "What is claimed in it of the whole."),
        Relation("speakers", _who_says, "Who says it.", few=True),
        Relation("sources", _where_it_stands, "Where it stands.", few=True),
    ),
    "sources": (
        Relation("quotes", _of_source, "Words in it that something rests on.", hundreds=True),
        Relation("speakers", _speakers(_of_source), "Whom it quotes.", hundreds=True),
    ),
    "speakers": (Relation("quotes", _of_speaker, "What they say.", hundreds=True),),
}  # fmt: skip


def relations_of(name: str) -> dict[str, Relation]:
    return {each.name: each for each in RELATIONS.get(name, ())}
