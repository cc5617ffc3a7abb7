"""Semantics B: what is live on a day of knowledge."""

from itertools import pairwise
from typing import Any

import pytest

from tests.domain.builders import MEMBERS, lows_and_highs, reading, state
from tracker.domain.liveness import CircularCorrection
from tracker.domain.state import known_on, timeline


def test_b1_a_corrected_release_says_two_strikes_from_the_next_day() -> None:
    near_raqqa: dict[str, Any] = {"by": "US", "metric": "strikes", "when": "2015-11-16"}
    states = timeline(
        "FR",
        [
            reading(1, "done", amount=1, said="2015-11-17", **near_raqqa),
            reading(2, "done", amount=2, said="2015-11-18", corrects=1, **near_raqqa),
        ],
        MEMBERS,
    )
    assert [str(s.known_from) for s in states] == ["2015-11-17", "2015-11-18"]
    assert lows_and_highs(states) == [(1, 1), (2, 2)]
    assert [s.live for s in states] == [(1,), (2,)]
    assert states[0].known_until == states[1].known_from
    assert states[1].known_until is None


def test_b1_correcting_a_correction_revives() -> None:
    chain = [
        reading(1, "ongoing"),
        reading(2, "absent", corrects=1),
        reading(3, "", corrects=2),
    ]
    assert state("FR", *chain[:2]).status == "absent"
    assert state("FR", *chain).live == (1, 3)
    assert state("FR", *chain).status == "ongoing"


def test_b1_a_correction_of_what_is_not_here_corrects_nothing() -> None:
    assert state("FR", reading(1, "ongoing", corrects=99)).live == (1,)


def test_b1_corrections_in_a_circle_are_refused_with_a_way_out() -> None:
    circle = [reading(1, "ongoing", corrects=2), reading(2, "done", corrects=1)]
    with pytest.raises(CircularCorrection, match=r"circle .*: withdraw one"):
        timeline("FR", circle, MEMBERS)


def test_b2_a_replaced_source_takes_its_words_with_it() -> None:
    old = reading(1, "ongoing", known_until=reading(9, "", said="2015-11-25").known_from)
    new = reading(2, "done", said="2015-11-25")
    states = timeline("FR", [old, new], MEMBERS)
    assert [s.live for s in states] == [(1,), (2,)]


def test_b2_a_day_at_which_nothing_is_live_lies_in_no_state() -> None:
    first = reading(1, "ongoing", known_until=reading(9, "", said="2015-12-01").known_from)
    states = timeline("FR", [first, reading(2, "done", said="2016-01-01")], MEMBERS)
    assert [(str(s.known_from), str(s.known_until)) for s in states] == [
        ("2015-11-23", "2015-12-01"),
        ("2016-01-01", "None"),
    ]
    gap = reading(9, "", said="2015-12-15").known_from
    assert known_on(states, gap) is None


def test_b4_the_improbable_is_used_only_if_nothing_else_is_live() -> None:
    improbable = reading(1, "done", by="FR", credibility=5, metric="strikes", amount=7)
    found = state("FR", improbable, reading(2, "possible", by="expert"))
    assert (found.status, found.live, found.figures) == ("possible", (1, 2), ())


def test_b4_the_improbable_alone_gives_a_status_and_neither_quantity_nor_dates() -> None:
    alone = reading(1, "done", credibility=5, metric="strikes", amount=7, due="2016")
    found = state("FR", alone)
    assert (found.status, found.group) == ("done", "actual")
    assert (found.figures, found.held, found.last_as_of, found.due) == ((), None, None, None)


def test_states_that_are_equal_are_one() -> None:
    """A day on which somebody else's membership changes leaves the state as it was."""
    members = {"US": [(reading(9, "", said="2016-01-01").known_from, None, "member")]}
    states = timeline("FR", [reading(1, "ongoing", by="US")], members)
    assert len(states) == 1
    assert states[0].known_until is None


def test_states_follow_one_another_without_overlap() -> None:
    readings = [reading(n, "ongoing", said=f"2015-11-{n:02}") for n in range(1, 10)]
    states = timeline("FR", readings, MEMBERS)
    assert len(states) == 9
    assert all(one.known_until == other.known_from for one, other in pairwise(states))
