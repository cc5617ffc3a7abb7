"""Semantics C7: what is still to come, and what is overdue."""

import pytest

from tests.domain.builders import day, reading, state
from tracker.domain.state import overdue


def test_c7_the_latest_intents_are_the_outlook() -> None:
    found = state(
        "FR",
        reading(1, "ongoing", said="2015-11-01"),
        reading(2, "pledged", change="more", said="2015-11-10"),
        reading(3, "unlikely", change="more", said="2015-11-20"),
    )
    assert (found.outlook, found.outlook_status) == ((3,), "unlikely")


def test_c7_a_promise_of_more_outlasts_a_later_deed() -> None:
    found = state(
        "FR",
        reading(1, "pledged", change="more", said="2015-11-10"),
        reading(2, "ongoing", said="2015-11-20"),
    )
    assert found.outlook == (1,)


def test_c7_a_promise_of_the_thing_is_over_once_the_deed_has_followed() -> None:
    found = state(
        "FR",
        reading(1, "pledged", said="2015-11-10", due="2015-12"),
        reading(2, "ongoing", said="2015-11-20"),
    )
    assert (found.outlook, found.due) == ((), None)


def test_c7_told_before_the_deed_in_one_quote_it_is_earlier() -> None:
    found = state(
        "FR",
        reading(1, "proposed", quote=1, place=(1, 1)),
        reading(2, "done", quote=1, place=(1, 2)),
    )
    assert found.outlook == ()


def test_c7_a_promise_is_overdue_once_its_day_has_passed() -> None:
    promised = state("FR", reading(1, "pledged", due="2015-12"))
    assert not overdue(promised, day("2015-12-31"))
    assert overdue(promised, day("2016-01-01"))


def test_c7_without_a_day_or_an_end_nothing_is_overdue() -> None:
    assert not overdue(state("FR", reading(1, "pledged")), day("2099-01-01"))
    assert not overdue(state("FR", reading(1, "pledged", due="2016/..")), day("2099-01-01"))


@pytest.mark.parametrize(
    ("status", "change", "is_late"),
    [
        ("ongoing", "", True),
        ("done", "end", False),
        ("ended", "", False),
        ("done", "suspend", True),
    ],
)
def test_c7_a_promise_to_end_is_only_kept_by_an_end(
    status: str, change: str, is_late: bool
) -> None:
    found = state(
        "CA",
        reading(1, "pledged", change="end", said="2016-02-08", due="2016-02-22"),
        reading(2, status, change=change, said="2016-02-20"),
    )
    assert overdue(found, day("2016-03-01")) is is_late


def test_c7_the_promise_that_carries_the_status_is_due_even_if_more_was_promised_since() -> None:
    found = state(
        "FR",
        reading(1, "pledged", said="2015-11-10", due="2015-12-31"),
        reading(2, "possible", change="more", said="2015-11-20"),
    )
    assert (found.statement, found.outlook) == (1, (2,))
    assert overdue(found, day("2016-01-01"))
