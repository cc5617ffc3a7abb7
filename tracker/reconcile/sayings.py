"""What single statements say of a contribution, as far as a tally may narrow by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tracker.domain.ladder import group_of
from tracker.models import Contribution, Statement
from tracker.models.choices import Tie


@dataclass(frozen=True, slots=True)
class Saying:
    """One live statement, by what a tally may narrow; its theatre is a place of it too.

    ``elsewhere`` is where others of its group say that the thing is: it may be meant there, too.
    """

    statement: int
    group: str
    role: str
    effort: str
    line: str
    places: frozenset[str]
    elsewhere: frozenset[str]
    presumed: bool


def sayings_of(
    contributions: Collection[Contribution], known_on: date | None
) -> dict[int, list[Saying]]:
    """What was live on a day, by contribution; one query."""
    rows: dict[int, list[list[Any]]] = defaultdict(list)
    columns = ("contribution_id", "pk", "status", "condition", "role", "effort", "tie")
    live = Statement.objects.at(known_on).filter(contribution__in=contributions)
    for key, *row in live.order_by("code").values_list(*columns, "line_of_effort_id", "place_id"):
        rows[key].append(row)
    return {each.pk: _sayings(each, rows[each.pk]) for each in contributions}


def _sayings(contribution: Contribution, rows: list[list[Any]]) -> list[Saying]:
    theatre = contribution.theatre_id
    usual = contribution.kind.line_of_effort_id or ""
    said = [
        Saying(
            statement=pk,
            group=group_of(status, conditioned=bool(condition)),
            role=role,
            effort=effort,
            line=line or usual,
            places=frozenset(code for code in (theatre, place) if code),
            elsewhere=frozenset(),
            presumed=tie == Tie.PRESUMED,
        )
        for pk, status, condition, role, effort, tie, line, place in rows
    ]
    placed: dict[str, set[str]] = defaultdict(set)
    for each in said:
        placed[each.group] |= each.places
    return [replace(each, elsewhere=frozenset(placed[each.group])) for each in said]
