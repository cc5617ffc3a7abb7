"""The table of contributions: one query language, the API's own, and the same query as a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.domain import wording
from tracker.domain.ladder import Group
from tracker.exports import FORMATS
from tracker.filters import ContributionFilterSet, FilterError, Query
from tracker.models import Coalition, Country, Kind, State
from tracker.models.base import there_is
from tracker.web import addresses, loading, states
from tracker.web.matrix import GROUPS, Number

ROWS_A_PAGE = 100
AFTER = "after"  # the last code of the page before: a place that later records do not shift


@dataclass(frozen=True, slots=True)
class Choice:
    """One select of the form: the parameter, and what there is to choose."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class GroupCount:
    """How many of the rows found are of one status group; groups are never added."""

    label: str
    number: Number


@require_safe
def contributions(request: HttpRequest) -> HttpResponse:
    asked = request.GET
    if any(not value for value in asked.values()):
        return HttpResponseRedirect(f"{request.path}{addresses.asked(asked.dict())}")
    context = {
        "choices": _choices(asked),
        "kept": [(name, value) for name, value in asked.items() if name not in (*SELECTS, AFTER)],
        "crumbs": [("Contributions", "")],
    }
    try:
        query = ContributionFilterSet.read(asked, also=[AFTER])
    except FilterError as error:
        context["mistakes"] = [(each, _mended(asked, each)) for each in error.mistakes]
        return render(request, "tracker/contributions.html", context, status=400)
    return render(request, "tracker/contributions.html", context | _found(query, asked))


def _found(query: Query, asked: QueryDict) -> dict[str, object]:
    page = query.rows.order_by("code").filter(code__gt=asked.get(AFTER, ""))
    ids = list(page.values_list("state__id", flat=True)[: ROWS_A_PAGE + 1])
    shown = states.known(loading.states_with(ids[:ROWS_A_PAGE]))
    following = {**query.asked, AFTER: shown[-1].state.contribution.code} if shown else {}
    return {
        "rows": shown,
        "read_as": query.read_as,
        "counts": list(_counts(query)),
        "next_href": addresses.contributions(**following) if len(ids) > ROWS_A_PAGE else "",
        "first_href": addresses.contributions(**query.asked) if AFTER in asked else "",
        "files": [
            (each.label, f"{reverse(f'v1:contributions-{name}')}{addresses.asked(query.asked)}")
            for name, each in FORMATS.items()
        ],
        "json_href": f"{reverse('v1:contributions-list')}{addresses.asked(query.asked)}",
    }


def _counts(query: Query) -> Iterable[GroupCount]:
    groups = query.rows.order_by().values_list("state__status_group")
    counts = dict(groups.annotate(count=Count("pk")))
    for group in GROUPS:
        if group in counts:
            href = addresses.contributions(**{**query.asked, "status_group": group or "unstated"})
            yield GroupCount(wording.group_label(group).lower(), Number(counts[group], href))


def _mended(asked: QueryDict, mistake: object) -> str:
    """The same question with the value or the parameter that was probably meant."""
    name, value, meant = mistake.name, mistake.value, mistake.nearest  # type: ignore[attr-defined]
    if not meant:
        return ""
    others = {key: text for key, text in asked.items() if key != name}
    return addresses.contributions(**others, **({name: meant} if value else {meant: asked[name]}))


# --- The form -------------------------------------------------------------------------------

SELECTS = ("coalition", "country", "kind", "status_group", "valid_on", "known_on")


def _choices(asked: QueryDict) -> list[Choice]:
    """What the record has something of; other parameters are written into the address."""
    countries = Country.objects.filter(_recorded("country"))
    kinds = Kind.objects.filter(code__in=_kinds())
    coalitions = Coalition.objects.values_list("code", "name")
    groups = [*Group.choices(), (wording.UNSTATED, "Unstated")]
    found = [
        ("coalition", "Coalition", list(coalitions)),
        ("country", "Contributor", list(countries.order_by("name").values_list("code", "name"))),
        (
            "kind",
            "Kind, and all below it",
            list(kinds.order_by("code").values_list("code", "name")),
        ),
        ("status_group", "Status group", groups),
    ]
    return [
        _choice(name, label, options, asked.get(name, ""))
        for name, label, options in found
        if len(options) > 1 or asked.get(name)
    ]


def _kinds() -> set[str]:
    """The kinds there are contributions of, and all above them."""
    used = set(Kind.objects.filter(_recorded("kind")).values_list("code", flat=True))
    return used | Kind.objects.above(used)


def _recorded(column: str) -> Q:
    """Whether anything is known of some contribution of it."""
    return Q(there_is(State.objects.at().filter(**{f"contribution__{column}": OuterRef("pk")})))


def _choice(name: str, label: str, options: list[tuple[str, str]], chosen: str) -> Choice:
    """What was asked for stays chosen, though it be a list or a mistake."""
    if chosen and chosen not in dict(options):
        options = [(chosen, chosen), *options]
    return Choice(name, label, tuple(options), chosen)
