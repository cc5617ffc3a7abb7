"""Words sought by PostgreSQL's full-text search, accents folded: ``q``.

Written as on a search page: words that must all stand, "a phrase", one or another.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db.models import BooleanField, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Combinable

from tracker.filters.asked import Asked, Given
from tracker.filters.estimate import estimate
from tracker.filters.values import Sought
from tracker.models import Contribution, Country, Kind, Place, Quote, Statement
from tracker.models.base import there_is

TSQUERY = "websearch_to_tsquery('pg_catalog.english', tracker_fold(%(expressions)s))"


def finds(vector: Combinable, words: str) -> Func:
    """Whether a search vector has the words."""
    sought = Func(
        Value(words),
        template=TSQUERY,
        output_field=SearchQueryField(),
    )
    return Func(
        vector,
        sought,
        template="%(expressions)s",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )


def vector_of(*columns: str, names: str = "") -> Func:
    """The search vector of some columns, made on the spot; ``names`` is an array of more of them.

    For tables of hundreds of rows: what is large has its vector stored.
    """
    texts: list[Combinable] = [F(column) for column in columns]
    if names:
        texts.append(
            Func(
                F(names), function="array_to_string", template="%(function)s(%(expressions)s, ' ')"
            )
        )
    return Func(*texts, function="tracker_search", output_field=SearchVectorField())


class TextAsked(Asked):
    """Words in the columns of one row; ``vector`` is a stored search vector or one made of them."""

    field_class = Sought

    def __init__(self, vector: str | Func, *, reads: tuple[str, ...] = (), **kwargs: Any) -> None:
        name = vector if isinstance(vector, str) else ""
        super().__init__(name, label="Words", reads=reads, **kwargs)
        self.vector = F(vector) if isinstance(vector, str) else vector

    def condition(self, value: str, given: Given) -> Q:
        return Q(finds(self.vector, value))

    def told(self, value: str, given: Given) -> str:
        return f"{self.label}: {value}"


class ContributionText(TextAsked):
    """Words of its path or title, of a name in its path, or of one quote of a live statement.

    Rare words are looked up, each where it is indexed. Of what common words find, that would be
    most of the record; there a row is looked at when its turn comes. Both find the same rows.
    """

    def condition(self, value: str, given: Given) -> Q:
        if is_common(value):
            return _has(value, given)
        first, *others = _found(value, given)
        return Q(pk__in=first.union(*others))


COMMON = 300_000  # quotes; of so many among all, a page is soon filled row by row


QUOTES = ("quote__", "rests_on__quote__")  # from a statement to the words that it rests on


def is_common(words: str) -> bool:
    """Whether many quotes have the words, as PostgreSQL's planner reckons; none is read for it."""
    return estimate(Quote.objects.filter(finds(F("search"), words))) > COMMON


def _found(words: str, given: Given) -> list[QuerySet[Any]]:
    """Where each of them is found, by an index of its own; together they are what was sought."""
    contributions = Contribution.objects.published().order_by().values("pk")
    own = [contributions.filter(each) for each in _own(words)]
    return [*own, *(live.values("contribution") for live in _live(words, given))]


def _has(words: str, given: Given) -> Q:
    """Whether a row has them, on its own."""
    own = Q()
    for each in _own(words):
        own |= each
    for live in _live(words, given):
        own |= Q(there_is(live.filter(contribution=OuterRef("pk"))))
    return own


def _own(words: str) -> list[Q]:
    """In itself, and in the names that its path stands for."""
    named = (Q(**{f"{column}__in": codes}) for column, codes in _named(words).items())
    return [Q(finds(F("search"), words)), *named]


def _named(words: str) -> dict[str, list[str]]:
    """The countries, places and kinds whose names have the words.

    Looked up beforehand, in tables of hundreds: of a join with them the planner would expect much.
    """
    aliased = vector_of("name", names="aliases")
    tables = (
        ("country", Country, aliased),
        ("theatre", Place, aliased),
        ("kind", Kind, vector_of("name")),
    )
    first, *others = (
        model.objects.filter(finds(vector, words)).order_by().values_list(Value(column), "code")
        for column, model, vector in tables
    )
    found: dict[str, list[str]] = {}
    for column, code in first.union(*others):
        found.setdefault(column, []).append(code)
    return found


def _live(words: str, given: Given) -> list[QuerySet[Statement]]:
    """Of live statements those whose quote has them, and those that rest on a further one."""
    live = Statement.objects.at(given.get("known_on")).order_by()
    return [live.filter(finds(F(f"{quote}search"), words)) for quote in QUOTES]
