"""The best of what words find, with the words marked."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.record import said, source, speaker

SEARCH = "/api/v1/search/"


@pytest.fixture
def record(db: None) -> None:
    said("FR/airstrikes", "Raqqa: two strikes on Raqqa, and one more strike")
    said("FR/airstrikes", "nothing of that place")
    said("DE/training", "somewhere, perhaps near Raqqa, a course for the police was held in spring")
    said("TR/ground-combat", "Davutoğlu told of tanks", by=speaker("davutoglu", of="TR"))


def found(client: Client, **params: str) -> dict[str, Any]:
    response = client.get(SEARCH, params)
    assert response.status_code == 200, response.content
    body: dict[str, Any] = response.json()
    return body


@pytest.mark.usefixtures("record")
def test_what_says_most_of_it_comes_first(client: Client) -> None:
    body = found(client, q="raqqa strikes")
    assert [hit["code"] for hit in body["results"]] == ["fr-airstrikes"]
    body = found(client, q="Raqqa")
    assert [hit["code"] for hit in body["results"]] == ["fr-airstrikes", "de-training"]
    assert body["results"][0]["rank"] > body["results"][1]["rank"]
    assert (body["ranked"], body["more"]) == (2, False)
    listed = client.get(body["all"]).json()["results"]
    assert {row["code"] for row in listed} == {"fr-airstrikes", "de-training"}


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("strike raqqa", ["Raqqa", "strikes", "Raqqa", "strike"]),
        ("davutoglu", ["Davutoğlu"]),
        ('"two strikes"', ["two", "strikes", "strike"]),
    ],
)
def test_the_words_are_marked_where_they_stand(
    client: Client, words: str, marked: list[str]
) -> None:
    hit = found(client, q=words)["results"][0]
    assert [hit["text"][start:end] for start, end in hit["spans"]] == marked
    assert client.get(f"/api/v1/quotes/{hit['quote']}/").json()["exact"] == hit["text"]


@pytest.mark.usefixtures("record")
def test_what_only_its_name_tells_is_found_by_its_title(client: Client) -> None:
    (hit,) = found(client, q="combat")["results"]
    assert (hit["quote"], hit["text"]) == (None, "Turkey: ground combat")


@pytest.mark.usefixtures("record")
def test_it_is_narrowed_as_a_list_is(client: Client) -> None:
    assert [hit["code"] for hit in found(client, q="Raqqa", country="DE")["results"]] == [
        "de-training"
    ]
    assert found(client, q="Raqqa", known_on="2015-11-22")["results"] == []
    assert len(found(client, q="Raqqa", limit="1")["results"]) == 1


@pytest.mark.usefixtures("record")
def test_mistakes_are_named_at_once(client: Client) -> None:
    response = client.get(SEARCH, {"contry": "FR", "limit": "0"})
    names = [param["name"] for param in response.json()["invalid-params"]]
    assert (response.status_code, names) == (400, ["contry", "limit", "q"])


@pytest.mark.usefixtures("record")
def test_only_the_first_hits_are_ranked_and_it_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.filters.best.RANKED", 1)
    body = found(client, q="Raqqa")
    assert (len(body["results"]), body["ranked"], body["more"]) == (1, 1, True)


@pytest.mark.usefixtures("record")
def test_it_asks_as_often_whatever_it_finds(client: Client) -> None:
    with CaptureQueriesContext(connection) as one:
        found(client, q="tanks")
    said("IT/training", "Raqqa again", source=source("other"))
    with CaptureQueriesContext(connection) as three:
        found(client, q="Raqqa")
    assert len(one) == len(three) == 6
