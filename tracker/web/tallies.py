"""Tallies held against the record: claimed, certain, possible, not named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.domain import wording
from tracker.models import Coalition, Contribution, Tally
from tracker.models.redirect import Target
from tracker.reconcile import Named, Reconciliation, Record, reconcile
from tracker.web import addresses, loading
from tracker.web.asked import coalition_asked
from tracker.web.gone import elsewhere
from tracker.web.shown import Claim

TALLIES_A_PAGE = 25  # each is held against the whole record


@dataclass(frozen=True, slots=True)
class Someone:
    """A country on one side of a tally, with the contributions it is there for."""

    named: Named

    @property
    def href(self) -> str:
        return addresses.of_country(self.named.country.code)

    @property
    def remark(self) -> str:
        """Why it is not certain."""
        return "; ".join(self.named.why)

    @property
    def contributions(self) -> list[tuple[Contribution, str]]:
        return [(each, addresses.of_contribution(each)) for each in self.named.contributions]


@dataclass(frozen=True, slots=True)
class Side:
    """Certain, possible or denied: the number that counts, and who they are."""

    name: str
    meaning: str
    number: str
    who: tuple[Someone, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A claim held against the record as it was known on one day, or is now.

    ``known`` says when, ``key`` begins the anchors of its sides.
    """

    claim: Claim
    result: Reconciliation
    known: str = "now"
    key: str = ""

    def same(self, other: Held) -> bool:
        """Whether the same is named, and the same number is not."""
        mine, theirs = self.result, other.result
        names = all(
            getattr(mine, side) == getattr(theirs, side)
            for side in ("certain", "possible", "denied", "beside")
        )
        return names and mine.remainder == theirs.remainder

    @property
    def claimed(self) -> str:
        return self.result.claimed

    @property
    def not_named(self) -> str:
        return self.result.not_named

    @property
    def excess(self) -> str:
        """By how much the record is certain of more than was claimed."""
        excess = self.result.remainder.excess
        return wording.number(excess) if excess else ""

    @property
    def valid_on(self) -> str:
        return wording.day(self.result.valid_on)

    @property
    def sides(self) -> list[Side]:
        """Those that have a number: of countries, or over a metric of what was counted."""
        result = self.result
        certain, possible = map(wording.number, result.counted)
        return [
            _side("Certain", "They match all that the tally counts.", certain, result.certain),
            _side(
                "Possible",
                "They may be meant; why not certainly, is said.",
                possible,
                result.possible,
            ),
            _side("Denied", "What is recorded of them denies it.", "", result.denied),
        ]

    @property
    def beside(self) -> Side | None:
        """Who matches too, and is in no count of countries."""
        if not self.result.beside:
            return None
        meaning = "They match too, but are no countries: in no count of them."
        return _side("Beside", meaning, "", self.result.beside)


def _side(name: str, meaning: str, number: str, who: Iterable[Named]) -> Side:
    someone = tuple(Someone(named) for named in who)
    return Side(name, meaning, number or str(len(someone)), someone)


def held(found: Iterable[Tally]) -> Iterator[Held]:
    """Each tally held against what is known now, which is read once."""
    record = Record(whole=True)
    for tally in found:
        yield Held(Claim(tally), reconcile(tally, record=record))


def in_order(coalition: Coalition | None) -> QuerySet[Tally]:
    """Those of one coalition or of all: the newest first, of one source as they stand in it."""
    found = loading.published_tallies()
    if coalition:
        found = found.filter(quote__source__coalition=coalition)
    return found.order_by(
        "-quote__source__published_latest", "quote__source_id", "quote__start", "position"
    )


@require_safe
def tallies(request: HttpRequest) -> HttpResponse:
    coalition = coalition_asked(request)
    page = Paginator(in_order(coalition), TALLIES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "coalition": coalition,
        "held": list(held(page)),
        "crumbs": [("Tallies", "")],
    }
    return render(request, "tracker/tallies.html", context)


@require_safe
def tally(request: HttpRequest, code: str) -> HttpResponse:
    record: Tally | None = loading.published_tallies().filter(code=code).first()
    if record is None:
        return elsewhere(request, Target.TALLY, code)
    claim = Claim(record)
    now = Held(claim, reconcile(record))
    then = _when_published(claim)
    context = {
        "tally": record,
        "claim": claim,
        "now": now,
        "then": then,
        "views": [now] if now.same(then) else [now, then],
        "api_href": addresses.in_api("tallies", record.code),
        "crumbs": [("Tallies", reverse("web:tallies")), (claim.title, "")],
    }
    return render(request, "tracker/tally.html", context)


def _when_published(claim: Claim) -> Held:
    """By what was known on the day the claim itself became known (semantics H2)."""
    day = claim.tally.quote.source.published_latest
    return Held(claim, reconcile(claim.tally, known_on=day), f"on {wording.day(day)}", "then-")
