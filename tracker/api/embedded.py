"""What the page of one record holds besides its own row: the records it stands on, as rows too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from tracker.fields import REGISTRIES, Clocks, row_json
from tracker.filters.public import published_statements, published_tallies
from tracker.models import Quote, Source, Speaker, Statement, StatementQuote, Tally, TallyQuote

LIMIT = 500  # rows of one sort beside a record; their own list has them all

Key = Any  # of whichever model the record is
Rows = dict[str, QuerySet[Any]]  # by the registry whose rows they are
Embedding = Callable[[Key, Clocks], Rows]


def of_contribution(key: Key, clocks: Clocks) -> Rows:
    """Its statements, corrected ones too, with the quotes, speakers and sources of all of them."""
    statements = published_statements().filter(contribution=key)
    if clocks.known_on is not None:
        statements = statements.filter(standing__known_from__lte=clocks.known_on)
    return {"statements": statements, **_behind_statements(statements)}


def of_statement(key: Key, clocks: Clocks) -> Rows:
    del clocks
    return _behind_statements(Statement.objects.filter(pk=key))


def of_tally(key: Key, clocks: Clocks) -> Rows:
    del clocks
    own = Tally.objects.filter(pk=key).values("quote")
    further = TallyQuote.objects.filter(tally=key).order_by().values("quote")
    return _behind(own.order_by().union(further))


def of_quote(key: Key, clocks: Clocks) -> Rows:
    """What is read in it, and what else rests on it."""
    del clocks
    stated = Statement.objects.filter(quote=key).order_by().values("pk")
    rests = StatementQuote.objects.filter(quote=key).order_by().values("statement")
    tallied = Tally.objects.filter(quote=key).order_by().values("pk")
    counts = TallyQuote.objects.filter(quote=key).order_by().values("tally")
    return {
        "statements": published_statements().filter(pk__in=stated.union(rests)),
        "tallies": published_tallies().filter(pk__in=tallied.union(counts)),
        "speakers": Speaker.objects.filter(quotes=key),
        "sources": Source.objects.filter(quotes=key),
    }


def of_source(key: Key, clocks: Clocks) -> Rows:
    """Its quotes, and whom it quotes."""
    del clocks
    quotes = Quote.objects.public().filter(source=key)
    return {
        "quotes": quotes,
        "speakers": Speaker.objects.filter(pk__in=quotes.order_by().values("speaker")),
    }


def of_speaker(key: Key, clocks: Clocks) -> Rows:
    del clocks
    return {"quotes": Quote.objects.public().filter(speaker=key)}


EMBEDDED: dict[str, Embedding] = {
    "contributions": of_contribution,
    "statements": of_statement,
    "tallies": of_tally,
    "quotes": of_quote,
    "sources": of_source,
    "speakers": of_speaker,
}


def embedded(name: str, key: Key, clocks: Clocks) -> dict[str, list[str]]:
    """The rows beside the record of a primary key, as JSON texts; one query a sort."""
    beside = EMBEDDED[name](key, clocks) if name in EMBEDDED else {}
    return {sort: _texts(sort, rows, clocks) for sort, rows in beside.items()}


def _texts(name: str, rows: QuerySet[Any], clocks: Clocks) -> list[str]:
    texts = rows.order_by("code").values_list(row_json(REGISTRIES[name].fields, clocks), flat=True)
    return list(texts[:LIMIT])


def _behind_statements(statements: QuerySet[Statement]) -> Rows:
    own = statements.order_by().values("quote")
    further = StatementQuote.objects.filter(statement__in=statements.order_by().values("pk"))
    return _behind(own.union(further.order_by().values("quote")))


def _behind(keys: QuerySet[Any]) -> Rows:
    """The quotes of these keys, with their speakers and sources."""
    quotes = Quote.objects.filter(pk__in=keys)
    return {
        "quotes": quotes,
        "speakers": Speaker.objects.filter(pk__in=quotes.order_by().values("speaker")),
        "sources": Source.objects.filter(pk__in=quotes.order_by().values("source")),
    }
