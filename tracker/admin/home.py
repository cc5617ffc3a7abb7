"""What waits for somebody today: drafts, the review queue, sources to work through, tallies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from tracker.admin.wording import amount_of, status_of
from tracker.models import Contribution, Review, Source, Statement, Tally
from tracker.models.choices import Annotation

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Line:
    url: str
    text: str
    more: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """One list; ``url`` leads to the whole of it, ``full`` says that there is more."""

    title: str
    empty: str
    url: str
    lines: list[Line]
    full: bool


def lists_for(request: HttpRequest) -> list[Waiting]:
    """Only what this person may see."""
    user: Any = request.user
    mine = Q(review=Review.DRAFT, written_by=user)
    found = [_drafts(mine), _queue(), _sources(user), _tallies()]
    return found if user.has_perm("tracker.view_statement") else []


def _drafts(mine: Q) -> Waiting:
    rows = [*_statements(mine), *_tallies_of(mine), *_contributions(mine)]
    url = _address("statement", review__exact=Review.DRAFT)
    return _waiting("My drafts", "You have no drafts.", url, rows)


def _queue() -> Waiting:
    waiting = Q(review=Review.IN_REVIEW)
    rows = [*_statements(waiting), *_tallies_of(waiting)]
    url = _address("statement", review__exact=Review.IN_REVIEW)
    return _waiting("To review", "Nothing waits for review.", url, rows)


def _sources(user: Any) -> Waiting:
    open_ = Source.objects.exclude(annotation=Annotation.DONE).filter(
        Q(assignee=user) | Q(assignee=None)
    )
    rows = [
        Line(_change("source", source.pk), source.title, source.get_annotation_display())
        for source in open_.order_by("-assignee", "-pk")[: SHOWN + 1]
    ]
    url = _address("source", annotation__exact=Annotation.UNREAD)
    return _waiting("Sources to work through", "Every source is done.", url, rows)


def _tallies() -> Waiting:
    rows = _tallies_of(Q(review=Review.PUBLISHED))
    return _waiting("Tallies", "No tally is published yet.", _address("tally"), rows)


def _statements(which: Q) -> list[Line]:
    rows = Statement.objects.filter(which).select_related("quote", "contribution", "metric")
    return [
        Line(
            _change("statement", row.pk),
            str(row.quote),
            " ".join(filter(None, [row.contribution.path, status_of(row), amount_of(row)])),
        )
        for row in rows.order_by("-updated_at")[: SHOWN + 1]
    ]


def _tallies_of(which: Q) -> list[Line]:
    rows = Tally.objects.filter(which).select_related("quote", "metric")
    return [
        Line(_change("tally", row.pk), str(row.quote), f"Tally {amount_of(row)}")
        for row in rows.order_by("-updated_at")[: SHOWN + 1]
    ]


def _contributions(which: Q) -> list[Line]:
    """Those without a statement: the others go along with theirs."""
    rows = Contribution.objects.filter(which, statements=None)
    return [
        Line(_change("contribution", row.pk), row.path, "No statement yet")
        for row in rows.order_by("-updated_at")[: SHOWN + 1]
    ]


def _waiting(title: str, empty: str, url: str, rows: list[Line]) -> Waiting:
    return Waiting(title, empty, url, rows[:SHOWN], full=len(rows) > SHOWN)


def _change(model: str, pk: int) -> str:
    return reverse(f"admin:tracker_{model}_change", args=[pk])


def _address(model: str, **query: Any) -> str:
    url = reverse(f"admin:tracker_{model}_changelist")
    return f"{url}?{urlencode(query)}" if query else url
