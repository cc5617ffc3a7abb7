"""What a contribution lies in, and what lies in it: by its path, or by being part of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse

from tracker.domain.codes import Path, contains
from tracker.models import Contribution

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Near:
    url: str
    path: str
    review: str


def around(contribution: Contribution) -> dict[str, list[Near]]:
    """Two queries, each by its index, however many the country has."""
    own, rows = (
        contribution.parts_path,
        Contribution.objects.filter(coalition=contribution.coalition_id),
    )
    wholes = rows.filter(Q(path__in=_shortened(own)) | Q(pk=contribution.part_of_id))
    parts = rows.filter(path__startswith=f"{own.country}/{own.kind}").exclude(pk=contribution.pk)
    inside = [part for part in _few(parts) if contains(own, part.parts_path)]
    named = _few(rows.filter(part_of=contribution))
    return {
        "Lies in": [_near(each) for each in _few(wholes)],
        "Contains": [
            _near(each) for each in {part.pk: part for part in (*inside, *named)}.values()
        ],
    }


def _shortened(path: Path) -> list[str]:
    """Every path that contains this one, nothing but itself left out."""
    parts = path.kind.split(".")
    kinds = [".".join(parts[:length]) for length in range(1, len(parts) + 1)]
    found = {
        str(Path(path.country, kind, theatre, name))
        for kind in kinds
        for theatre in {"", path.theatre}
        for name in {"", path.name}
    }
    return sorted(found - {str(path)})


def _few(rows: QuerySet[Contribution]) -> list[Contribution]:
    return list(
        rows.order_by("path").only("path", "review", "country", "kind", "theatre", "name")[:SHOWN]
    )


def _near(contribution: Contribution) -> Near:
    url = reverse("admin:tracker_contribution_change", args=[contribution.pk])
    return Near(url, contribution.path, contribution.get_review_display())
