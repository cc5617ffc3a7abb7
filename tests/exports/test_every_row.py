"""Every row of the API's list is in the file and nothing else, for questions of all sorts."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.exports.files import csv_rows, ndjson_rows
from tests.record import loader, place, said, source, speaker
from tracker.actions import acting
from tracker.filters import ContributionFilterSet
from tracker.filters.asked import Asked, ListAsked, NotAsked, YesNoAsked
from tracker.models import Country, Kind

LIST = "/api/v1/contributions"
QUESTIONS = 200
# What may stand in a parameter whose values are no vocabulary, of the record below.
DAYS = ["2015-01-01", "2015-09-27", "2015-11", "2015-11-23", "2016-06", "2017"]
NUMBERS = ["0", "2", "38", "600", "3500000"]
WORDS = ["targets", "France", "aircraft trainees", "strikes Syria"]
VALUES = {
    "country": ["FR", "DE", "TR", "EU", "IQ"],
    "kind": ["airstrikes", "deployment", "deployment.air", "training", "funding"],
    "place": ["syria", "iraq"],
    "theatre": ["syria", "iraq"],
    "coalition": ["counter-isil"],
    "metric": ["aircraft", "targets", "personnel", "money"],
    "source": ["voa-2015-11-23-ally-support", "later"],
    "speaker": ["le-drian", "davutoglu"],
    "speaker_country": ["FR", "TR"],
    "publisher": ["Voice of America", "Le Monde"],
    "code": ["fr-airstrikes-syria", "de-training"],
    "currency": ["EUR", "CAD"],
    "holds": ["yes", "maybe", "no", "yes,maybe,no"],
}


@pytest.fixture
def record(db: None) -> None:
    drian, davutoglu = speaker("le-drian", of="FR"), speaker("davutoglu", of="TR")
    place("syria")
    place("iraq")
    later = source("later", published="2016-06-01", publisher="Le Monde")
    said("FR/airstrikes@syria", "two targets", status="done", amount="2 targets", by=drian)
    said("FR/airstrikes@iraq", status="ongoing", when="2015-09-27/..")
    said("FR/deployment.air", "38 aircraft", amount="38 aircraft")
    said("FR/deployment.air", status="ended", source=later, when="2016-05")
    said("DE/training", status="pledged", amount="600..660 personnel", due="2016")
    said("DE/training", status="ongoing", source=later)
    said("DE/funding", status="possible", change="more")
    said("TR/ground-combat", status="possible", by=davutoglu)
    said("TR/ground-combat", status="unlikely", change="more")
    said("EU/funding", status="done", amount="EUR 3.5 million", basis="implied")
    said("IQ/funding", status="requested", amount="CAD 5.. million", tie="presumed")
    said("IQ/access.bases", status="ongoing", condition="IQ/access.bases")
    with acting(by=loader(), reason="made for a test"):
        Country.objects.filter(code="EU").update(type="organisation")


def values_of(name: str, asked: Asked) -> st.SearchStrategy[str]:
    """Values that this parameter may have, by its own type."""
    stem = name.removesuffix("!")
    if stem in VALUES:
        return _lists(asked, VALUES[stem])
    schema = asked.schema.get("items", asked.schema)
    if "enum" in schema:
        return _lists(asked, schema["enum"])
    if isinstance(asked, YesNoAsked):
        return st.sampled_from(["true", "false"])
    if name == "q":
        return st.sampled_from(WORDS)
    is_number = schema.get("type") in ("number", "integer")
    return st.sampled_from(NUMBERS if is_number else DAYS)


def _lists(asked: Asked, values: list[str]) -> st.SearchStrategy[str]:
    one = st.sampled_from(values)
    if not isinstance(asked, ListAsked | NotAsked) or asked.extra.get("single"):
        return one
    return st.lists(one, min_size=1, max_size=2, unique=True).map(",".join)


PARAMETERS = ContributionFilterSet.base_filters
questions = st.lists(st.sampled_from(sorted(PARAMETERS)), max_size=4, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({n: values_of(n, PARAMETERS[n]) for n in names})
)
orders = st.sampled_from(["", "-code", "country", "-known_from", "low", "status", "-due"])


def listed(client: Client, params: dict[str, str]) -> tuple[int, list[dict[str, Any]]]:
    """All rows of the list, page by page; its status where it is refused."""
    rows: list[dict[str, Any]] = []
    response = client.get(f"{LIST}/", {**params, "page_size": "3"})
    while response.status_code == 200:
        page = response.json()
        rows += page["results"]
        if page["next"] is None:
            return 200, rows
        response = client.get(page["next"])
    return response.status_code, rows


@pytest.mark.django_db
def test_every_row_of_the_list_is_in_the_file_and_nothing_else(
    client: Client, record: None
) -> None:
    answered: dict[int, int] = {200: 0, 400: 0}

    @settings(
        max_examples=QUESTIONS,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(questions, orders)
    def ask(question: dict[str, str], order: str) -> None:
        params = question | ({"ordering": order} if order else {})
        status, rows = listed(client, params)
        file = client.get(f"{LIST}.csv", params)
        answered[status] += 1
        assert file.status_code == status
        assume(status == 200)
        cells = csv_rows(b"".join(file))
        assert [row["code"] for row in cells] == [row["code"] for row in rows]
        for name in ("status", "quote", "known_from"):
            assert [row[name] for row in cells] == [row[name] or "" for row in rows]
        lines = ndjson_rows(b"".join(client.get(f"{LIST}.ndjson", params)))
        assert lines == [json.loads(json.dumps(row)) for row in rows]

    ask()
    assert answered[200] >= QUESTIONS, f"too few questions were answered: {answered}"


@pytest.mark.django_db
def test_every_parameter_can_be_asked_in_such_a_question(record: None) -> None:
    """Else the property above would leave it out in silence."""
    assert set(VALUES) <= {name.removesuffix("!") for name in PARAMETERS}
    assert Kind.objects.filter(code__in=VALUES["kind"]).count() == len(VALUES["kind"])
