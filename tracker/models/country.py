"""A country, or whoever else contributes like one."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from tracker.domain.codes import COUNTRY_CODE
from tracker.models.base import (
    CodeField,
    Versioned,
    frozen_code,
    one_of,
    raise_version,
    raises_version_of,
)
from tracker.models.choices import CountryType
from tracker.models.circles import no_circle
from tracker.models.history import guarded, history


class CountryQuerySet(models.QuerySet["Country"]):
    def states(self) -> CountryQuerySet:
        """A count of countries counts states."""
        return self.filter(type=CountryType.STATE)

    def called(self, name: str) -> CountryQuerySet:
        """Whoever newspapers call by this name: code, name or alias, whatever the case."""
        return self.filter(Q(code__iexact=name) | Q(name__iexact=name) | Q(aliases__icontains=name))


@history()
class Country(Versioned):
    """ISO 3166-1 where a code exists, user-assigned (XK) and local ones otherwise; M49 regions."""

    code = CodeField(primary_key=True)
    name = models.CharField(max_length=255, unique=True)
    type = models.CharField(max_length=20, choices=CountryType, default=CountryType.STATE)
    alpha3 = models.CharField("ISO alpha-3", max_length=3, blank=True)
    m49 = models.CharField("UN M49", max_length=3, blank=True)
    region = models.CharField(max_length=50, blank=True)
    subregion = models.CharField(max_length=50, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="regions"
    )
    aliases = ArrayField(models.CharField(max_length=255), default=list, blank=True)
    note = models.TextField(blank=True)

    objects = CountryQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "countries"
        indexes = [GinIndex(fields=["aliases"], name="country_aliases")]
        constraints = [
            models.CheckConstraint(
                name="country_code_format",
                condition=Q(code__regex=f"^{COUNTRY_CODE}$"),
                violation_error_code="field:code",
                violation_error_message="A country's code is capitals and digits: FR, XK, IQ-KR.",
            ),
            models.CheckConstraint(
                name="country_region_has_parent",
                condition=Q(parent__isnull=False) | ~Q(type=CountryType.REGION),
                violation_error_code="field:parent",
                violation_error_message="A region of a state names the state as its parent.",
            ),
            one_of("country", "type", CountryType.values),
            no_circle("country", "parent", key="code"),
            frozen_code("country"),
            raise_version("country"),
            *guarded("country"),
        ]

    def __str__(self) -> str:
        return self.name


@history(by="organisation")
class Member(models.Model):
    """A state that belongs to an organisation (the coalition's own members are contributions)."""

    organisation = models.ForeignKey(Country, models.CASCADE, related_name="memberships")
    country = models.ForeignKey(Country, models.PROTECT, related_name="organisations")

    class Meta:
        ordering = ["organisation", "country"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "country"], name="member_once"),
            *raises_version_of("member", "country", "organisation_id", key="code"),
            *guarded("member"),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} in {self.organisation_id}"
