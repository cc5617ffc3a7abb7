"""What a contribution lies in, and what lies in it: by its path, or by being part of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from tracker.models import Contribution

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Near:
    url: str
    path: str
    review: str


def around(contribution: Contribution) -> dict[str, list[Near]]:
    """Three queries, each by its index, however many the country has."""
    rows = Contribution.objects.all()
    inside = (*_few(rows.parts_of(contribution)), *_few(contribution.parts.all()))
    return {
        "Lies in": [_near(each) for each in _few(rows.wholes_of(contribution))],
        "Contains": [_near(each) for each in {part.pk: part for part in inside}.values()],
    }


def _few(rows: QuerySet[Contribution]) -> list[Contribution]:
    return list(
        rows.order_by("path").only("path", "review", "country", "kind", "theatre", "name")[:SHOWN]
    )


def _near(contribution: Contribution) -> Near:
    url = reverse("admin:tracker_contribution_change", args=[contribution.pk])
    return Near(url, contribution.path, contribution.get_review_display())
