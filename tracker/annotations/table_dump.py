"""Whether a source's rows still say what its ``tables:`` block does, so that it stands for them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from tracker.annotations.matching import GONE
from tracker.models import Quote, Review, Statement, Tally
from tracker.models.choices import Voice


def other_than_their_tables(sources: Collection[str]) -> set[str]:
    """Those of the sources whose rows are written one by one, since their block would say more.

    Some of their rows were never published (an import's drafts), were edited before they were, or
    were withdrawn by somebody. Loading the block would bring back what it reads.
    """
    rows = Quote.objects.filter(source__code__in=sources, voice=Voice.TABLE).exclude(
        source__tables=[]
    )
    found: set[str] = set()
    silent = rows.filter(*(~Exists(_claims(model)) for model in (Statement, Tally)))
    found.update(silent.values_list("source__code", flat=True))
    for model in (Statement, Tally):
        by_hand = Q(review=Review.PUBLISHED, edited_by__isnull=False) | (
            Q(review=Review.WITHDRAWN, successor=None) & ~Q(withdrawal_reason=GONE)
        )
        own = model._default_manager.filter(quote__in=rows)
        waiting = own.filter(review__in=[Review.DRAFT, Review.IN_REVIEW]).exclude(
            Exists(_claims(model, "quote").filter(review=Review.PUBLISHED))
        )
        for claims in (own.filter(by_hand), waiting):
            found.update(claims.values_list("quote__source__code", flat=True).distinct())
    return found


def _claims(model: type[Statement] | type[Tally], key: str = "pk") -> QuerySet:
    return model._default_manager.filter(quote=OuterRef(key))
