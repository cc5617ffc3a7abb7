"""How contributions are asked for: by the API, exports, tallies, the admin and pages alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from tracker.filters.asked import Given, Level, at_level, excludable
from tracker.filters.base import RecordFilterSet
from tracker.filters.clocks import date_match, known_on, updated_since, valid_on
from tracker.filters.holding import HOLDS, holds_on
from tracker.filters.membership import membership_parameters
from tracker.filters.readings import statement_parameters
from tracker.filters.search import ContributionText
from tracker.filters.states import (
    FIGURE_RANGES,
    day_parameters,
    figure_parameters,
    flag_parameters,
    identity_parameters,
    state_parameters,
)
from tracker.models import Contribution, Figure, Statement


class ContributionFilterSet(RecordFilterSet):
    """Rows are annotated with ``holds`` where a day is given, and joined to their ``state``."""

    noun = "contributions"
    model = Contribution
    parameters = {
        **excludable(identity_parameters() | membership_parameters() | state_parameters()),
        **flag_parameters(),
        **day_parameters(),
        **figure_parameters(),
        **at_level(Level.STATEMENT, statement_parameters()),
        "q": ContributionText(
            "search",
            meaning="Words of its path or title, of its country's, kind's or theatre's name, or of "
            "one of the quotes that its live statements rest on.",
        ),
        **updated_since(),
        **known_on(),
        **valid_on(),
        **date_match(),
    }

    @classmethod
    def records(cls) -> QuerySet:
        return Contribution.objects.at()

    def amiss(self, given: Given) -> Iterator[tuple[str, str]]:
        if "holds" in given and "valid_on" not in given:
            yield "holds", "it speaks of a day; give valid_on too."
        for name in FIGURE_RANGES:
            if name in given and "metric" not in given:
                yield name, "it bounds a figure; say of which metric, such as metric=personnel."
        if _of_money(given) and "currency" not in given:
            yield "currency", "money is bounded in one currency; say which, such as currency=EUR."

    def found(self, given: Given, *, lack: str = "") -> QuerySet:
        rows = self.known(given, self.conditions(Level.OWN, given, lack))
        return self.joined(rows, given, lack)

    def known(self, given: Given, *conditions: Q) -> QuerySet:
        rows = Contribution.objects.at(given.get("known_on"), *conditions)
        day = given.get("valid_on")
        if day is None:
            return rows
        chosen = given.get("holds")
        answers = chosen.values if chosen else ("yes",)
        return rows.annotate(**{HOLDS: holds_on(day)}).filter(**{f"{HOLDS}__in": answers})

    def shaped(self) -> QuerySet:
        return self.known(self.given)

    def joined(self, rows: QuerySet, given: Given, lack: str) -> QuerySet:
        if self._asks(Level.STATEMENT, given):
            live = self._statements(given, lack).filter(contribution=OuterRef("pk"))
            rows = rows.filter(Exists(live))
        if self._asks(Level.FIGURE, given):
            rows = rows.filter(self._figured(given, lack))
        return rows

    def statements(self, rows: QuerySet) -> QuerySet:
        found = rows.order_by().values("pk")
        return self._statements(self.given, "").filter(contribution__in=found)

    def matching(self) -> QuerySet[Statement] | None:
        """The live statements of which all that was asked of one holds; None if nothing was."""
        asked = self._asks(Level.STATEMENT, self.given)
        return self._statements(self.given, "") if asked else None

    def told(self) -> Iterator[str]:
        given = self.given
        for name, value in given.items():
            if name not in ("holds", "known_on", "date_match"):
                yield self.filters[name].told(value, given)
        if "valid_on" in given:
            chosen = given.get("holds")
            yield f"Held that day: {chosen or 'certainly'}"
        elif "actual" in getattr(given.get("status_group"), "values", ()):
            yield "Actual: on any day, as no valid_on is given"
        if self._asks(Level.FIGURE, given) and "status_group" not in given:
            yield "Figures: of the contribution's own status group"
        yield _known(given)

    def _asks(self, level: Level, given: Given) -> bool:
        return any(self.filters[name].level is level for name in given)

    def _statements(self, given: Given, lack: str) -> QuerySet[Statement]:
        """Live statements of which everything that was asked of one holds."""
        live = Statement.objects.at(given.get("known_on"))
        return live.filter(self.conditions(Level.STATEMENT, given, lack))

    def _figured(self, given: Given, lack: str) -> Q:
        """Whether one of its figures is as asked; with ``lack``, whether none has that bound."""
        if lack not in BOUNDS:
            return Q(Exists(self._figures(given, given)))
        rest = {name: given[name] for name in given if self.filters[name].stem not in BOUNDS}
        bounded = self._figures(given, rest).filter(**{f"{lack}__isnull": False})
        return ~Q(Exists(bounded))

    def _figures(self, given: Given, asked: Given) -> QuerySet[Figure]:
        """Figures of the groups that were asked for, else of the contribution's own.

        A rate is no amount, so it has no bounds; an equivalent counts only where its currency is
        asked for. Of what was given, ``asked`` is what has to hold of them.
        """
        groups = given.get("status_group")
        group = Q(status_group__in=groups.values) if groups else Q(status_group=OWN_GROUP)
        figures = Figure.objects.filter(group, state=OuterRef("state__id"))
        if set(FIGURE_RANGES) & set(given):
            figures = figures.filter(rate=False)
        if "currency" not in given:
            figures = figures.filter(equivalent=False)
        return figures.filter(self.conditions(Level.FIGURE, asked))


BOUNDS = ("low", "high")
OWN_GROUP = OuterRef("state__status_group")


def _of_money(given: Given) -> bool:
    metric: Any = given.get("metric")
    bounded = any(name in given for name in FIGURE_RANGES if name != "currency")
    return bounded and metric is not None and "money" in metric.values


def _known(given: Given) -> str:
    day = given.get("known_on")
    if day is not None:
        return f"Known on: {day.isoformat()}"
    return f"Known now: {timezone.localdate().isoformat()}"
