"""How numbers, dates and statuses read."""

from datetime import date
from decimal import Decimal

import pytest

from tracker.domain import wording


@pytest.mark.parametrize(
    ("value", "text"),
    [("11558.0000", "11,558"), ("2.5000", "2.5"), ("0", "0"), ("100", "100"), ("1E+3", "1,000")],
)
def test_numbers_are_grouped_and_plain(value: str, text: str) -> None:
    assert wording.number(Decimal(value)) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        ("38", "38", "38"),
        ("3", "9", "3–9"),
        ("3", None, "at least 3"),
        ("0", "830", "up to 830"),
        (None, "5", "up to 5"),
        ("0", "0", "0"),
        (None, None, ""),
    ],
)
def test_bounds(low: str | None, high: str | None, text: str) -> None:
    assert wording.bounds(low and Decimal(low), high and Decimal(high)) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("low", "high", "currency", "per", "text"),
    [
        ("440000000", "440000000", "EUR", "", "EUR 440 million"),
        ("5000000000", "6000000000", "USD", "", "USD 5–6 billion"),
        ("1000000000", None, "USD", "year", "at least USD 1 billion a year"),
        ("0", "250000", "GBP", "", "up to GBP 250,000"),
        ("12500000", "12500000", "EUR", "", "EUR 12.5 million"),
        (None, None, "EUR", "", ""),
    ],
)
def test_money_is_scaled(
    low: str | None, high: str | None, currency: str, per: str, text: str
) -> None:
    bounds = [bound and Decimal(bound) for bound in (low, high)]
    found = wording.amount(*bounds, unit="", currency=currency, per=per)  # type: ignore[arg-type]
    assert found == text


def test_an_amount_names_its_unit() -> None:
    assert wording.amount(Decimal(600), Decimal(660), unit="people") == "600–660 people"
    assert (
        wording.amount(Decimal(10), None, unit="flights", per="day") == "at least 10 flights a day"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2015-11-23", "23 November 2015"),
        ("2015-11", "November 2015"),
        ("2015", "2015"),
        ("2015-11~", "about November 2015"),
        ("2015?", "2015 (uncertain)"),
        ("2015-22", "summer 2015"),
        ("../2015-11-23", "up to 23 November 2015"),
        ("2014-08-08/", "from 8 August 2014 on"),
        ("2014/2015-03", "some time from 2014 to March 2015"),
        ("201X", "201X"),
        ("", ""),
    ],
)
def test_dates(text: str, words: str) -> None:
    assert wording.edtf(text) == words


def test_two_bounds_of_a_day() -> None:
    first, last = date(2015, 11, 15), date(2015, 11, 22)
    assert wording.span(first, first) == "15 November 2015"
    assert wording.span(first, last) == "between 15 November 2015 and 22 November 2015"
    assert wording.span(None, last) == "by 22 November 2015"
    assert wording.span(first, None) == "not before 15 November 2015"
    assert wording.span(None, None) == ""


def test_a_badge_says_the_status_its_group_and_of_what() -> None:
    more = wording.badge("possible", change="more")
    assert (more.label, more.group, more.group_label) == (
        "Possible: more",
        "prospective",
        "Prospective",
    )
    assert "never of the whole" in more.meaning


def test_a_condition_makes_a_deed_a_promise() -> None:
    assert wording.badge("ongoing", conditioned=True).group == "prospective"


def test_what_is_not_said_has_a_word_too() -> None:
    assert wording.badge("").group == wording.UNSTATED
    assert wording.badge("suspended").label == "Suspended"


def test_lists_and_counts() -> None:
    assert wording.listed(["CNN"]) == "CNN"
    assert wording.listed(["a", "b", "c"]) == "a, b and c"
    assert wording.listed([]) == ""
    assert [wording.counted(n, "source") for n in (1, 2000)] == ["1 source", "2,000 sources"]
