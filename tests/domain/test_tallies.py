from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.tallies import Remainder, count, reconcile, reconcile_amount


def test_h5_twenty_claimed_twelve_possible_leave_eight_unnamed() -> None:
    assert reconcile(20, 20, certain=0, possible=12) == Remainder(8, 20, 0)


def test_h5_isaf_in_october_2009_forty_two_of_forty_two() -> None:
    assert reconcile(42, 42, certain=42, possible=0) == Remainder(0, 0, 0)


def test_h5_the_record_may_be_certain_of_more_than_was_claimed() -> None:
    assert reconcile(21, 23, certain=25, possible=3) == Remainder(0, 0, 2)


def test_h5_an_open_claim_leaves_an_open_remainder() -> None:
    assert reconcile(34, None, certain=3, possible=1) == Remainder(30, None, 0)


def test_h6_italians_among_the_six_hundred_at_one_centre() -> None:
    about_600, about_200 = (540, 660), (180, 220)
    assert reconcile_amount(*about_600, *about_200) == Remainder(320, 480, 0)


def test_h6_isaf_total_against_its_table() -> None:
    assert reconcile_amount(67600, 67800, 67694, 67694) == Remainder(0, 106, 0)


def test_h6_a_record_open_above_may_leave_nothing_over() -> None:
    assert reconcile_amount(100, 120, 30, None) == Remainder(0, 90, 0)
    assert reconcile_amount(100, None, 30, None) == Remainder(0, None, 0)


def test_h6_amounts_of_money_stay_exact() -> None:
    found = reconcile_amount(Decimal("1.5"), Decimal("1.5"), Decimal("0.4"), Decimal("0.6"))
    assert found == Remainder(Decimal("0.9"), Decimal("1.1"), 0)


def test_h4_who_adds_to_a_count_of_countries() -> None:
    matches = [
        ("state", "certain"),
        ("state", "certain"),
        ("state", "possible"),
        ("state", "denied"),
        ("undisclosed", "certain"),
        ("group", "certain"),
        ("region", "certain"),
        ("organisation", "certain"),
        ("coalition", "possible"),
        ("state", "silent"),
    ]
    assert count(matches) == (2, 2)


@pytest.mark.parametrize("kind", ["group", "coalition", "organisation", "region"])
def test_h4_what_is_no_state_adds_nothing(kind: str) -> None:
    assert count([(kind, "certain")]) == (0, 0)


_number = st.integers(0, 1000)


@given(_number, _number, _number, _number)
def test_a_remainder_is_ordered_and_never_negative(
    low: int, more: int, certain: int, possible: int
) -> None:
    found = reconcile(low, low + more, certain, possible)
    assert found.high is not None
    assert 0 <= found.low <= found.high
    assert found.excess == 0 or found.high == 0
