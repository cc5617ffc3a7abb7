"""Words sought by PostgreSQL's full-text search, accents folded: ``q``.

Written as on a search page: words that must all stand, "a phrase", one or another.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.expressions import Combinable

from tracker.filters.asked import Asked, Given
from tracker.filters.values import Sought
from tracker.models import Contribution, Country, Kind, Place, Statement


def finds(vector: Combinable, words: str) -> Func:
    """Whether a search vector has the words."""
    sought = Func(
        Value(words),
        template="websearch_to_tsquery('pg_catalog.english', tracker_fold(%(expressions)s))",
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
    """Words of its path or title, of a name in its path, or of one live quote."""

    def condition(self, value: str, given: Given) -> Q:
        return Q(pk__in=_own(value).union(_quoted(value, given)))


def _own(words: str) -> QuerySet[Any]:
    named = vector_of("name", names="aliases")
    countries = Country.objects.filter(finds(named, words))
    places = Place.objects.filter(finds(named, words))
    kinds = Kind.objects.filter(finds(vector_of("name"), words))
    return (
        Contribution.objects.published()
        .filter(
            Q(finds(F("search"), words))
            | Q(country__in=countries)
            | Q(kind__in=kinds)
            | Q(theatre__in=places)
        )
        .order_by()
        .values("pk")
    )


def _quoted(words: str, given: Given) -> QuerySet[Any]:
    live = Statement.objects.at(given.get("known_on"))
    return live.filter(finds(F("quote__search"), words)).order_by().values("contribution")
