"""A question for totals: that of a list, what it is grouped by, and what stays out of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from tracker.domain.ladder import Group, group_of
from tracker.filters import ContributionFilterSet, Query
from tracker.filters.asked import CodeAsked, Given, Level, WordAsked, at_level
from tracker.filters.states import Currency
from tracker.models import Metric
from tracker.totals.groupings import GROUPINGS, PERIODS, Grouping

OWN = ("by", "measure", "convert_to")  # what a list of contributions does not know
ADDED = (Group.ACTUAL.value, Group.PROSPECTIVE.value)  # a denial adds nothing


class By:
    choices = tuple((grouping.name, grouping.label) for grouping in GROUPINGS.values())


class TotalsFilterSet(ContributionFilterSet):
    """The parameters of contributions, and how they are added up."""

    noun = "totals"
    parameters = {
        **ContributionFilterSet.parameters,
        **at_level(
            Level.CLOCK,
            {
                "by": WordAsked(
                    "by",
                    By,
                    label="Grouped by",
                    meaning="What cells are made of, in this order. A contribution stands in each "
                    "month or year that its deeds can have touched, and in each line of effort "
                    "that one of its statements names; of all else in one cell.",
                ),
                "measure": CodeAsked(
                    "measure",
                    Metric.objects.all,
                    noun="metric",
                    name="name",
                    label="Added up",
                    meaning="Metrics that are added up; as a rule those of metric, else all.",
                ),
                "convert_to": WordAsked(
                    "convert_to",
                    Currency,
                    single=True,
                    label="Converted to",
                    meaning="Money in one currency, by the equivalents that sources state: there "
                    "are no reference rates here, so what has none is left out and counted.",
                ),
            },
        ),
    }

    def amiss(self, given: Given) -> Iterator[tuple[str, str]]:
        yield from super().amiss(given)
        if set(PERIODS) <= set(getattr(given.get("by"), "values", ())):
            yield "by", "by month or by year; a month says its year."


@dataclass(frozen=True, slots=True)
class Omission:
    """What stays out of a total unless the question speaks of it (semantics E2, F3, F5).

    ``opposite`` are the parameters that find what is left out.
    """

    because: str
    parameter: str
    value: str
    unless: tuple[str, ...]
    opposite: Mapping[str, str]


OMISSIONS = (
    Omission(
        "promised, denied or unstated: no deed",
        "status_group",
        "actual",
        ("status", "status!", "status_group", "status_group!"),
        {"status_group": "prospective,denied,unstated"},
    ),
    Omission(
        "its tie to the coalition is only presumed",
        "presumed_only",
        "false",
        ("tie", "presumed_only"),
        {"presumed_only": "true"},
    ),
    Omission(
        "recorded as no member of the coalition",
        "membership!",
        "outside",
        ("membership", "membership!"),
        {"membership": "outside"},
    ),
    Omission(
        "a pooled fund or a private giver",
        "type!",
        "fund,private",
        ("type", "type!"),
        {"type": "fund,private"},
    ),
)


@dataclass(frozen=True)
class Question:
    """``asked`` are the parameters that find its contributions, ``omitted`` what they leave out."""

    query: Query
    asked: Mapping[str, str]
    groupings: tuple[Grouping, ...]
    metrics: tuple[str, ...]
    convert_to: str
    omitted: tuple[Omission, ...]

    @property
    def given(self) -> Given:
        return self.query.filterset.given

    @property
    def groups(self) -> tuple[str, ...]:
        """The status groups whose figures are added up: those that were asked for."""
        groups, statuses = self.given.get("status_group"), self.given.get("status")
        if groups:
            return tuple(group for group in ADDED if group in groups.values)
        if statuses:
            asked = {group_of(status) for status in statuses.values}
            return tuple(group for group in ADDED if group in asked)
        return ADDED

    def narrowed(self, **more: str) -> Question:
        """The same with further parameters, grouped by what is left to group by."""
        groupings = [g for g in self.groupings if g.name not in more]
        return _question({**self.asked, **more}, self, groupings)

    def ungrouped(self) -> Question:
        return _question(self.asked, self, [])


def read_totals(params: Mapping[str, Any], *, also: Iterable[str] = ()) -> Question:
    """Read what to add up; ``also`` are names that somebody else reads.

    Raises :class:`~tracker.filters.FilterError` with every mistake.
    """
    omitted = tuple(_omitted(params))
    added = params.copy() if isinstance(params, QueryDict) else dict(params)
    for each in omitted:
        added[each.parameter] = each.value
    query = TotalsFilterSet.read(added, also=also)
    by, measure, convert_to = (query.filterset.given.get(name) for name in OWN)
    metric = query.filterset.given.get("metric")
    return Question(
        query=query,
        asked={name: text for name, text in query.asked.items() if name not in OWN},
        groupings=tuple(GROUPINGS[name] for name in by.values) if by else (),
        metrics=measure.values if measure else metric.values if metric else (),
        convert_to=convert_to.values[0] if convert_to else "",
        omitted=omitted,
    )


def _question(asked: Mapping[str, str], of: Question, groupings: Iterable[Grouping]) -> Question:
    return Question(
        query=ContributionFilterSet.read(asked),
        asked=asked,
        groupings=tuple(groupings),
        metrics=of.metrics,
        convert_to=of.convert_to,
        omitted=of.omitted,
    )


def _omitted(params: Mapping[str, Any]) -> Iterator[Omission]:
    """What nothing in the question asks for; to group by status group is to ask for all."""
    names = {*params, *str(params.get("by", "")).split(",")}
    for omission in OMISSIONS:
        if names.isdisjoint(omission.unless):
            yield omission
