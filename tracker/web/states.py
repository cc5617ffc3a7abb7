"""Contributions as what their statements add up to: status, figures, doubts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from tracker.domain import wording
from tracker.domain.ladder import Group
from tracker.domain.wording import Badge
from tracker.models import Figure, State
from tracker.web import addresses
from tracker.web.facts import Fact, amount_of, stated
from tracker.web.shown import Words


@dataclass(frozen=True, slots=True)
class Sum:
    """A figure, with the periods it was added up from where there are several."""

    figure: Figure

    @property
    def group(self) -> str:
        return wording.group_label(self.figure.status_group)

    @property
    def metric(self) -> str:
        return self.figure.metric.name

    @property
    def amount(self) -> str:
        return amount_of(self.figure)

    @property
    def periods(self) -> list[str]:
        return [_period(window) for window in self.figure.windows if len(self.figure.windows) > 1]

    @property
    def remarks(self) -> str:
        """What keeps it out of sums, or in doubt."""
        figure = self.figure
        said = {
            "readings exclude each other": figure.conflict,
            "a rate, in no sum": figure.rate,
            "an equivalent, in no sum": figure.equivalent,
        }
        return "; ".join(remark for remark, holds in said.items() if holds)


@dataclass(frozen=True, slots=True)
class Known:
    """A contribution as it was known from one day until another."""

    state: State

    @property
    def title(self) -> str:
        return self.state.contribution.title

    @property
    def href(self) -> str:
        return addresses.of_contribution(self.state.contribution)

    @property
    def country_href(self) -> str:
        return addresses.of_country(self.state.contribution.country_id)

    @property
    def badge(self) -> Badge:
        state = self.state
        return wording.badge(state.status, change=state.change, conditioned=state.conditioned)

    @property
    def words(self) -> Words:
        """The very words that carry the status."""
        return Words(self.state.statement.quote)

    @property
    def figures(self) -> list[Sum]:
        return [Sum(figure) for figure in self.state.figures.all()]

    @property
    def actual(self) -> str:
        return self._amounts(Group.ACTUAL)

    @property
    def prospective(self) -> str:
        return self._amounts(Group.PROSPECTIVE)

    @property
    def doubts(self) -> list[Doubt]:
        state = self.state
        return [doubt for name, doubt in DOUBTS.items() if getattr(state, name)]

    @property
    def overdue(self) -> bool:
        due = self.state.due_latest
        return due is not None and due < timezone.localdate()

    @property
    def times(self) -> list[Fact]:
        state = self.state
        found = [
            Fact("Began", wording.span(state.started_earliest, state.started_latest)),
            Fact("Ended", wording.span(state.ended_earliest, state.ended_latest)),
            Fact("When", wording.span(state.held_earliest, state.held_latest)),
            Fact("Stood by", wording.day(state.stands_from)),
            Fact("Last word that it stands", wording.day(state.last_as_of)),
        ]
        return stated(found)

    @property
    def since(self) -> str:
        return wording.day(self.state.known_from)

    @property
    def until(self) -> str:
        return wording.day(self.state.known_until)

    def _amounts(self, group: Group) -> str:
        sums = [sum_ for sum_ in self.figures if sum_.figure.status_group == group]
        counted = [sum_.amount for sum_ in sums if not sum_.figure.equivalent]
        return "; ".join(counted)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A mark on a state, in a word and in a sentence."""

    label: str
    sentence: str


DOUBTS = {
    "disputed": Doubt(
        "disputed",
        "One source says so, another of a different origin denies it. The record keeps both and "
        "judges neither; the dispute ends when one side is withdrawn or corrected.",
    ),
    "denied_by_self": Doubt(
        "denied by itself", "The contributor itself denies it, and nobody of its own asserts it."
    ),
    "status_conflict": Doubt(
        "status in conflict",
        "Words of the same time tell it as a deed and as a promise; the nearest and most cautious "
        "of them stands.",
    ),
    "figure_conflict": Doubt(
        "figures in conflict",
        "Words of the same time give figures or dates that exclude each other.",
    ),
    "implied_only": Doubt(
        "implied only", "Nobody states it: all words for it presuppose it, so it is never certain."
    ),
    "conditioned": Doubt(
        "on a condition", "The words tie it to a condition, so it counts as a promise at most."
    ),
}


def known(states: Iterable[State]) -> list[Known]:
    return [Known(state) for state in states]


def _period(window: dict[str, Any]) -> str:
    """A window as JSON keeps it: "between … and …: 1,000–1,200"."""
    first, last = (_date(window[side]) for side in ("earliest", "latest"))
    low, high = (window[side] and Decimal(window[side]) for side in ("low", "high"))
    return f"{wording.span(first, last) or 'undated'}: {wording.bounds(low, high)}"


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
