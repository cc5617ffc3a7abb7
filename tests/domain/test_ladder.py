import pytest

from tracker.domain.ladder import (
    GROUP_OF,
    STATE_STATUSES,
    SUSPENDED,
    Change,
    Group,
    Status,
    group_of,
    rung,
    statuses_in,
)
from tracker.domain.stake import Stake

RUNGS = [
    *("ruled_out", "absent", "unlikely"),
    *("requested", "possible", "proposed", "expected", "offered"),
    *("pledged", "authorised", "committed"),
    *("ongoing", "done", "ended"),
]


def test_rungs_stand_in_the_order_of_the_ladder() -> None:
    assert [status.value for status in Status] == RUNGS
    assert sorted(RUNGS, key=rung) == RUNGS


def test_unstated_is_in_no_group_and_below_all() -> None:
    assert group_of("") == ""
    assert rung("") < min(rung(status) for status in Status)


def test_groups_follow_one_another_on_the_ladder() -> None:
    order = list(Group)
    assert [order.index(GROUP_OF[status]) for status in Status] == [0] * 3 + [1] * 8 + [2] * 3


def test_only_a_state_is_suspended_and_that_is_actual() -> None:
    assert SUSPENDED not in RUNGS
    assert group_of(SUSPENDED) == "actual"
    assert statuses_in("actual") == ("ongoing", "done", "ended", SUSPENDED)
    assert (*RUNGS, SUSPENDED) == STATE_STATUSES


@pytest.mark.parametrize("status", Status)
def test_a_conditioned_status_is_prospective_at_most(status: Status) -> None:
    expected = "denied" if GROUP_OF[status] is Group.DENIED else "prospective"
    assert group_of(status, conditioned=True) == expected


@pytest.mark.parametrize("words", [Status, Group, Change, Stake])
def test_every_word_has_a_label_and_a_meaning(words: type[Status]) -> None:
    assert words.choices() == [(word.value, word.label) for word in words]
    assert len({word.meaning for word in words}) == len(words)
    assert all(word.label and word.meaning and not word.meaning.endswith(".") for word in words)


def test_words_are_the_text_that_is_stored() -> None:
    assert isinstance(Status.PLEDGED, str)
    assert str(Status.PLEDGED) == Status.PLEDGED.value == "pledged"
    assert f"{Change.MORE}" == "more"
    assert Status("pledged") is Status.PLEDGED
