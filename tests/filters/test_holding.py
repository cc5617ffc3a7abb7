"""Whether a deed held on a day is the domain's rule, said in SQL (semantics D)."""

from datetime import date

import pytest

from tests.fields.test_cells import DAYS, many_states
from tracker.domain.holding import holds
from tracker.filters import ContributionFilterSet
from tracker.models import State


@pytest.mark.django_db
def test_deeds_hold_as_the_domain_says() -> None:
    many_states()
    seen = set()
    for text in DAYS:
        query = ContributionFilterSet.read({"valid_on": text, "holds": "yes,maybe,no"})
        answers = dict(query.rows.values_list("path", "holds"))
        day = date.fromisoformat(text)
        states = State.objects.at().select_related("contribution")
        assert answers == {s.contribution.path: holds(s.derived, day) for s in states}
        seen |= set(answers.values())
    assert seen == {"yes", "maybe", "no"}


@pytest.mark.django_db
def test_certainly_unless_said_otherwise() -> None:
    many_states()

    def paths(**params: str) -> set[str]:
        query = ContributionFilterSet.read({"valid_on": "2015-11-23", **params})
        return set(query.rows.values_list("path", flat=True))

    assert "FR/airstrikes@iraq" in paths()
    assert "FR/deployment.air" not in paths()
    assert paths() < paths(holds="yes,maybe") < paths(holds="yes,maybe,no")
    assert "FR/funding" not in paths(holds="yes,maybe")
