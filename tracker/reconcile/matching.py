"""Which contributions a tally's query counts: with certainty, or perhaps (semantics H3)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.domain.codes import nearest
from tracker.domain.ladder import Group
from tracker.domain.state import State as Derived
from tracker.domain.state import known_on as state_on
from tracker.domain.state import timeline
from tracker.domain.tallies import COUNTABLE
from tracker.models import Contribution, State
from tracker.reconcile.record import Record
from tracker.reconcile.sayings import Saying

# A dimension's answer: "" matches, None does not, anything else is why it only may.
Answer = str | None
Test = Callable[[Contribution], Answer]
SaidTest = Callable[[Saying], Answer]

PRESUMED = "its tie to the coalition is presumed"
DISPUTED = "disputed"
EVER = date.max


@dataclass(frozen=True, slots=True)
class Match:
    """A contribution that a query counts.

    ``state`` is what those of its statements that match add up to; ``whole`` says that they are
    all of them. ``doubts`` say why it is not certain that the query counts it.
    """

    contribution: Contribution
    stored: State
    state: Derived
    doubts: tuple[str, ...]
    whole: bool = True


class UnknownDimension(ValueError):
    """A tally's query narrows by something that a tally cannot be held against."""


def matches(counts: Mapping[str, str], coalition: str, record: Record) -> list[Match]:
    """The contributions that a tally's query counts, by what the record knew on its day.

    ``counts`` is in the API's own language (``domain.tallies.COUNTABLE``). As there, what is asked
    of statements is asked of one statement: a deed in Iraq and a promise for Syria are no deed in
    Syria. Four queries, and three where only some statements of something match, unless the record
    has them already. Raises :class:`UnknownDimension`.
    """
    tests = {name: _wanted(name, text) for name, text in counts.items()}
    wide = [WIDE[name](wanted, record) for name, wanted in tests.items() if name in WIDE]
    narrow = [NARROW[name](wanted, record) for name, wanted in tests.items() if name in NARROW]
    states = record.states(counts.get("coalition", coalition))
    found = [(state, doubts) for state in states if (doubts := _doubts(wide, state)) is not None]
    said = record.sayings([state.contribution for state, _ in found])
    chosen = [
        (state, (*doubts, *more), statements)
        for state, doubts in found
        for statements, more in _choose(said[state.contribution_id], narrow)
    ]
    parts = _parts(
        [
            (state.contribution, [each.statement for each in statements])
            for state, _, statements in chosen
            if len(statements) < len(said[state.contribution_id])
        ],
        record,
    )
    return [
        _match(state, doubts, statements, parts.get(state.contribution_id))
        for state, doubts, statements in chosen
    ]


def _match(
    stored: State, doubts: tuple[str, ...], said: list[Saying], part: Derived | None
) -> Match:
    if said and all(each.presumed for each in said):
        doubts = (*doubts, PRESUMED)
    if part is not None and stored.disputed and not part.disputed:
        doubts = (*doubts, DISPUTED)
    state = part or stored.derived
    return Match(stored.contribution, stored, state, doubts, whole=part is None)


def _doubts(tests: Iterable[Test], state: State) -> tuple[str, ...] | None:
    answers = [test(state.contribution) for test in tests]
    return None if None in answers else tuple(answer for answer in answers if answer)


def _choose(
    said: list[Saying], tests: list[SaidTest]
) -> Iterable[tuple[list[Saying], tuple[str, ...]]]:
    """The statements that match, and why they only may; none, or one choice.

    Those that match without doubt, unless only promises do: then a deed that may be meant counts.
    """
    if not tests:
        return [(said, ())]
    answers = [(each, [test(each) for test in tests]) for each in said]
    maybe = [(each, found) for each, found in answers if None not in found]
    sure = [each for each, found in maybe if not any(found)]
    told = any(each.group == Group.ACTUAL for each in sure)
    if sure and (told or not any(each.group == Group.ACTUAL for each, _ in maybe)):
        return [(sure, ())]
    reasons = dict.fromkeys(answer for _, found in maybe for answer in found if answer)
    return [([each for each, _ in maybe], tuple(reasons))] if maybe else []


def _parts(
    chosen: Iterable[tuple[Contribution, Collection[int]]], record: Record
) -> dict[int, Derived]:
    """What some statements of each contribution add up to, by the rule for all of them."""
    chosen = list(chosen)
    readings = record.readings([contribution for contribution, _ in chosen])
    found = {}
    for contribution, statements in chosen:
        some = [reading for reading in readings[contribution.pk] if reading.id in statements]
        members = record.members(contribution.coalition_id)
        states = timeline(contribution.country_id, some, members)
        state = state_on(states, record.known_on or EVER)
        if state is not None:
            found[contribution.pk] = state
    return found


# --- Dimensions -----------------------------------------------------------------------------


def _wanted(name: str, text: str) -> set[str]:
    if name not in COUNTABLE:
        meant = nearest(name, COUNTABLE)
        raise UnknownDimension(
            f"a tally cannot count by {name!r}; "
            + (f"was {meant!r} meant?" if meant else f"it can by {', '.join(COUNTABLE)}.")
        )
    return set(text.split(","))


def _in(value: str, wanted: Collection[str]) -> Answer:
    return "" if value in wanted else None


def _kind(wanted: set[str], record: Record) -> Test:
    inside, above = record.kinds.within(wanted), record.kinds.above(wanted)

    def test(contribution: Contribution) -> Answer:
        if contribution.kind_id in inside:
            return ""
        return "its kind is wider" if contribution.kind_id in above - inside else None

    return test


def _place(wanted: set[str], record: Record) -> SaidTest:
    inside, above = record.places.within(wanted), record.places.above(wanted)

    def test(said: Saying) -> Answer:
        if said.places & inside:
            return ""
        if said.places:
            return "its place is wider" if said.places & above else None
        known_elsewhere = said.elsewhere and not said.elsewhere & (inside | above)
        return None if known_elsewhere else "its place is not said"

    return test


def _line(wanted: set[str], _: Record) -> SaidTest:
    def test(said: Saying) -> Answer:
        if said.line in wanted:
            return ""
        return None if said.line else "its line of effort is not said"

    return test


# What is asked of a contribution, and of one of its statements.
WIDE: Mapping[str, Callable[[set[str], Record], Test]] = {
    "coalition": lambda wanted, _: lambda c: _in(c.coalition_id, wanted),
    "country": lambda wanted, _: lambda c: _in(c.country_id, wanted),
    "type": lambda wanted, _: lambda c: _in(c.country.type, wanted),
    "region": lambda wanted, _: lambda c: _in(c.country.region, wanted),
    "kind": _kind,
}
NARROW: Mapping[str, Callable[[set[str], Record], SaidTest]] = {
    "line_of_effort": _line,
    "role": lambda wanted, _: lambda said: _in(said.role, wanted),
    "effort": lambda wanted, _: lambda said: _in(said.effort, wanted),
    "place": _place,
}
