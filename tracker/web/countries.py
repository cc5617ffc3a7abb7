"""Countries and whoever else contributes: the list, and what is recorded of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.domain import wording
from tracker.models import Country, State
from tracker.models.choices import CountryType
from tracker.web import addresses, loading, states
from tracker.web.facts import Fact, stated
from tracker.web.matrix import GROUPS, Number
from tracker.web.shown import Claim
from tracker.web.states import Known

SHOWN = 50  # contributions of one status group on a country's page; the table has them all


@dataclass(frozen=True, slots=True)
class Listed:
    """A country of the list with its numbers, one a status group."""

    name: str
    href: str
    type: str
    numbers: tuple[Number, ...]


@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    country = "contribution__country"
    counts = {group or wording.UNSTATED: Q(status_group=group) for group in GROUPS}
    rows = (
        State.objects.at()
        .order_by(f"{country}__name")
        .values_list(country, f"{country}__name", f"{country}__type")
        .annotate(**{name: Count("pk", filter=which) for name, which in counts.items()})
    )
    context = {
        "countries": [_listed(*row) for row in rows],
        "groups": [wording.group_label(group) for group in GROUPS],
        "crumbs": [("Countries", "")],
    }
    return render(request, "tracker/countries.html", context)


def _listed(code: str, name: str, kind: str, *counts: int) -> Listed:
    numbers = (
        Number(count, addresses.contributions(country=code, status_group=group or wording.UNSTATED))
        for group, count in zip(GROUPS, counts, strict=True)
    )
    return Listed(name, addresses.of_country(code), CountryType(kind).label, tuple(numbers))


# --- One country ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """What is recorded of a country in one status group: the first, and how many in all."""

    group: str
    label: str
    shown: list[Known]
    all: Number


@require_safe
def country(request: HttpRequest, code: str) -> HttpResponse:
    record = get_object_or_404(Country.objects.select_related("parent"), code=code)
    named = loading.published_tallies().filter(countries__country=record)
    context = {
        "country": record,
        "facts": _facts(record),
        "parts": list(_parts(record)),
        "claims": [Claim(tally) for tally in named.order_by("code")],
        "table_href": addresses.contributions(country=code),
        "api_href": addresses.in_api("countries", code),
        "crumbs": [("Countries", reverse("web:countries")), (record.name, "")],
    }
    return render(request, "tracker/country.html", context)


def _facts(record: Country) -> list[Fact]:
    members = record.memberships.values_list("country__name", flat=True).order_by("country__name")
    parent = record.parent
    found = [
        Fact("What it is", record.get_type_display().lower()),
        Fact("Region", record.subregion or record.region),
        Fact(
            "Part of", str(parent or ""), href=addresses.of_country(parent.code) if parent else ""
        ),
        Fact("Members", wording.listed(members) if record.type != CountryType.STATE else ""),
        Fact("Also called", ", ".join(record.aliases)),
        Fact("Note", record.note),
    ]
    return stated(found)


def _parts(record: Country) -> Iterator[Part]:
    recorded = State.objects.at().filter(contribution__country=record)
    counts = dict(recorded.order_by().values_list("status_group").annotate(n=Count("pk")))
    shown = loading.states().filter(contribution__country=record).order_by("contribution__code")
    for group in GROUPS:
        if group in counts:
            asked = {"country": record.code, "status_group": group or wording.UNSTATED}
            yield Part(
                group or wording.UNSTATED,
                wording.group_label(group),
                states.known(shown.filter(status_group=group)[:SHOWN]),
                Number(counts[group], addresses.contributions(**asked)),
            )
