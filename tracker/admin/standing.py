"""What is known of a contribution, and why: its derived state told with the words behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from tracker.admin.particulars import JOINED, particulars_of
from tracker.admin.wording import amount_of, badge_of
from tracker.domain import wording
from tracker.domain.ladder import Group
from tracker.domain.stake import Stake
from tracker.domain.wording import Badge, badge
from tracker.models import Contribution, Figure, Review, State, Statement, StatementQuote

TOLD = 200  # statements a page shows
STAGES = 50  # days on which it changed, that a page shows


@dataclass(frozen=True, slots=True)
class Told:
    """A statement as a line: its words, whose they are, from when until when they were known."""

    pk: int
    url: str
    words: str
    says: Badge
    amount: str
    who: str
    stake: str
    source: str
    source_url: str
    known_from: date | None
    known_until: date | None
    review: str
    particulars: list[tuple[str, str]]
    further: list[str]
    is_live: bool
    denies: bool


@dataclass(frozen=True, slots=True)
class Stage:
    """The contribution as it was known from one day until another."""

    since: date
    until: date | None
    says: Badge
    amount: str
    doubts: list[str]


@dataclass(frozen=True, slots=True)
class Now:
    """The current state; ``doubts`` are sentences, one for each flag that is up.

    Of what is to come, ``ruled_out`` are the words that it will not.

    ``sides`` are the two of a dispute, each with its lines; empty where nobody disputes it.
    """

    says: Badge
    since: date
    because: Told | None
    figures: list[tuple[str, str]]
    times: list[tuple[str, str]]
    doubts: list[str]
    outlook: list[Told]
    ruled_out: list[Told]
    overdue: bool
    sides: list[tuple[str, list[Told]]]


@dataclass(frozen=True, slots=True)
class Adds:
    """What becomes of a statement: the contribution, what that adds up to, and this one's part."""

    url: str
    title: str
    path: str
    says: Badge | None
    amount: str
    part: str
    was_known: bool


DOUBTS = {
    "disputed": "Disputed: somebody denies it.",
    "denied_by_self": "The contributor itself denies it.",
    "status_conflict": "Reports differ on how far it has come.",
    "figure_conflict": "Reports differ on the number.",
    "implied_only": "Only implied, nowhere said outright.",
    "conditioned": "Said on a condition.",
}
IN_SHORT = {
    "disputed": "disputed",
    "denied_by_self": "denied by itself",
    "status_conflict": "reports differ",
    "figure_conflict": "numbers differ",
    "implied_only": "implied",
    "conditioned": "on condition",
}


def adds_of(statement: Statement) -> Adds:
    """Two queries."""
    contribution = statement.contribution
    state = contribution.states.filter(known_until=None).select_related("metric").first()
    return Adds(
        url=reverse("admin:tracker_contribution_change", args=[contribution.pk]),
        title=contribution.title,
        path=contribution.path,
        says=stage_of(state).says if state else None,
        amount=stage_of(state).amount if state else "",
        part=_part(statement, state),
        was_known=contribution.published_at is not None,
    )


def _part(statement: Statement, state: State | None) -> str:
    """In one sentence."""
    standing = getattr(statement, "standing", None)
    if statement.review != Review.PUBLISHED or standing is None:
        withdrawn = statement.review == Review.WITHDRAWN
        return "It counts no more." if withdrawn else "It counts once it is published."
    stake = Stake(standing.stake).label
    if standing.known_until:
        return f"{stake} word, corrected or replaced on {wording.day(standing.known_until)}."
    if state and state.statement_id == statement.pk:
        return f"{stake} word, and the one that decides."
    if state and statement.pk in state.outlook:
        return f"{stake} word on what is to come."
    return f"{stake} word, known since {wording.day(standing.known_from)}; another decides."


# --- The page -------------------------------------------------------------------------------


def told_of(contribution: Contribution) -> list[Told]:
    """Its statements in the order in which they came to be known; what is not published last."""
    rows = _statements().filter(contribution=contribution)
    order = (F("standing__known_from").asc(nulls_last=True), "quote__start", "position", "pk")
    return [told(row) for row in rows.order_by(*order)[:TOLD]]


