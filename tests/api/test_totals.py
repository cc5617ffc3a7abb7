"""Totals over HTTP: JSON, CSV, and addresses that find what they count."""

import csv
import io

import pytest
from django.test import Client

from tests.record import said
from tracker.totals import COLUMNS


@pytest.fixture
def record(db: None) -> None:
    said("FR/deployment.air", amount="38 aircraft")
    said("FR/deployment", amount="500 personnel")
    said("DE/airstrikes", status="done", amount="2 targets")
    said("NO/training", status="pledged")


@pytest.mark.usefixtures("record")
def test_each_cell_leads_to_exactly_its_records(client: Client) -> None:
    body = client.get("/api/v1/totals/?by=country,kind&status_group=actual,prospective").json()
    assert body["by"] == ["country", "kind"]
    assert len(body["results"]) == 4
    for cell in [*body["results"], body["total"]]:
        address = f"{cell['records']}&count=exact&fields=code"
        assert client.get(address).json()["count"] == cell["contributions"]
    for each in body["left_out"]:
        found = client.get(f"{each['records']}&count=exact&fields=code").json()
        assert found["count"] == each["contributions"]


@pytest.mark.usefixtures("record")
def test_a_total_says_how_it_was_read(client: Client) -> None:
    body = client.get("/api/v1/totals/?by=country&country=FR").json()
    assert body["total"]["contributions"] == 2
    assert body["read_as"][:2] == ["Grouped by: country", "Country: France"]
    assert "Status group: Actual" in body["read_as"]


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("totals.csv?by=kind", ""),
        ("totals/?by=kind&format=csv", ""),
        ("totals/?by=kind", "text/csv"),
    ],
)
def test_the_same_as_a_table(client: Client, path: str, accept: str) -> None:
    response = client.get(f"/api/v1/{path}", headers={"Accept": accept} if accept else {})
    assert response["Content-Type"].startswith("text/csv")
    assert b"\r\n" in response.content
    rows = list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))
    assert tuple(rows[0]) == ("kind", *COLUMNS)
    assert [(row["kind"], row["metric"], row["low"]) for row in rows] == [
        ("airstrikes", "targets", "2"),
        ("deployment", "personnel", "500"),
        ("deployment.air", "aircraft", "38"),
    ]
    assert rows[2]["records"].startswith("http://")


@pytest.mark.django_db
def test_mistakes_are_named_at_once(client: Client) -> None:
    said("FR/airstrikes")
    response = client.get("/api/v1/totals/?by=contry&contry=FR&format=xml&kind=airstrike")
    assert response.status_code == 400
    nearest = {param["name"]: param["nearest"] for param in response.json()["invalid-params"]}
    assert nearest == {"by": "country", "contry": "country", "format": None, "kind": "airstrikes"}


@pytest.mark.django_db
def test_of_nothing_there_is_nothing(client: Client) -> None:
    body = client.get("/api/v1/totals/?by=country").json()
    assert (body["results"], body["total"]["contributions"]) == ([], 0)
    assert client.get("/api/v1/totals.csv?by=country").content.count(b"\r\n") == 1


@pytest.mark.usefixtures("record")
def test_an_unchanged_total_is_not_sent_again(client: Client) -> None:
    first = client.get("/api/v1/totals/?by=country")
    again = client.get("/api/v1/totals/?by=country", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
