"""What a contribution makes of its cell is the domain's rule, said in SQL."""

from datetime import date

import pytest

from tests.record import said, source, speaker
from tracker.domain.holding import cell
from tracker.fields import REGISTRIES
from tracker.filters import ContributionFilterSet
from tracker.models import State

DAYS = ["2015-08-15", "2015-09-30", "2015-10-15", "2015-11-22", "2015-11-23", "2016-03-01"]


def many_states() -> None:
    """Deeds, promises, denials and quarrels of all sorts."""
    turkish, french = speaker("ahmet-davutoglu", of="TR"), speaker("le-drian", of="FR")
    said("FR/airstrikes@syria", status="done", when="2015-09-27")
    said("FR/airstrikes@iraq", status="ongoing")
    said("FR/deployment.air", status="done", change="start", when="2015-09/2015-10")
    said("FR/deployment.air", status="done", change="end", when="2015-11-10/2015-11-20")
    said("FR/training", status="ongoing", when="2015-08-01/2015-09-30")
    said("FR/training", status="ended", when="2015-10-01")
    said("FR/funding", status="pledged", due="2016")
    said("FR/equipment", status="ruled_out")
    said("FR/refugee-hosting", status="unlikely", change="more")
    said("FR/intelligence", status="", note="would not say")
    said("TR/ground-combat", "the paper", status="done")
    said("TR/ground-combat", "the minister", status="absent", by=turkish)
    said("TR/access.bases", status="ongoing", condition="TR/access.bases")
    said("TR/access.overflight", status="ongoing", basis="implied")
    said("IQ/funding", "was extended", status="done", when="2015-11", source=source("one"))
    said("IQ/funding", "plans to", status="offered", by=french, source=source("two"))


@pytest.mark.django_db
@pytest.mark.parametrize("day", [None, *DAYS])
def test_cells_are_those_of_the_domain(day: str | None) -> None:
    many_states()
    params = {"valid_on": day, "holds": "yes,maybe,no"} if day else {}
    query = ContributionFilterSet.read(params)
    field = REGISTRIES["contributions"].choose(["cell"])[0]
    found = dict(query.rows.values_list("path", field.value(query)))
    on = date.fromisoformat(day) if day else None
    states = State.objects.at().select_related("contribution")
    assert found == {state.contribution.path: cell([state.derived], on) for state in states}
    assert len(set(found.values())) > 3
