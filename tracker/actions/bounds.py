"""What an action wrote of numbers, held against the words once all that they rest on is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from tracker.actions.errors import Misread
from tracker.domain.bounds import Misreading, is_english, misreading, not_standing
from tracker.domain.words import Bounds
from tracker.models import Statement, StatementQuote, TallyQuote
from tracker.models.choices import BoundsBy
from tracker.models.claim import Claim

NUMBERS = ("low", "high", "converted_low", "converted_high", "out_of", "words")
NONE = Bounds(None, None)
RESTS_ON: dict[str, Any] = {"statement": StatementQuote, "tally": TallyQuote}


def has_bounds(record: Any) -> bool:
    """Whether words are to say a number of it."""
    return (
        isinstance(record, Claim)
        and record.bounds_by == BoundsBy.WORDS
        and any(getattr(record, name, None) not in (None, "") for name in NUMBERS)
    )


def refuse_misread(claims: Iterable[Claim]) -> None:
    """Raise Misread of the first whose number is not what its words say; a query for each model."""
    keys: dict[type[Claim], set[int]] = {}
    for claim in claims:
        keys.setdefault(type(claim), set()).add(claim.pk)
    for model, some in keys.items():
        for claim in _with_their_words(model, some):
            for field, found in _misreadings(claim):
                raise Misread(claim.code, found, field)


def _with_their_words(model: Any, keys: set[int]) -> Iterable[Any]:
    name = model._meta.model_name
    further = RESTS_ON[name].objects.filter(**{name: OuterRef("pk")}).values("quote__exact")
    rows = model.objects.filter(pk__in=keys, bounds_by=BoundsBy.WORDS).order_by("pk")
    read = rows.select_related("quote__source").annotate(further=ArraySubquery(further))
    return read.only("code", "quote__exact", "quote__source__language", *_numbers(model))


def _numbers(model: Any) -> list[str]:
    return [name for name in NUMBERS if hasattr(model, name)]


def _misreadings(claim: Any) -> Iterator[tuple[str, Misreading]]:
    """Each with the field that it is about."""
    texts = [claim.quote.exact, *claim.further]
    given = Bounds(claim.low, claim.high)
    english = is_english(claim.quote.source.language)
    if given != NONE or claim.words:
        found = misreading(given, claim.words, texts, english=english)
        if found:
            yield "words" if found.of_words else "low", found
    for field, bounds in _beside(claim):
        if bounds != NONE and (found := not_standing(bounds, texts)):
            yield field, found


def _beside(claim: Any) -> Iterator[tuple[str, Bounds]]:
    """Numbers that have no words of their own: they stand in the quotes as they are."""
    if isinstance(claim, Statement):
        yield "converted_low", Bounds(claim.converted_low, claim.converted_high)
    else:
        yield "out_of", Bounds(claim.out_of, claim.out_of)
