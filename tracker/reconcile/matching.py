"""Which contributions a tally's query counts: with certainty, or perhaps (semantics H3)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.domain.codes import nearest
from tracker.domain.tallies import COUNTABLE
from tracker.models import Contribution, Kind, Place, State, Statement

# A dimension's answer: "" matches, None does not, anything else is why it only may.
Answer = str | None


@dataclass(frozen=True, slots=True)
class Match:
    """A contribution that a query counts; ``doubts`` say why it is not certain that it does."""

    contribution: Contribution
    state: State
    doubts: tuple[str, ...]


@dataclass(slots=True)
class Facts:
    """What the statements of one contribution that are live on a day say besides its path."""

    roles: set[str] = field(default_factory=set)
    efforts: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    lines: set[str] = field(default_factory=set)
    ties: set[str] = field(default_factory=set)


class UnknownDimension(ValueError):
    """A tally's query narrows by something that a tally cannot be held against."""


def matches(counts: Mapping[str, str], coalition: str, known_on: date | None = None) -> list[Match]:
    """The contributions that a tally's query counts, by what was known on a day (or now).

    ``counts`` is in the API's own language (``domain.tallies.COUNTABLE``); four queries at most.
    Raises :class:`UnknownDimension`.
    """
    tests = [_test(name, text) for name, text in counts.items()]
    states = _states(counts.get("coalition", coalition).split(","), known_on)
    facts = _facts([state.contribution_id for state in states], known_on)
    found = (_match(state, facts[state.contribution_id], tests) for state in states)
    return [match for match in found if match is not None]


Test = Callable[[Contribution, Facts], Answer]


def _match(state: State, facts: Facts, tests: list[Test]) -> Match | None:
    answers = [test(state.contribution, facts) for test in tests]
    if None in answers:
        return None
    doubts = [answer for answer in answers if answer]
    if facts.ties == {"presumed"}:
        doubts.append("its tie to the coalition is presumed")
    return Match(state.contribution, state, tuple(doubts))


# --- Dimensions -----------------------------------------------------------------------------


def _test(name: str, text: str) -> Test:
    if name not in COUNTABLE:
        meant = nearest(name, COUNTABLE)
        raise UnknownDimension(
            f"a tally cannot count by {name!r}; "
            + (f"was {meant!r} meant?" if meant else f"it can by {', '.join(COUNTABLE)}.")
        )
    wanted = set(text.split(","))
    tests: dict[str, Callable[[], Test]] = {
        "coalition": lambda: _of(wanted, "coalition_id"),
        "country": lambda: _of(wanted, "country_id"),
        "type": lambda: lambda c, _: _in(c.country.type, wanted),
        "region": lambda: lambda c, _: _in(c.country.region, wanted),
        "kind": lambda: _kind(wanted),
        "line_of_effort": lambda: lambda c, facts: _line(c, facts, wanted),
        "role": lambda: lambda _, facts: "" if facts.roles & wanted else None,
        "effort": lambda: lambda _, facts: "" if facts.efforts & wanted else None,
        "place": lambda: _place(wanted),
    }
    return tests[name]()


def _in(value: str, wanted: Collection[str]) -> Answer:
    return "" if value in wanted else None


def _of(wanted: Collection[str], attribute: str) -> Test:
    return lambda contribution, _: _in(getattr(contribution, attribute), wanted)


def _kind(wanted: set[str]) -> Test:
    inside, above = Kind.objects.within(wanted), Kind.objects.above(wanted)

    def test(contribution: Contribution, _: Facts) -> Answer:
        if contribution.kind_id in inside:
            return ""
        return "its kind is wider" if contribution.kind_id in above - inside else None

    return test


def _place(wanted: set[str]) -> Test:
    inside, above = Place.objects.within(wanted), Place.objects.above(wanted)

    def test(_: Contribution, facts: Facts) -> Answer:
        if facts.places & inside:
            return ""
        if not facts.places:
            return "its place is not said"
        return "its place is wider" if facts.places & above else None

    return test


def _line(contribution: Contribution, facts: Facts, wanted: set[str]) -> Answer:
    lines = facts.lines or {contribution.kind.line_of_effort_id or ""}
    if lines & wanted:
        return ""
    return "its line of effort is not said" if lines == {""} else None


# --- Reading the record ---------------------------------------------------------------------


def _states(coalitions: list[str], known_on: date | None) -> list[State]:
    known = State.objects.at(known_on).filter(contribution__coalition__in=coalitions)
    return list(
        known.select_related(
            "contribution__country", "contribution__kind", "contribution__theatre"
        ).order_by("contribution__path")
    )


def _facts(contributions: list[int], known_on: date | None) -> Any:
    facts = {pk: Facts() for pk in contributions}
    theatres = Contribution.objects.filter(pk__in=contributions).exclude(theatre=None)
    for pk, theatre in theatres.values_list("pk", "theatre_id"):
        facts[pk].places.add(theatre)
    live = Statement.objects.at(known_on).filter(contribution__in=contributions)
    columns = ("contribution_id", "role", "effort", "place_id", "line_of_effort_id", "tie")
    for pk, role, effort, place, line, tie in live.values_list(*columns):
        fact = facts[pk]
        fact.ties.add(tie)
        for value, into in (
            (role, fact.roles),
            (effort, fact.efforts),
            (place, fact.places),
            (line, fact.lines),
        ):
            if value:
                into.add(value)
    return facts
