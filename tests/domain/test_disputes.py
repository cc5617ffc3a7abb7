"""Semantics C9: who denies that it exists."""

import pytest

from tests.domain.builders import reading, state


@pytest.mark.parametrize("status", ["absent", "ruled_out"])
def test_c9_a_denial_against_a_deed_of_another_origin_disputes_it(status: str) -> None:
    found = state("SA", reading(1, "ongoing", by="US"), reading(2, status, by="SA"))
    assert (found.status, found.disputed, found.denied_by_self) == ("ongoing", True, True)


@pytest.mark.parametrize("status", ["unlikely", "possible"])
def test_c9_a_doubt_of_a_deed_is_no_denial(status: str) -> None:
    assert not state("FR", reading(1, "ongoing"), reading(2, status, by="expert")).disputed


def test_c9_one_origin_does_not_dispute_itself() -> None:
    found = state(
        "FR", reading(1, "ongoing", origin="briefing"), reading(2, "absent", origin="briefing")
    )
    assert not found.disputed


def test_c9_a_denial_of_a_change_denies_no_deed() -> None:
    assert not state("FR", reading(1, "ongoing"), reading(2, "ruled_out", change="more")).disputed


def test_c9_a_denial_reaches_back_over_what_it_denies() -> None:
    deed = reading(1, "done", by="US", when="2014-10", said="2014-11-01")
    assert state("SA", deed, reading(2, "absent", by="SA", said="2016-01-01")).disputed


def test_c9_a_denial_does_not_reach_a_deed_that_came_after_it() -> None:
    refusal = reading(1, "ruled_out", by="GB", said="2014-10-01")
    found = state("GB", refusal, reading(2, "ongoing", by="US", said="2015-12-03"))
    assert (found.disputed, found.denied_by_self) == (False, False)


def test_c9_a_denial_of_one_month_denies_that_month() -> None:
    denial = reading(1, "absent", by="SA", when="2015-10", said="2015-11-20")
    october = reading(2, "done", by="US", when="2015-10-05")
    september = reading(3, "done", by="US", when="2015-09-05")
    assert state("SA", denial, october).disputed
    assert not state("SA", denial, september).disputed


def test_c9_a_denial_by_name_disputes_whatever_its_status() -> None:
    deed = reading(1, "done", by="US")
    assert state("SA", deed, reading(2, "proposed", by="SA", change="start", denies=1)).disputed


def test_c9_a_deed_told_otherwise_is_a_quarrel_over_figures_not_over_existence() -> None:
    found = state("FR", reading(1, "done", by="US"), reading(2, "done", by="FR", denies=1))
    assert (found.disputed, found.figure_conflict) == (False, True)


def test_c9_a_conditioned_refusal_is_no_denial() -> None:
    refusal = reading(2, "ruled_out", by="FR", conditioned=True)
    assert not state("FR", reading(1, "ongoing", by="US"), refusal).disputed


def test_c9_denied_by_self_only_if_nobody_of_its_own_asserts() -> None:
    readings = [reading(1, "ongoing", by="US"), reading(2, "absent", by="SA")]
    found = state("SA", *readings, reading(3, "ongoing", by="SA"))
    assert (found.disputed, found.denied_by_self) == (True, False)


def test_c9_denied_by_self_where_nobody_asserts_at_all() -> None:
    found = state("SA", reading(1, "ruled_out", by="SA"))
    assert (found.status, found.denied_by_self, found.disputed) == ("ruled_out", True, False)


def test_c9_a_dispute_ends_when_one_side_is_no_longer_live() -> None:
    readings = [reading(1, "ongoing", by="US"), reading(2, "absent", by="SA")]
    correction = reading(3, "ongoing", by="SA", corrects=2, known_from="2015-12-01")
    assert state("SA", *readings, correction, on="2015-11-30").disputed
    assert not state("SA", *readings, correction).disputed


def test_c9_a_promise_is_disputed_by_a_refusal_by_name_whenever_it_was_made() -> None:
    found = state(
        "TR",
        reading(1, "possible", by="TR", said="2015-11-01"),
        reading(2, "unlikely", by="expert", denies=1),
    )
    assert (found.status, found.disputed) == ("unlikely", True)