def stages_of(contribution: Contribution) -> list[State]:
    """All that it was ever known to be, the latest first."""
    figures = Prefetch("figures", Figure.objects.select_related("metric"))
    rows = contribution.states.select_related("metric").prefetch_related(figures)
    return list(rows.order_by("-known_from")[:STAGES])


def now_of(states: Sequence[State], lines: Sequence[Told]) -> Now | None:
    """None where nothing published says anything of it."""
    state = next((each for each in states if each.known_until is None), None)
    if state is None:
        return None
    by_pk = {line.pk: line for line in lines}
    to_come = [by_pk[pk] for pk in state.outlook if pk in by_pk]
    return Now(
        says=badge(state.status, change=state.change, conditioned=state.conditioned),
        since=state.known_from,
        because=by_pk.get(state.statement_id),
        figures=[_figure(figure) for figure in state.figures.all()],
        times=_times(state),
        doubts=[sentence for flag, sentence in DOUBTS.items() if getattr(state, flag)],
        outlook=[line for line in to_come if not line.denies],
        ruled_out=[line for line in to_come if line.denies],
        overdue=bool(state.due_latest and state.due_latest < timezone.localdate()),
        sides=_sides(lines) if state.disputed else [],
    )


def stage_of(state: State) -> Stage:
    return Stage(
        since=state.known_from,
        until=state.known_until,
        says=badge(state.status, change=state.change, conditioned=state.conditioned),
        amount=amount_of(state) if state.metric_id else "",
        doubts=doubts_of(state),
    )


def doubts_of(state: State) -> list[str]:
    return [word for flag, word in IN_SHORT.items() if getattr(state, flag)]


def told(statement: Statement) -> Told:
    quote, standing = statement.quote, getattr(statement, "standing", None)
    says = badge_of(statement)
    return Told(
        pk=statement.pk,
        url=reverse("admin:tracker_statement_change", args=[statement.pk]),
        words=quote.exact,
        says=says,
        amount=amount_of(statement),
        who=str(quote.speaker) if quote.speaker else quote.source.publisher,
        stake=Stake(standing.stake).label if standing else "",
        source=quote.source.title,
        source_url=reverse("admin:tracker_source_change", args=[quote.source_id]),
        known_from=standing.known_from if standing else None,
        known_until=standing.known_until if standing else None,
        review=statement.get_review_display(),
        particulars=particulars_of(statement),
        further=[rested.quote.exact for rested in statement.rests_on.all()],
        is_live=statement.review == Review.PUBLISHED
        and standing is not None
        and standing.known_until is None,
        denies=says.group == Group.DENIED or statement.denies_id is not None,
    )


def _statements() -> QuerySet[Statement]:
    joined = ("quote__source", "quote__speaker", "metric", "standing", *JOINED)
    further = Prefetch("rests_on", StatementQuote.objects.select_related("quote"))
    rows = Statement.objects.select_related(*joined).prefetch_related(further)
    return rows.defer("quote__source__text")


def _sides(lines: Sequence[Told]) -> list[tuple[str, list[Told]]]:
    """Who says so and who denies it, among what is believed now."""
    live = [line for line in lines if line.is_live and line.says.group]
    return [
        ("It is so", [line for line in live if not line.denies]),
        ("It is not", [line for line in live if line.denies]),
    ]


def _times(state: State) -> list[tuple[str, str]]:
    times = [
        ("Began", wording.span(state.started_earliest, state.started_latest)),
        ("Ended", wording.span(state.ended_earliest, state.ended_latest)),
        ("Held", wording.span(state.held_earliest, state.held_latest)),
        ("Last word that it stands", wording.day(state.last_as_of)),
        ("Promised for", wording.day(state.due_latest)),
    ]
    return [(label, text) for label, text in times if text]


def _figure(figure: Figure) -> tuple[str, str]:
    """The group it counts in, and the amount with what is to be known of it."""
    flags: dict[str, Any] = {
        "reports differ": figure.conflict,
        "a rate, in no sum": figure.rate,
        "an equivalent, in no sum": figure.equivalent,
    }
    notes = ", ".join(word for word, holds in flags.items() if holds)
    noted = f" ({notes})" if notes else ""
    return Group(figure.status_group).label, f"{amount_of(figure)}{noted}"
