"""The first page: what is loaded, who contributes, and the doors."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.models import Coalition, Kind, Quote, Source
from tracker.web import addresses
from tracker.web.matrix import Matrix, Number, all_kinds, matrix_of
from tracker.web.tallies import Held, held, in_order

TALLIES_SHOWN = 12  # each is held against the whole record


@dataclass(frozen=True, slots=True)
class Loaded:
    """One coalition's record in numbers."""

    coalition: Coalition
    sources: Number
    quotes: Number
    tallies: Number
    matrix: Matrix
    held: list[Held]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    kinds = all_kinds()
    loaded = [_loaded(coalition, kinds) for coalition in Coalition.objects.all()]
    return render(request, "tracker/home.html", {"loaded": loaded})


def _loaded(coalition: Coalition, kinds: dict[str, Kind]) -> Loaded:
    asked = addresses.asked({"coalition": coalition.code})
    sources = f"{reverse('web:sources')}{asked}"
    tallies = in_order(coalition)
    return Loaded(
        coalition=coalition,
        sources=_number(Source.objects.public().filter(coalition=coalition), sources),
        quotes=_number(Quote.objects.public().filter(source__coalition=coalition), sources),
        tallies=_number(tallies, f"{reverse('web:tallies')}{asked}"),
        matrix=matrix_of(coalition, kinds),
        held=list(held(tallies[:TALLIES_SHOWN])),
    )


def _number(found: QuerySet, href: str) -> Number:
    return Number(found.count(), href)
