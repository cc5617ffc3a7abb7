"""What waits for somebody today: drafts, the review queue, sources to work through, tallies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from tracker import actions
from tracker.actions.comments import Remark
from tracker.admin.held import held_now
from tracker.admin.wording import amount_of, status_of
from tracker.models import Contribution, Review, Source, Statement, Tally
from tracker.models.choices import Annotation
from tracker.reconcile import Reconciliation

SHOWN = 10
TALLIES = 20  # published tallies that are held against the record, the latest first


@dataclass(frozen=True, slots=True)
class Line:
    """``said``: that it was sent back, and the newest comment on it since."""

    url: str
    text: str
    more: str
    number: str = ""
    said: Sequence[Remark] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """One list; ``links`` lead to the whole of it, ``full`` says that there is more."""

    title: str
    empty: str
    links: list[tuple[str, str]]
    lines: list[Line]
    full: bool


def lists_for(request: HttpRequest) -> list[Waiting]:
    """Only what this person may see and do something about."""
    user: Any = request.user
    if not user.has_perm("tracker.view_statement"):
        return []
    found = []
    if user.has_perm("tracker.add_statement"):
        found.append(_drafts(Q(review=Review.DRAFT, written_by=user)))
    found.append(_queue(user))
    if user.has_perm("tracker.change_source"):
        found.append(_sources(user))
    return [*found, _tallies()]


def _drafts(mine: Q) -> Waiting:
    rows = [*_statements(mine), *_tallies_of(mine), *_contributions(mine)]
    return _waiting("My drafts", "You have no drafts.", _claims(Review.DRAFT, whose="mine"), rows)


def _queue(user: Any) -> Waiting:
    """What others wrote first: nobody publishes their own."""
    waiting = Q(review=Review.IN_REVIEW)
    own = waiting & (Q(written_by=user) | Q(edited_by=user))
    others = waiting & ~Q(written_by=user) & (Q(edited_by=None) | ~Q(edited_by=user))
    rows = [*_statements(others), *_tallies_of(others)]
    rows += [*_statements(own, " (yours)"), *_tallies_of(own, " (yours)")]
    return _waiting("To review", "Nothing waits for review.", _claims(Review.IN_REVIEW), rows)


def _sources(user: Any) -> Waiting:
    """One's own first, then what nobody has taken."""
    open_ = Source.objects.filter(annotation__in=[Annotation.UNREAD, Annotation.IN_PROGRESS])
    found: list[Source] = []
    for which, order in ((Q(assignee=user), "pk"), (Q(assignee=None), "-pk")):
        found += open_.filter(which).defer("text").order_by(order)[: SHOWN + 1 - len(found)]
    rows = [
        Line(
            _change("source", source.pk),
            source.title,
            f"{source.publisher}, {source.published}",
            f"{source.get_annotation_display()}{'' if source.assignee_id else ', nobody’s yet'}",
        )
        for source in found
    ]
    links = [
        ("Unread sources", _address("source", annotation__exact=Annotation.UNREAD)),
        ("In progress", _address("source", annotation__exact=Annotation.IN_PROGRESS)),
    ]
    return _waiting("Sources to annotate", "Every source is done.", links, rows)


# --- Tallies --------------------------------------------------------------------------------


def _tallies() -> Waiting:
    """Those that claim more than the record names; one reading of the record for all of them."""
    found = Tally.objects.published().select_related("quote__source", "metric")
    found = found.defer("quote__source__text").prefetch_related("countries__country")
    rows = []
    latest = found.order_by("-quote__source__published_latest", "-pk")[:TALLIES]
    for tally, held in held_now(latest):
        if held is None:
            rows.append(_tally(tally, "too many records to hold it against here"))
        elif held.remainder.low > 0 or (held.remainder.high or 0) > 0:
            rows.append(_tally(tally, _told(held)))
    links = [("All tallies", _address("tally", review__exact=Review.PUBLISHED))]
    empty = "The record names all that is claimed."
    return _waiting("Tallies the record does not account for", empty, links, rows)


def _tally(tally: Tally, number: str) -> Line:
    url = reverse("admin:tracker_tally_held", args=[tally.pk])
    return Line(url, str(tally.quote), amount_of(tally), number)


def _told(held: Reconciliation) -> str:
    return f"{held.not_named} not named, {len(held.certain)} certain, {len(held.possible)} possible"


# --- Lines ----------------------------------------------------------------------------------


def _statements(which: Q, whose: str = "") -> list[Line]:
    rows = Statement.objects.filter(which).select_related("quote", "contribution", "metric")
    rows = rows.order_by("-updated_at")[: SHOWN + 1]
    said = actions.last_words(Statement, [row.pk for row in rows])
    return [
        Line(
            _change("statement", row.pk),
            str(row.quote),
            " ".join(filter(None, [row.contribution.path, status_of(row), amount_of(row)])) + whose,
            said=said[row.pk],
        )
        for row in rows
    ]


def _tallies_of(which: Q, whose: str = "") -> list[Line]:
    rows = Tally.objects.filter(which).select_related("quote", "metric")
    rows = rows.order_by("-updated_at")[: SHOWN + 1]
    said = actions.last_words(Tally, [row.pk for row in rows])
    return [
        Line(
            _change("tally", row.pk),
            str(row.quote),
            f"Tally {amount_of(row)}{whose}",
            said=said[row.pk],
        )
        for row in rows
    ]


def _contributions(which: Q) -> list[Line]:
    """Those without a statement: the others go along with theirs."""
    rows = Contribution.objects.filter(which, statements=None)
    return [
        Line(_change("contribution", row.pk), row.path, "No statement yet")
        for row in rows.order_by("-updated_at")[: SHOWN + 1]
    ]


def _waiting(title: str, empty: str, links: list[tuple[str, str]], rows: list[Line]) -> Waiting:
    return Waiting(title, empty, links, rows[:SHOWN], full=len(rows) > SHOWN)


def _claims(stage: Review, **more: str) -> list[tuple[str, str]]:
    return [
        ("All statements", _address("statement", review__exact=stage, **more)),
        ("All tallies", _address("tally", review__exact=stage, **more)),
    ]


def _change(model: str, pk: int) -> str:
    return reverse(f"admin:tracker_{model}_change", args=[pk])


def _address(model: str, **query: Any) -> str:
    url = reverse(f"admin:tracker_{model}_changelist")
    return f"{url}?{urlencode(query)}" if query else url
