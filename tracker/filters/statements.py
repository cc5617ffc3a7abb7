"""How statements are asked for, and what they share with tallies."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db.models import Q, QuerySet

from tracker.domain.ladder import Change, Group, Status, statuses_in
from tracker.filters.asked import (
    CodeAsked,
    FilledAsked,
    Given,
    Level,
    Parameters,
    WordAsked,
    YesNoAsked,
    excludable,
)
from tracker.filters.base import RecordFilterSet
from tracker.filters.clocks import date_match, known_on, updated_since
from tracker.filters.public import public_quotes, published_statements
from tracker.filters.ranges import day_range, number_range
from tracker.filters.readings import statement_parameters
from tracker.filters.search import TextAsked
from tracker.filters.states import Currency, identity_parameters, published_contributions
from tracker.filters.values import Chosen
from tracker.models import Metric, Review, Statement
from tracker.models.choices import BoundsBy


class GroupAsked(WordAsked):
    """The group of a status."""

    def condition(self, value: Chosen, given: Given) -> Q:
        found = Q()
        for group in value.values:
            found |= self.of_group(group)
        return found

    def of_group(self, group: str) -> Q:
        return Q(status__in=statuses_in(group) if group else ("",))


class ConditionedGroupAsked(GroupAsked):
    """The group a statement counts in: what has a condition is prospective at most."""

    def of_group(self, group: str) -> Q:
        deed = Q(status__in=statuses_in(Group.ACTUAL))
        if group == Group.ACTUAL:
            return deed & Q(condition="")
        stated = super().of_group(group)
        return stated | (deed & ~Q(condition="")) if group == Group.PROSPECTIVE else stated


def codes(records: Callable[[], QuerySet], noun: str) -> Parameters:
    return {
        "code": CodeAsked("code", records, noun=noun, label="Code", meaning="Codes of records.")
    }


def quote_asked(to: str) -> Parameters:
    return {
        "quote": CodeAsked(
            f"{to}code",
            public_quotes,
            noun="quote",
            label="Quote",
            meaning="Codes of quotes.",
            reads=[to.removesuffix("__")],
        )
    }


def quantity_parameters() -> Parameters:
    """Of the number that a statement or a tally gives."""
    return {
        "metric": CodeAsked(
            "metric",
            Metric.objects.all,
            noun="metric",
            name="name",
            label="Metric",
            meaning="What it counts.",
        ),
        "currency": WordAsked("currency", Currency, label="Currency", meaning="ISO 4217."),
        "bounds_by": WordAsked(
            "bounds_by", BoundsBy, label="Bounds by", meaning="The words, or the analyst."
        ),
        **number_range("low", "low", label="Low", meaning="Low bound."),
        **number_range("high", "high", label="High", meaning="High bound."),
    }


def own_status(group: type[GroupAsked] = GroupAsked) -> Parameters:
    return {
        "status": WordAsked(
            "status", Status, unstated=True, label="Status", meaning="What the words say."
        ),
        "status_group": group(
            "status",
            Group,
            unstated=True,
            label="Status group",
            meaning="Denied, prospective or actual; with a condition prospective at most.",
        ),
    }


def of_contribution() -> Parameters:
    """The parameters of a contribution's identity, asked of what speaks of it."""
    found = identity_parameters()
    del found["code"], found["part_of"]
    for asked in found.values():
        asked.field_name = f"contribution__{asked.field_name}"
        asked.reads = tuple(f"contribution__{name}" for name in asked.reads)
    return found


class StatementFilterSet(RecordFilterSet):
    noun = "statements"
    model = Statement
    parameters = {
        **codes(published_statements, "statement"),
        "contribution": CodeAsked(
            "contribution__code",
            published_contributions,
            noun="contribution",
            label="Contribution",
            meaning="Codes of contributions.",
            reads=["contribution"],
        ),
        **excludable(of_contribution()),
        **excludable(own_status(ConditionedGroupAsked)),
        "change": WordAsked("change", Change, label="Change", meaning="What the status is of."),
        "conditioned": FilledAsked(
            "condition", label="Conditioned", meaning="Whether it depends on a condition."
        ),
        "live": YesNoAsked(
            "standing__known_until",
            label="Live",
            meaning="Whether it counts on the day of knowledge; true unless said otherwise.",
        ),
        **quantity_parameters(),
        **statement_parameters(),
        **quote_asked("quote__"),
        **day_range("due", "due_latest", label="Due", meaning="What it promises.", span=False),
        "q": TextAsked("quote__search", meaning="Words of its quote, or of the translation."),
        **updated_since(),
        **known_on(),
        **date_match(),
    }

    @classmethod
    def records(cls) -> QuerySet:
        return published_statements()

    def known(self, given: Given) -> QuerySet:
        day = given.get("known_on")
        if given.get("live", True):
            return Statement.objects.at(day).filter(contribution__review=Review.PUBLISHED)
        gone = Q(standing__isnull=True) | Q(standing__known_until__isnull=False)
        return self.records().filter(gone if day is None else Q(standing__known_until__lte=day))

    def conditions(self, level: Level, given: Given, lack: str = "") -> Q:
        """All but ``live``, which depends on the day of knowledge."""
        rest = {name: value for name, value in given.items() if name != "live"}
        return super().conditions(level, rest, lack)

    def told(self) -> Iterator[str]:
        yield from super().told()
        if "live" not in self.given:
            yield "Live: yes"
