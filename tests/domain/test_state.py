"""Semantics C: what the statements of one contribution add up to."""

from typing import Any

import pytest

from tests.domain.builders import MEMBERS, day, reading, state
from tracker.domain.state import timeline

# --- C1, C2: deeds before intents -----------------------------------------------------------


@pytest.mark.parametrize("status", ["possible", "pledged", "unlikely", "ruled_out", "requested"])
def test_c2_a_later_promise_doubt_or_refusal_never_lowers_a_deed(status: str) -> None:
    deed = reading(1, "ongoing", by="US", said="2015-11-23")
    later = reading(2, status, by="FR", said="2015-12-01")
    found = state("FR", deed, later)
    assert (found.status, found.group, found.statement) == ("ongoing", "actual", 1)
    assert (found.outlook, found.outlook_status) == ((2,), status)
    assert not found.status_conflict


def test_c2_the_latest_deed_is_the_status() -> None:
    found = state(
        "FR",
        reading(1, "ongoing", by="FR", said="2015-11-23"),
        reading(2, "done", by="", said="2016-02-01"),
    )
    assert (found.status, found.statement) == ("done", 2)


def test_c2_among_deeds_of_one_time_the_nearest_then_the_lower_rung_then_the_first() -> None:
    rivals = [
        reading(1, "ongoing", by="US"),
        reading(2, "done", by="FR", place=(900, 1)),
        reading(3, "done", by="FR", place=(100, 1)),
    ]
    assert state("FR", *rivals).statement == 3
    assert state("FR", *rivals, reading(4, "ongoing", by="FR")).statement == 4


def test_c2_an_end_in_the_latest_set_ends_it_whoever_says_so() -> None:
    found = state(
        "CA",
        reading(1, "ongoing", by="CA", said="2016-02"),
        reading(2, "done", change="end", by="", when="2016-02-15", said="2016-02-20"),
    )
    assert (found.status, found.change, found.statement) == ("ended", "end", 2)


def test_c2_a_pause_suspends_and_a_later_deed_resumes() -> None:
    paused = [
        reading(1, "ongoing", by="FR", said="2015-10-01"),
        reading(2, "done", change="suspend", by="FR", said="2015-11-01"),
    ]
    assert state("FR", *paused).status == "suspended"
    assert state("FR", *paused).group == "actual"
    assert state("FR", *paused, reading(3, "ongoing", by="US")).status == "ongoing"


def test_c_a_promise_to_end_is_no_end() -> None:
    found = state(
        "CA",
        reading(1, "ongoing", by="CA", said="2016-02-01"),
        reading(2, "pledged", change="end", by="CA", said="2016-02-08", due="2016-02-22"),
    )
    assert (found.status, found.ended) == ("ongoing", None)
    assert (found.outlook_status, found.outlook_change) == ("pledged", "end")


def test_c1_a_conditioned_statement_is_never_actual() -> None:
    found = state("TR", reading(1, "ongoing", conditioned=True, by="expert"))
    assert (found.status, found.group, found.conditioned) == ("ongoing", "prospective", True)


def test_c1_a_conditioned_deed_stands_beside_the_deed_it_continues() -> None:
    quote: dict[str, Any] = {"quote": 1, "by": "expert"}
    found = state(
        "TR",
        reading(1, "ongoing", implied=True, place=(1, 1), **quote),
        reading(2, "expected", conditioned=True, place=(1, 2), **quote),
    )
    assert (found.status, found.statement, found.conditioned) == ("ongoing", 1, False)
    assert (found.outlook, found.status_conflict) == ((2,), False)


# --- C3: a promise and a deed of one time ---------------------------------------------------


def test_c3_a_credit_line_that_was_extended_or_is_only_planned() -> None:
    found = state("US", reading(1, "done", by=""), reading(2, "proposed", by=""))
    assert found.status_conflict
    assert (found.status, found.group, found.statement) == ("proposed", "prospective", 2)


def test_c3_the_nearer_word_stands_in_a_conflict() -> None:
    found = state("US", reading(1, "done", by="US"), reading(2, "proposed", by=""))
    assert found.status_conflict
    assert (found.status, found.statement) == ("done", 1)


def test_c3_what_one_quote_promises_beside_its_deed_is_no_conflict() -> None:
    found = state("US", reading(1, "done", quote=7), reading(2, "pledged", quote=7, place=(10, 2)))
    assert not found.status_conflict
    assert found.outlook == (2,)


def test_c3_a_promise_of_more_is_no_conflict() -> None:
    assert not state("US", reading(1, "done"), reading(2, "pledged", change="more")).status_conflict


@pytest.mark.parametrize(("said", "outlook"), [("2015-11-22", ()), ("2015-11-24", (2,))])
def test_c3_what_is_certainly_earlier_or_later_is_no_conflict(
    said: str, outlook: tuple[int, ...]
) -> None:
    found = state("US", reading(1, "done"), reading(2, "proposed", said=said))
    assert (found.status, found.status_conflict, found.outlook) == ("done", False, outlook)


