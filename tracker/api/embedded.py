"""What the page of one record holds besides its own row: the records it stands on, as rows too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from tracker.fields import REGISTRIES, Clocks, row_json
from tracker.filters.public import published_statements, published_tallies
from tracker.models import (
    Contribution,
    Quote,
    Source,
    Speaker,
    Statement,
    StatementQuote,
    Tally,
    TallyQuote,
)

LIMIT = 500  # rows of one sort beside a record; their own list has them all

Rows = dict[str, QuerySet[Any]]  # by the registry whose rows they are
Embedding = Callable[[QuerySet[Any], Clocks], Rows]


def of_contribution(contribution: QuerySet[Contribution], clocks: Clocks) -> Rows:
    """Its statements, corrected ones too, with the quotes, speakers and sources of all of them."""
    statements = published_statements().filter(contribution__in=contribution)
    if clocks.known_on is not None:
        statements = statements.filter(standing__known_from__lte=clocks.known_on)
    return {"statements": statements, **of_statement(statements, clocks)}


def of_statement(statement: QuerySet[Statement], clocks: Clocks) -> Rows:
    del clocks
    further = StatementQuote.objects.filter(statement__in=statement)
    return _behind(Q(pk__in=statement.values("quote")) | Q(pk__in=further.values("quote")))


def of_tally(tally: QuerySet[Tally], clocks: Clocks) -> Rows:
    del clocks
    further = TallyQuote.objects.filter(tally__in=tally)
    return _behind(Q(pk__in=tally.values("quote")) | Q(pk__in=further.values("quote")))


def of_quote(quote: QuerySet[Quote], clocks: Clocks) -> Rows:
    """What is read in it, and what else rests on it."""
    del clocks
    stated = StatementQuote.objects.filter(quote__in=quote).values("statement")
    tallied = TallyQuote.objects.filter(quote__in=quote).values("tally")
    return {
        "statements": published_statements().filter(Q(quote__in=quote) | Q(pk__in=stated)),
        "tallies": published_tallies().filter(Q(quote__in=quote) | Q(pk__in=tallied)),
        "speakers": Speaker.objects.filter(quotes__in=quote),
        "sources": Source.objects.filter(quotes__in=quote),
    }


def of_source(source: QuerySet[Source], clocks: Clocks) -> Rows:
    """Its quotes, and whom it quotes."""
    del clocks
    quotes = Quote.objects.public().filter(source__in=source)
    return {"quotes": quotes, "speakers": Speaker.objects.filter(pk__in=quotes.values("speaker"))}


def of_speaker(speaker: QuerySet[Speaker], clocks: Clocks) -> Rows:
    del clocks
    return {"quotes": Quote.objects.public().filter(speaker__in=speaker)}


EMBEDDED: dict[str, Embedding] = {
    "contributions": of_contribution,
    "statements": of_statement,
    "tallies": of_tally,
    "quotes": of_quote,
    "sources": of_source,
    "speakers": of_speaker,
}


def embedded(name: str, record: QuerySet[Any], clocks: Clocks) -> dict[str, list[str]]:
    """The rows beside one record, as JSON texts; one query a sort."""
    if name not in EMBEDDED:
        return {}
    beside = EMBEDDED[name](record.order_by().values("pk"), clocks)
    return {sort: _texts(sort, rows, clocks) for sort, rows in beside.items()}


def _texts(name: str, rows: QuerySet[Any], clocks: Clocks) -> list[str]:
    texts = rows.order_by("code").values_list(row_json(REGISTRIES[name].fields, clocks), flat=True)
    return list(texts[:LIMIT])


def _behind(which: Q) -> Rows:
    """Quotes, with their speakers and sources."""
    quotes = Quote.objects.filter(which)
    return {
        "quotes": quotes,
        "speakers": Speaker.objects.filter(pk__in=quotes.values("speaker")),
        "sources": Source.objects.filter(pk__in=quotes.values("source")),
    }
