"""Semantics A2, C6, D, G and H3: on which days a deed holds, and what a cell says of it."""

import pytest

from tests.domain.builders import day, reading, state
from tracker.domain.dates import Span
from tracker.domain.holding import cell, certainty, holds
from tracker.domain.state import State


def test_a2_turkish_strikes_some_time_in_two_years_hold_on_no_day_for_certain() -> None:
    strikes = reading(
        1,
        "done",
        by="US",
        when="2014-08-08/2016-09-13",
        said="2016-09-14",
        metric="strikes",
        amount=266,
    )
    assert holds(state("TR", strikes), day("2014-09-23")) == "maybe"


def test_c6_canadian_strikes_ended_between_two_days() -> None:
    found = state(
        "CA",
        reading(1, "done", change="end", by="CA", when="2016-02-15", said="2016-02-17"),
        reading(2, "ended", by="", when="2016-02-22", said="2016-03-01"),
    )
    assert found.ended == Span(day("2016-02-15"), day("2016-02-22"))
    assert (found.status, found.figure_conflict, found.disputed) == ("ended", True, False)


def test_c6_the_start_is_the_hull_too() -> None:
    found = state(
        "FR",
        reading(1, "done", change="start", when="2014-09-19"),
        reading(2, "done", change="start", when="2014-09"),
        reading(3, "ongoing"),
    )
    assert found.started == Span(day("2014-09-01"), day("2014-09-30"))
    assert not found.figure_conflict


def test_c6_who_only_says_that_it_is_over_gives_no_other_end() -> None:
    found = state(
        "CA",
        reading(1, "ended", by="CA", when="2016-02-15", said="2016-02-17"),
        reading(2, "ended", by="", said="2016-09-01"),
    )
    assert found.ended == Span.on(day("2016-02-15"))


def canada() -> State:
    return state(
        "CA",
        reading(1, "done", change="start", when="2014-11-02", said="2014-11-03"),
        reading(2, "ongoing", said="2015-11-23"),
        reading(3, "done", change="end", when="2016-02-15", said="2016-02-17"),
        reading(4, "ended", when="2016-02-22", said="2016-03-01"),
    )


@pytest.mark.parametrize(
    ("on", "answer"),
    [
        ("2014-11-01", "no"),
        ("2014-11-02", "yes"),
        ("2016-02-14", "yes"),
        ("2016-02-15", "maybe"),
        ("2016-02-22", "maybe"),
        ("2016-02-23", "no"),
    ],
)
def test_d_between_start_and_end(on: str, answer: str) -> None:
    assert holds(canada(), day(on)) == answer


@pytest.mark.parametrize(
    ("on", "answer"),
    [
        ("2015-10-31", "maybe"),
        ("2015-11-01", "yes"),
        ("2015-11-23", "yes"),
        ("2015-11-24", "maybe"),
    ],
)
def test_d_without_an_end_it_holds_until_the_last_word_of_it(on: str, answer: str) -> None:
    found = state("FR", reading(1, "ongoing", said="2015-11-01"), reading(2, "ongoing"))
    assert holds(found, day(on)) == answer


@pytest.mark.parametrize("status", ["pledged", "ruled_out", ""])
def test_d_what_is_not_actual_holds_on_no_day(status: str) -> None:
    assert holds(state("FR", reading(1, status)), day("2015-11-23")) == "no"


def test_d_some_day_in_a_month_is_no_certain_day() -> None:
    found = state("FR", reading(1, "ongoing", when="2015-10", said="2015-11-23"))
    assert holds(found, day("2015-10-15")) == "maybe"


def test_d_an_interruption_is_not_bridged() -> None:
    found = state(
        "FR",
        reading(1, "ongoing", said="2015-01-01"),
        reading(2, "ended", when="2015-03-01", said="2015-03-02"),
        reading(3, "ongoing", said="2015-06-01"),
        reading(4, "ongoing", said="2015-08-01"),
    )
    assert (found.status, found.ended) == ("ongoing", None)
    assert [holds(found, day(f"2015-{month}-01")) for month in ("04", "06", "07", "09")] == [
        "maybe",
        "yes",
        "yes",
        "maybe",
    ]


def test_d_a_pause_is_no_word_that_it_stands() -> None:
    found = state(
        "FR",
        reading(1, "ongoing", said="2015-10-01"),
        reading(2, "ongoing", change="suspend", said="2015-11-01"),
    )
    assert [holds(found, day(on)) for on in ("2015-10-01", "2015-10-15")] == ["yes", "maybe"]


def test_d_a_deed_put_in_doubt_by_a_promise_holds_maybe() -> None:
    found = state("US", reading(1, "done"), reading(2, "proposed"))
    assert (found.group, holds(found, day("2015-11-23"))) == ("prospective", "maybe")


# --- G --------------------------------------------------------------------------------------

ACTUAL = state("FR", reading(1, "ongoing"))
DISPUTED = state("FR", reading(1, "ongoing", by="US"), reading(2, "absent", by="FR"))
PROSPECTIVE = state("FR", reading(1, "possible"))
DENIED = state("FR", reading(1, "unlikely"))
NO_MORE = state("FR", reading(1, "unlikely", change="more"))
UNSTATED = state("FR", reading(1, ""))


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([DENIED, PROSPECTIVE, DISPUTED, ACTUAL], "actual"),
        ([DENIED, PROSPECTIVE, DISPUTED], "disputed"),
        ([DENIED, PROSPECTIVE], "prospective"),
        ([DENIED], "denied"),
        ([NO_MORE], "silent"),
        ([UNSTATED], "silent"),
        ([], "silent"),
    ],
)
def test_g_a_cell_is_the_first_that_fits(states: list[State], expected: str) -> None:
    assert cell(states) == expected


def test_g_turkish_ground_troops_are_a_disputed_cell() -> None:
    troops = state("TR", reading(1, "possible", by="TR"), reading(2, "unlikely", by="expert"))
    assert cell([troops]) == "disputed"


def test_g_on_a_day_a_deed_that_is_over_is_silent() -> None:
    assert cell([canada()], day("2016-01-01")) == "actual"
    assert cell([canada()], day("2016-02-20")) == "actual"
    assert cell([canada()], day("2017-01-01")) == "silent"


# --- H3 -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (ACTUAL, "certain"),
        (DISPUTED, "possible"),
        (PROSPECTIVE, "possible"),
        (DENIED, "denied"),
        (NO_MORE, "silent"),
        (UNSTATED, "silent"),
        (state("FR", reading(1, "ongoing", implied=True)), "possible"),
        (state("FR", reading(1, "done"), reading(2, "proposed")), "possible"),
        (state("FR", reading(1, "ongoing", said="2015-11-01")), "possible"),
        (canada(), "certain"),
    ],
)
def test_h3_what_a_state_is_worth_to_a_tally(found: State, expected: str) -> None:
    assert certainty(found, day("2015-11-23")) == expected


def test_h3_a_deed_that_is_over_is_worth_nothing() -> None:
    assert certainty(canada(), day("2017-01-01")) == "silent"
