"""What holds of any statements: order is nothing, promises lower and feed no deed."""

from datetime import date
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.builders import LATE, MEMBERS, reading, state
from tracker.domain.holding import certainty, holds
from tracker.domain.ladder import Change, Group, Status, group_of
from tracker.domain.state import Reading, State, known_on, timeline

DATES = ["2015-01-10", "2015-02", "2015-03-05", "2015-01/2015-04", "2015~", "2015-06-01"]
DUES = ["2015-04", "2016", "2015-06-02"]
SPEAKERS = ["FR", "US", "RU", "CH", "expert", "former", "reporter", "unattributed", ""]
PROSPECTIVE = tuple(status for status in Status if group_of(status) == "prospective")
AMOUNTS = [None, 5, (3, 9), (10, None), (None, 4), 0]


@st.composite
def says(draw: st.DrawFn, statuses: tuple[str, ...] = ("", *Status)) -> dict[str, Any]:
    """What a statement says, without its number."""
    said = draw(st.sampled_from(DATES))
    given: dict[str, Any] = {
        "status": str(draw(st.sampled_from(statuses))),
        "said": said,
        "by": draw(st.sampled_from(SPEAKERS)),
        "change": str(draw(st.sampled_from(["", "", "", *Change]))),
        "conditioned": draw(st.booleans()),
        "implied": draw(st.booleans()),
        "quote": draw(st.integers(1, 4)),
        "origin": draw(st.sampled_from("abc")),
        "credibility": draw(st.sampled_from([1, 5, 6])),
        "metric": draw(st.sampled_from(["aircraft", "strikes"])),
        "amount": draw(st.sampled_from(AMOUNTS)),
        "reads_as": draw(st.sampled_from(["", "level", "change", "total", "event"])),
        "per": draw(st.sampled_from(["", "", "month"])),
        "denies": draw(st.sampled_from([None, 1, 2])),
    }
    for key, values in (("when", DATES), ("due", DUES)):
        value = draw(st.sampled_from([None, *values]))
        if value:
            given[key] = value
    return given


@st.composite
def statements(draw: st.DrawFn, *, corrected: bool = True) -> list[Reading]:
    many = draw(st.lists(says(), min_size=1, max_size=8))
    return [
        reading(
            number,
            place=(number, draw(st.integers(1, 3))),
            corrects=draw(st.sampled_from([None, *range(1, number)])) if corrected else None,
            **given,
        )
        for number, given in enumerate(many, start=1)
    ]


@given(statements(), st.randoms())
def test_the_order_of_statements_never_matters(readings: list[Reading], random: Any) -> None:
    expected = timeline("FR", readings, MEMBERS)
    random.shuffle(readings)
    assert timeline("FR", readings, MEMBERS) == expected


def _with(readings: list[Reading], promise: dict[str, Any]) -> State:
    """What is known in the end once a promise of another quote has been added."""
    promise.update(quote=9, place=(99, 1), denies=None)
    return state("FR", *readings, reading(99, **promise))


def _deed(readings: list[Reading]) -> State | None:
    """The state, if it is a deed that somebody tells as probable."""
    found = state("FR", *readings)
    return found if found.group == Group.ACTUAL and found.held is not None else None


@given(statements(corrected=False), says(PROSPECTIVE))
def test_adding_a_promise_lowers_a_deed_only_in_a_conflict_that_is_said(
    readings: list[Reading], promise: dict[str, Any]
) -> None:
    before = _deed(readings)
    after = _with(readings, promise)
    if before is not None and not after.status_conflict:
        assert (after.status, after.statement) == (before.status, before.statement)
        assert after.held == before.held


@given(statements(corrected=False), says((*PROSPECTIVE, "unlikely", "absent", "ruled_out")))
def test_a_later_promise_doubt_or_refusal_never_lowers_a_deed(
    readings: list[Reading], word: dict[str, Any]
) -> None:
    before = _deed(readings)
    after = _with(readings, {**word, "said": "2017-01-01"})
    if before is not None:
        assert (after.status, after.statement) == (before.status, before.statement)
        assert after.status_conflict == before.status_conflict


@given(statements(corrected=False))
def test_no_promise_enters_a_figure_of_deeds(readings: list[Reading]) -> None:
    everything = known_on(timeline("FR", readings, MEMBERS), LATE)
    deeds = [r for r in readings if group_of(r.status, conditioned=r.conditioned) == "actual"]
    alone = known_on(timeline("FR", deeds, MEMBERS), LATE)
    assert everything is not None
    actual = [figure for figure in everything.figures if figure.group == "actual"]
    assert actual == (list(alone.figures) if alone else [])


@given(statements())
def test_bounds_are_ordered_and_states_follow_one_another(readings: list[Reading]) -> None:
    states = timeline("FR", readings, MEMBERS)
    for found in states:
        assert found.known_until is None or found.known_from < found.known_until
        assert found.statement in found.live
        assert set(found.outlook) <= set(found.live)
        for figure in found.figures:
            assert figure.high is None or figure.low <= figure.high
            assert all(w.high is None or w.low <= w.high for w in figure.windows)
            assert set(figure.readings) <= set(found.live)
    for one, other in pairwise(states):
        assert one.known_until is not None
        assert one.known_until <= other.known_from


@given(statements(), st.sampled_from([date(2015, 2, 1), date(2015, 3, 5), date(2015, 5, 31)]))
def test_what_was_known_on_a_day_owes_nothing_to_later_sources(
    readings: list[Reading], day: date
) -> None:
    then = [r for r in readings if r.known_from <= day]
    hindsight = known_on(timeline("FR", readings, MEMBERS), day)
    foresight = known_on(timeline("FR", then, MEMBERS), day)
    if hindsight is None or foresight is None:
        assert hindsight is foresight
        return
    names = [name for name in type(foresight).__slots__ if name != "known_until"]
    assert [getattr(hindsight, n) for n in names] == [getattr(foresight, n) for n in names]


@given(statements(), st.dates(date(2014, 12, 1), date(2016, 2, 1)))
def test_only_deeds_hold_and_only_what_holds_is_certain(readings: list[Reading], day: date) -> None:
    for found in timeline("FR", readings, MEMBERS):
        if holds(found, day) == "yes":
            assert found.group == Group.ACTUAL
        if certainty(found, day) == "certain":
            assert holds(found, day) == "yes"
            assert not any((found.disputed, found.status_conflict, found.implied_only))
