"""One contribution: its status and why, figures, disputes, outlook, all statements in order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.domain.ladder import Group
from tracker.models import Contribution
from tracker.models.redirect import Target
from tracker.web import addresses, loading, states
from tracker.web.gone import elsewhere
from tracker.web.shown import Said
from tracker.web.states import Known, Sum

PARTS = 50  # of what lies in it; the table has them all


@require_safe
def contribution(request: HttpRequest, code: str) -> HttpResponse:
    record = _published(code)
    if record is None:
        return elsewhere(request, Target.CONTRIBUTION, code)
    history = states.known(loading.states_of(record).order_by("-known_from"))
    now = next((each for each in history if each.state.known_until is None), None)
    said = _statements(record)
    context = {
        "contribution": record,
        "now": now,
        "why": _of(said, [now.state.statement_id]) if now else [],
        "figures": _figures(now, said) if now else [],
        "outlook": _of(said, now.state.outlook) if now else [],
        "sides": _sides(said) if now and now.state.disputed else [],
        "said": said,
        "history": history,
        "around": _around(record),
        "table_href": addresses.contributions(
            coalition=record.coalition_id, country=record.country_id, kind=record.kind_id
        ),
        "api_href": addresses.in_api("contributions", record.code),
        "crumbs": [
            ("Contributions", reverse("web:contributions")),
            (record.country.name, addresses.of_country(record.country_id)),
            (record.title, ""),
        ],
    }
    return render(request, "tracker/contribution.html", context)


def _published(code: str) -> Contribution | None:
    found = Contribution.objects.published().select_related(
        "coalition", "country", "kind", "theatre", "part_of__country", "part_of__kind"
    )
    record: Contribution | None = found.filter(code=code).first()
    return record


def _statements(record: Contribution) -> list[Said]:
    """All that was ever published of it, in the order in which it was said."""
    found = loading.statements().filter(contribution=record)
    ordered = found.order_by(
        "quote__source__published_latest", "quote__source_id", "quote__start", "position", "id"
    )
    return [Said(statement) for statement in ordered]


def _of(said: Sequence[Said], ids: Collection[int]) -> list[Said]:
    return [each for each in said if each.statement.pk in ids]


def _figures(now: Known, said: Sequence[Said]) -> list[tuple[Sum, list[tuple[int, Said]]]]:
    """Each figure with the statements it rests on, as they are numbered on the page."""
    numbered = list(enumerate(said, 1))
    return [
        (sum_, [(n, each) for n, each in numbered if each.statement.pk in sum_.figure.statements])
        for sum_ in now.figures
    ]


def _sides(said: Sequence[Said]) -> list[tuple[str, list[Said]]]:
    """Who says so and who denies it, among what is believed now."""
    live = [each for each in said if not each.fate and each.statement.status]
    against = [each for each in live if _denies(each)]
    return [("It is so", [each for each in live if each not in against]), ("It is not", against)]


def _denies(said: Said) -> bool:
    return said.badge.group == Group.DENIED or said.statement.denies_id is not None


# --- What it lies in, what lies in it -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Around:
    """What contains it and the first of what it contains, by path or as a part named so."""

    wholes: list[Known]
    parts: list[Known]
    more: bool

    def __bool__(self) -> bool:
        return bool(self.wholes or self.parts)


def _around(record: Contribution) -> Around:
    """Four queries, each by its index, however many the country has."""
    rows = Contribution.objects.at()
    wholes, inside, named = (
        _first(each)
        for each in (rows.wholes_of(record), rows.parts_of(record), rows.filter(part_of=record))
    )
    parts = {**inside, **named}
    shown = sorted(parts, key=parts.__getitem__)[:PARTS]
    near = states.known(loading.states_with([*wholes, *shown]))
    return Around(
        wholes=[each for each in near if each.state.pk in wholes],
        parts=[each for each in near if each.state.pk in shown],
        more=len(parts) > PARTS,
    )


def _first(rows: QuerySet[Any]) -> dict[int, str]:
    """The paths of as many as the page shows and one more, by the keys of their states."""
    return dict(rows.order_by("path").values_list("state__id", "path")[: PARTS + 1])
