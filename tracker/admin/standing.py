"""What is known of a contribution, and why: its derived state told with the words behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet
from django.urls import reverse

from tracker.admin.wording import amount_of, status_of
from tracker.domain.ladder import Group
from tracker.domain.stake import Stake
from tracker.domain.wording import badge
from tracker.models import Contribution, Figure, Statement

TOLD = 200  # statements a page shows


@dataclass(frozen=True, slots=True)
class Told:
    """A statement as a line: its words, whose they are, from when until when they were known."""

    url: str
    words: str
    says: str
    amount: str
    who: str
    stake: str
    source: str
    known_from: date | None
    known_until: date | None
    when: str
    review: str


@dataclass(frozen=True, slots=True)
class Now:
    """The current state; ``doubts`` are sentences, one for each flag that is up."""

    status: str
    group: str
    since: date
    because: Told
    figures: list[tuple[str, str]]
    outlook: list[Told]
    doubts: list[str]


DOUBTS = {
    "disputed": "Disputed: somebody denies it.",
    "denied_by_self": "The contributor itself denies it.",
    "status_conflict": "Reports differ on how far it has come.",
    "figure_conflict": "Reports differ on the number.",
    "implied_only": "Only implied, nowhere said outright.",
    "conditioned": "Said on a condition.",
}


def now_of(contribution: Contribution) -> Now | None:
    """None where nothing published says anything of it."""
    state = contribution.states.filter(known_until__isnull=True).first()
    if state is None:
        return None
    rows = _statements().in_bulk([state.statement_id, *state.outlook])
    now = badge(state.status, change=state.change)
    return Now(
        status=now.label,
        group=now.group_label,
        since=state.known_from,
        because=told(rows[state.statement_id]),
        figures=[_figure(figure) for figure in state.figures.select_related("metric")],
        outlook=[told(rows[pk]) for pk in state.outlook if pk in rows],
        doubts=[sentence for flag, sentence in DOUBTS.items() if getattr(state, flag)],
    )


def told_of(contribution: Contribution) -> list[Told]:
    """Its statements in the order in which they came to be known; what is not published last."""
    rows = _statements().filter(contribution=contribution)
    order = (F("standing__known_from").asc(nulls_last=True), "quote__start", "position", "pk")
    return [told(row) for row in rows.order_by(*order)[:TOLD]]


def told(statement: Statement) -> Told:
    quote, standing = statement.quote, getattr(statement, "standing", None)
    return Told(
        url=reverse("admin:tracker_statement_change", args=[statement.pk]),
        words=quote.exact,
        says=status_of(statement),
        amount=amount_of(statement),
        who=str(quote.speaker) if quote.speaker else quote.source.publisher,
        stake=Stake(standing.stake).label if standing else "",
        source=quote.source.title,
        known_from=standing.known_from if standing else None,
        known_until=standing.known_until if standing else None,
        when=statement.when,
        review=statement.get_review_display(),
    )


def _statements() -> QuerySet[Statement]:
    joined = ("quote__source", "quote__speaker", "metric", "standing")
    return Statement.objects.select_related(*joined).defer("quote__source__text")


def _figure(figure: Figure) -> tuple[str, str]:
    """The group it counts in, and the amount with what is to be known of it."""
    notes = [
        word
        for flag, word in (("conflict", "reports differ"), ("equivalent", "an equivalent"))
        if getattr(figure, flag)
    ]
    noted = f" ({', '.join(notes)})" if notes else ""
    return Group(figure.status_group).label, f"{amount_of(figure)}{noted}"
