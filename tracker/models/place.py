"""A place of action."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tracker.domain.codes import SLUG
from tracker.domain.tree import Tree
from tracker.models.base import CodeField, Versioned, frozen_code, one_of, raise_version
from tracker.models.choices import Level
from tracker.models.circles import no_circle
from tracker.models.country import Country
from tracker.models.history import guarded, history


class PlaceQuerySet(models.QuerySet["Place"]):
    def tree(self) -> Tree:
        return Tree(dict(self.values_list("code", "parent_id")))

    def within(self, codes: Iterable[str]) -> set[str]:
        """The places themselves and all that lie in them."""
        return self.tree().within(codes)

    def above(self, codes: Iterable[str]) -> set[str]:
        """All places that contain one of these, themselves left out."""
        return self.tree().above(codes)


@history()
class Place(Versioned):
    """Coordinates are degrees, WGS 84; the country is empty at sea."""

    code = CodeField(primary_key=True)
    name = models.CharField(max_length=255)
    level = models.CharField(max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="places"
    )
    latitude = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    longitude = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    aliases = ArrayField(models.CharField(max_length=255), default=list, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="place_code_format",
                condition=Q(code__regex=f"^{SLUG}$"),
                violation_error_code="field:code",
                violation_error_message="A place's code is a slug: raqqa.",
            ),
            models.CheckConstraint(
                name="place_coordinates",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                    latitude__isnull=False,
                    longitude__isnull=False,
                ),
                violation_error_code="field:latitude",
                violation_error_message="Give both coordinates: latitude ±90, longitude ±180.",
            ),
            models.CheckConstraint(
                name="place_sea_has_no_country",
                condition=~Q(level=Level.SEA) | Q(country__isnull=True),
                violation_error_code="field:country",
                violation_error_message="A place at sea has no country.",
            ),
            one_of("place", "level", Level.values),
            no_circle("place", "parent", key="code"),
            frozen_code("place"),
            raise_version("place"),
            *guarded("place"),
        ]

    def __str__(self) -> str:
        return self.name
