"""What pages fetch: only what was ever published, with everything a template will ask for.

A source's text is left in the database: most may not be shown, and all are long.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from tracker.models import (
    Contribution,
    Figure,
    Quote,
    Review,
    Source,
    State,
    Statement,
    StatementQuote,
    Tally,
    TallyCountry,
    TallyQuote,
)

_QUOTE = ("quote__source", "quote__speaker__country")
_CONTRIBUTION = ("contribution__country", "contribution__kind", "contribution__theatre")
_ANOTHER = ("denies", "corrects")
_SAID = ("metric", "place", "recipient", "line_of_effort", "standing")


def _rested(model: type[StatementQuote] | type[TallyQuote]) -> Prefetch:
    quotes: QuerySet[Any] = model._default_manager.select_related(*_QUOTE)
    return Prefetch("rests_on", quotes.defer("quote__source__text"))


def sources() -> QuerySet[Source]:
    return Source.objects.public().select_related("coalition").defer("text")


def quotes() -> QuerySet[Quote]:
    """Public quotes, in the order of their text."""
    found = Quote.objects.public().select_related("source", "speaker__country")
    return found.defer("source__text").order_by("start", "end", "locator", "id")


def statements() -> QuerySet[Statement]:
    found: QuerySet[Statement] = Statement.objects.public().select_related(
        *_QUOTE, *_CONTRIBUTION, *_SAID, *_ANOTHER
    )
    return found.defer("quote__source__text").prefetch_related(_rested(StatementQuote))


def tallies() -> QuerySet[Tally]:
    found: QuerySet[Tally] = Tally.objects.public().select_related(*_QUOTE, "metric")
    countries = Prefetch("countries", TallyCountry.objects.select_related("country"))
    return found.defer("quote__source__text").prefetch_related(countries, _rested(TallyQuote))


def published_tallies() -> QuerySet[Tally]:
    return tallies().filter(review=Review.PUBLISHED)


def states(known_on: date | None = None) -> QuerySet[State]:
    """What published contributions were known to be on a day, or are now, with their figures."""
    return _with_words(State.objects.at(known_on))


def states_of(contribution: Contribution) -> QuerySet[State]:
    """All that one contribution was ever known to be."""
    return _with_words(State.objects.filter(contribution=contribution))


def states_with(ids: list[int]) -> QuerySet[State]:
    """Those of these ids, in the order of their contributions' codes."""
    return _with_words(State.objects.filter(pk__in=ids)).order_by("contribution__code")


def _with_words(found: QuerySet[State]) -> QuerySet[State]:
    figures = Prefetch("figures", Figure.objects.select_related("metric"))
    words = ("statement__quote__source", "statement__quote__speaker__country")
    return (
        found.select_related(*_CONTRIBUTION, *words)
        .defer("statement__quote__source__text")
        .prefetch_related(figures)
    )
