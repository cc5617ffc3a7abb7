"""Codes of records that may not be public: a public record does not tell of a draft."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.expressions import Combinable

from tracker.models import Source
from tracker.models.review import EVER


def code_of(to: str) -> Combinable:
    """The code of what is reviewed and stands at a path, if it was ever published.

    What is no public record itself is seen by its writers only, and shows it in any case.
    """
    told = Q(**{f"{to}__review__in": EVER}) | ~Q(review__in=EVER)
    return Case(When(told, then=F(f"{to}__code")))


def code_of_source(to: str, *, unless: Any) -> Combinable:
    """The code of the source at a path, if something that was published rests on it.

    ``unless``: what holds of a row that is not public itself.
    """
    told = Exists(Source.objects.public().filter(pk=OuterRef(to))) | unless
    return Case(When(Q(**{f"{to}__isnull": False}) & told, then=F(f"{to}__code")))