def test_c3_a_promise_that_one_of_the_latest_deeds_precedes_is_later() -> None:
    found = state(
        "US",
        reading(1, "ongoing", when="2016-03-01", said="2016-12-31"),
        reading(2, "ongoing", when="2016", said="2016-12-31"),
        reading(3, "proposed", said="2016-06-01"),
    )
    assert not found.status_conflict


# --- C4: only intents -----------------------------------------------------------------------


def test_c4_turkish_ground_troops_are_possible_and_disputed() -> None:
    professor: dict[str, Any] = {"by": "expert", "quote": 1, "origin": "Özel to VOA"}
    found = state(
        "TR",
        reading(1, "unlikely", place=(5386, 1), **professor),
        reading(2, "unlikely", place=(5386, 2), **professor),
        reading(3, "possible", by="TR", said="2015-11-01/2015-11-23", origin="CNN"),
    )
    assert (found.status, found.statement, found.disputed) == ("possible", 3, True)
    assert not found.denied_by_self


def test_c4_the_latest_intents_count() -> None:
    found = state(
        "GB",
        reading(1, "ruled_out", by="GB", said="2015-09-01"),
        reading(2, "proposed", by="", said="2015-11-23"),
    )
    assert (found.status, found.disputed) == ("proposed", False)


def test_c4_an_increase_in_doubt_does_not_lower_the_commitment_it_would_increase() -> None:
    quote: dict[str, Any] = {"quote": 1, "by": "US"}
    found = state(
        "DE",
        reading(1, "pledged", implied=True, place=(1, 1), **quote),
        reading(2, "possible", change="more", place=(1, 2), **quote),
        reading(3, "unlikely", change="more", by="US", said="2015-11-24"),
    )
    assert (found.status, found.group, found.change) == ("pledged", "prospective", "")
    assert (found.outlook_status, found.outlook_change) == ("unlikely", "more")


def test_c4_where_only_a_change_is_spoken_of_it_is_the_status_with_its_change() -> None:
    found = state("FR", reading(1, "expected", change="more", by="US"))
    assert (found.status, found.change) == ("expected", "more")


# --- C7, C8 ---------------------------------------------------------------------------------


def test_c7_might_commit_to_increasing_is_possible_more_beside_an_implied_deed() -> None:
    quote: dict[str, Any] = {"quote": 1, "by": "US"}
    found = state(
        "DE",
        reading(1, "ongoing", implied=True, place=(4429, 1), **quote),
        reading(2, "possible", change="more", place=(4429, 2), **quote),
    )
    assert (found.status, found.implied_only) == ("ongoing", True)
    assert (found.outlook_status, found.outlook_change) == ("possible", "more")


def test_c8_one_stated_deed_is_enough() -> None:
    found = state("DE", reading(1, "ongoing", implied=True), reading(2, "ongoing"))
    assert not found.implied_only


def test_f3_one_stated_tie_is_enough() -> None:
    assert state("DE", reading(1, "ongoing", presumed=True)).presumed_only
    assert state("DE", reading(1, "", presumed=True)).presumed_only
    found = state("DE", reading(1, "ongoing", presumed=True), reading(2, "pledged"))
    assert not found.presumed_only


# --- A7: inside one quote -------------------------------------------------------------------


def test_a7_the_order_in_a_quote_breaks_ties() -> None:
    found = state(
        "FR",
        reading(1, "ongoing", quote=1, place=(5, 2)),
        reading(2, "done", quote=1, place=(5, 3)),
    )
    assert found.statement == 2


# --- Unstated -------------------------------------------------------------------------------


def test_b3_would_not_say_is_kept_and_drives_nothing() -> None:
    silent = reading(1, "", by="US", said="2015-11-24")
    alone = state("FR", silent)
    assert (alone.status, alone.group, alone.statement, alone.live) == ("", "", 1, (1,))
    beside = state("FR", silent, reading(2, "ongoing"))
    assert (beside.status, beside.live, beside.outlook) == ("ongoing", (1, 2), ())


def test_nothing_said_is_no_state() -> None:
    assert timeline("FR", [], MEMBERS) == []


def test_the_stake_is_that_of_the_day_of_knowledge() -> None:
    joined = {"GB": [(day("2016-01-01"), None, "member")]}
    states = timeline("FR", [reading(1, "ongoing", by="GB"), reading(2, "done", by="CH")], joined)
    assert [(s.known_from.isoformat(), s.statement) for s in states] == [("2015-11-23", 1)]
    reversed_rungs = [reading(1, "done", by="GB"), reading(2, "ongoing", by="CH")]
    states = timeline("FR", reversed_rungs, joined)
    assert [(s.known_from.isoformat(), s.statement) for s in states] == [
        ("2015-11-23", 2),
        ("2016-01-01", 1),
    ]
