"""Members, outsiders and those of whom nothing is recorded, on the day that is asked about."""

import pytest

from tests.record import coalition, said, source
from tracker.filters import ContributionFilterSet


@pytest.fixture
def record(db: None) -> None:
    """France is a member, Canada was until March 2016, Russia never was, of Chile nobody says."""
    early = source("early", published="2014-09-15")
    late = source("late", published="2016-04-01")
    said("FR/membership", source=early)
    said("CA/membership", source=early, change="start", when="2014-09-10")
    said("CA/membership", source=late, status="ended", when="2016-03-01")
    said("RU/membership", source=early, status="absent")
    for code in ("FR", "CA", "RU", "CL"):
        said(f"{code}/training", source=early)


def countries(**params: str) -> list[str]:
    query = ContributionFilterSet.read({"kind": "training", **params})
    return sorted(query.rows.values_list("country", flat=True))


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("word", "now", "before_the_end", "after_the_end"),
    [
        ("member", ["FR"], ["CA", "FR"], ["FR"]),
        ("outside", ["CA", "RU"], ["RU"], ["CA", "RU"]),
        ("unknown", ["CL"], ["CL"], ["CL"]),
        ("outside,unknown", ["CA", "CL", "RU"], ["CL", "RU"], ["CA", "CL", "RU"]),
    ],
)
def test_membership_is_of_a_day(
    word: str, now: list[str], before_the_end: list[str], after_the_end: list[str]
) -> None:
    ever = {"holds": "yes,maybe,no"}
    assert countries(membership=word) == now
    assert countries(membership=word, valid_on="2015-01-01", **ever) == before_the_end
    assert countries(membership=word, valid_on="2016-03-02", **ever) == after_the_end
    assert countries(membership=word, known_on="2016-01-01") == before_the_end


@pytest.mark.usefixtures("record")
def test_outsiders_can_be_left_out() -> None:
    assert countries(**{"membership!": "outside"}) == ["CL", "FR"]


@pytest.mark.django_db
def test_a_member_of_one_coalition_is_none_of_another() -> None:
    other = source("other", coalition=coalition("another", code_prefix="another"))
    said("FR/membership")
    said("FR/training", source=other)
    assert countries(membership="member") == []
