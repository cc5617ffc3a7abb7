from datetime import date

import pytest

from tests.domain.builders import MEMBERS
from tracker.domain.stake import STAKE_ORDER, Stake, membership_on, stake_of

ORDER = ["self", "ally", "outside", "unknown", "expert", "reporter", "unattributed"]


def test_c5_the_order_of_stakes() -> None:
    assert [stake.value for stake in Stake] == ORDER
    assert sorted(STAKE_ORDER, key=lambda stake: STAKE_ORDER[stake]) == list(Stake)


@pytest.mark.parametrize(
    ("role", "country", "membership", "stake"),
    [
        ("official", "DE", "unknown", "self"),
        ("military", "DE", "outside", "self"),
        ("official", "US", "member", "ally"),
        ("military", "RU", "outside", "outside"),
        ("official", "CH", "unknown", "unknown"),
        ("expert", "DE", "member", "expert"),
        ("former", "DE", "member", "expert"),
        ("", "", "unknown", "reporter"),
        ("reporter", "US", "member", "reporter"),
        ("unattributed", "", "unknown", "unattributed"),
        ("official", "", "unknown", "unattributed"),
    ],
)
def test_c5_whose_word_it_is(role: str, country: str, membership: str, stake: str) -> None:
    assert stake_of(role, country, "DE", membership) == stake


def test_c5_a_regions_own_officials_are_its_self() -> None:
    assert stake_of("official", "IQ-KR", "IQ-KR", "unknown") is Stake.SELF
    assert stake_of("official", "IQ", "IQ-KR", "member") is Stake.ALLY


def test_membership_is_that_of_the_day() -> None:
    assert membership_on(MEMBERS, "US", date(2014, 8, 31)) == "unknown"
    assert membership_on(MEMBERS, "US", date(2014, 9, 1)) == "member"
    assert membership_on(MEMBERS, "RU", date(2016, 1, 1)) == "outside"
    assert membership_on(MEMBERS, "CH", date(2016, 1, 1)) == "unknown"


def test_membership_ends_before_its_last_day() -> None:
    left = {"XX": [(date(2014, 9, 1), date(2016, 1, 1), "member")]}
    assert membership_on(left, "XX", date(2015, 12, 31)) == "member"
    assert membership_on(left, "XX", date(2016, 1, 1)) == "unknown"
