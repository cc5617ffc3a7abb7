"""What tallies are held against, read once however many of them there are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cached_property

from tracker.actions.readings import membership_of, readings_of
from tracker.domain.reading import Reading
from tracker.domain.stake import Membership
from tracker.domain.tree import Tree
from tracker.models import Contribution, Kind, Place, State
from tracker.reconcile.sayings import Saying, sayings_of


class Record:
    """The record as it was known on a day, or is now. What was read is kept.

    For one tally only that is read which it may count. With ``whole``, for many: all that is said
    of a coalition at once, so that the queries do not grow with the tallies.
    """

    def __init__(self, known_on: date | None = None, *, whole: bool = False) -> None:
        self.known_on, self.whole = known_on, whole
        self._states: dict[str, list[State]] = {}
        self._sayings: dict[int, list[Saying]] = {}
        self._readings: dict[int, list[Reading]] = {}
        self._members: dict[str, Membership] = {}

    def states(self, coalitions: str) -> list[State]:
        """Of all contributions of these coalitions; one query."""
        if coalitions not in self._states:
            known = State.objects.at(self.known_on)
            joined = ("contribution__country", "contribution__kind", "contribution__theatre")
            rows = known.filter(contribution__coalition__in=coalitions.split(","))
            found = list(rows.select_related(*joined).order_by("contribution__path"))
            self._states[coalitions] = found
        return self._states[coalitions]

    def sayings(self, contributions: Collection[Contribution]) -> dict[int, list[Saying]]:
        """What was live of each; one query."""
        if missing := [each for each in contributions if each.pk not in self._sayings]:
            self._sayings |= sayings_of(self._all() if self.whole else missing, self.known_on)
        return self._sayings

    def readings(self, contributions: Collection[Contribution]) -> dict[int, list[Reading]]:
        """All published statements of each; two queries."""
        if missing := [each.pk for each in contributions if each.pk not in self._readings]:
            wanted = [each.pk for each in self._all()] if self.whole else missing
            self._readings |= readings_of(wanted)
        return self._readings

    def members(self, coalition: str) -> Membership:
        """Who belonged to it; one query."""
        if coalition not in self._members:
            self._members[coalition] = membership_of(coalition)
        return self._members[coalition]

    @cached_property
    def kinds(self) -> Tree:
        return Kind.objects.tree()

    @cached_property
    def places(self) -> Tree:
        return Place.objects.tree()

    def _all(self) -> list[Contribution]:
        return [state.contribution for states in self._states.values() for state in states]
