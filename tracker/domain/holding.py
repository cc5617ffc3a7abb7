"""Whether a contribution holds on a day, and what a cell says of it (semantics D, G, H3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from tracker.domain.ladder import Group
from tracker.domain.state import State
from tracker.domain.verdict import OF_THE_THING

Answer = Literal["yes", "no", "maybe"]
Cell = Literal["actual", "disputed", "prospective", "denied", "silent"]
Certainty = Literal["certain", "possible", "denied", "silent"]


def holds(state: State, day: date) -> Answer:
    """Whether its deed held on a day, by what this state knows."""
    if not is_deed(state) or _is_before_start(state, day) or _is_after_end(state, day):
        return "no"
    return "yes" if state.group == Group.ACTUAL and _stands_on(state, day) else "maybe"


def is_deed(state: State) -> bool:
    """Somebody tells a deed of it, even where a promise of the same time puts it in doubt."""
    return state.group == Group.ACTUAL or state.held is not None


def cell(states: Iterable[State], day: date | None = None) -> Cell:
    """What a country does in one kind: the first that fits of actual, disputed and so on.

    With a day, deeds that certainly did not hold on it are left out. A denial of a change (no
    more, no end) denies nothing of the thing itself, and makes no cell.
    """
    found = {_cell_of(state, day) for state in states}
    order: tuple[Cell, ...] = ("actual", "disputed", "prospective", "denied")
    return next((name for name in order if name in found), "silent")


def certainty(state: State, day: date) -> Certainty:
    """What one state is worth to a tally on a day: its part of semantics H3.

    The caller adds what the state cannot know: a kind or place coarser than the tally asks makes
    the certain only possible, and so does a date in doubt.
    """
    answer = holds(state, day)
    if answer == "yes" and not (state.disputed or state.status_conflict or state.implied_only):
        return "certain"
    if answer != "no" or _cell_of(state, day) in ("prospective", "disputed"):
        return "possible"
    return "denied" if _cell_of(state, day) == "denied" else "silent"


def _cell_of(state: State, day: date | None) -> Cell:
    if day is not None and state.group == Group.ACTUAL and holds(state, day) == "no":
        return "silent"
    if state.disputed:
        return "disputed"
    if state.group == Group.DENIED:
        return "denied" if state.change in OF_THE_THING else "silent"
    if state.group == Group.ACTUAL:
        return "actual"
    return "prospective" if state.group == Group.PROSPECTIVE else "silent"


def _is_before_start(state: State, day: date) -> bool:
    started = state.started
    return started is not None and started.earliest is not None and day < started.earliest


def _is_after_end(state: State, day: date) -> bool:
    ended = state.ended
    return ended is not None and ended.latest is not None and day > ended.latest


def _stands_on(state: State, day: date) -> bool:
    """Certainly begun, and not yet ended, or without an end no later than the last word of it."""
    if state.stands_from is None or day < state.stands_from:
        return False
    if state.ended is not None and state.ended.earliest is not None:
        return day < state.ended.earliest
    return state.last_as_of is not None and day <= state.last_as_of
