"""Lists: their shape, their pages, and how many questions they ask of the database."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.record import claimed, place, said, speaker
from tracker.fields import REGISTRIES

Get = Callable[..., Any]


@pytest.fixture
def get(client: Client) -> Get:
    def answer(path: str, **headers: str) -> Any:
        response = client.get(f"/api/v1/{path}", headers=headers)
        assert response.status_code == 200, response.content
        return json.loads(response.content)

    return answer


def record(number: int = 1) -> None:
    earnest = speaker("josh-earnest", of="US")
    place("syria")
    for n in range(number):
        said(f"FR/airstrikes@syria#n{n}", status="done", amount=f"{n} targets", by=earnest)
        said(f"FR/airstrikes@syria#n{n}", status="pledged", change="more")
    claimed("two dozen", "24", names="FR")


@pytest.mark.django_db
@pytest.mark.parametrize("name", REGISTRIES)
def test_a_list_has_its_five_parts(get: Get, name: str) -> None:
    record()
    body = get(f"{name}/")
    assert list(body) == ["results", "next", "previous", "count", "read_as"]
    for row in body["results"]:
        assert list(row) == list(REGISTRIES[name].names)


@pytest.mark.django_db
@pytest.mark.parametrize("name", REGISTRIES)
def test_a_row_of_a_list_is_the_row_of_its_page(get: Get, name: str) -> None:
    record()
    for row in get(f"{name}/")["results"]:
        page = get(f"{name}/{row['code']}/")
        assert {field: page[field] for field in row} == row
        assert page["links"]["self"].endswith(f"/api/v1/{name}/{row['code']}/")


@pytest.mark.django_db
@pytest.mark.parametrize("name", REGISTRIES)
def test_a_list_asks_two_questions_whatever_its_length(client: Client, name: str) -> None:
    record()
    with CaptureQueriesContext(connection) as few:
        client.get(f"/api/v1/{name}/")
    record(4)
    with CaptureQueriesContext(connection) as more:
        client.get(f"/api/v1/{name}/")
    empty = name == "lines_of_effort"
    assert (len(few), len(more)) == ((1, 1) if empty else (2, 2))


@pytest.mark.django_db
def test_fields_select_and_order_the_columns(get: Get) -> None:
    record()
    assert get("contributions/?fields=country,code")["results"] == [
        {"country": "FR", "code": "fr-airstrikes-syria-n0"}
    ]


@pytest.mark.django_db
def test_a_count_is_made_when_asked_for_and_says_what_lacks_a_value(get: Get) -> None:
    record()
    said("IT/funding", status="pledged")
    assert get("contributions/")["count"] is None
    body = get("contributions/?count=exact&when_after=2015")
    assert (body["count"], body["lacking"]) == (1, {"when": 1})


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "count"), [("country=FR", 3), ("country=IT", 0), ("kind=x", 0)])
def test_a_count_may_be_an_estimate(client: Client, asked: str, count: int) -> None:
    """The planner's: the rows themselves are not read for it."""
    record(3)
    said("IT/x", review="draft")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE tracker_contribution, tracker_state")
    with CaptureQueriesContext(connection) as questions:
        body = client.get(f"/api/v1/contributions/?{asked}&count=estimated").json()
    assert abs(body["count"] - count) <= 1
    assert body["estimated"] is True
    asked_of_it = [each["sql"] for each in questions if each["sql"]]  # rows are planned before
    assert [sql for sql in asked_of_it if "COUNT(" in sql] == []


@pytest.mark.django_db
def test_read_as_says_how_the_question_was_understood(get: Get) -> None:
    record()
    read_as = get("contributions/?country=FR&known_on=2015-12-01")["read_as"]
    assert read_as == ["Country: France", "Known on: 2015-12-01"]


# --- Pages ----------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("ordering", ["code", "-code", "due", "-due", "country", "-low", "status"])
def test_pages_hold_every_row_once_both_ways(client: Client, ordering: str) -> None:
    """Most rows are level in the column that orders them: the code tells them apart."""
    for n in range(7):
        due = "2016" if n % 3 == 0 else ""
        said(f"FR/funding#n{n}", status="pledged", amount=f"EUR {n // 2}", due=due)
    whole = client.get(f"/api/v1/contributions/?ordering={ordering}&fields=code").json()["results"]
    seen: list[dict[str, str]] = []
    address = f"/api/v1/contributions/?ordering={ordering}&fields=code&page_size=2"
    pages = []
    while address:
        body = client.get(address).json()
        pages.append(body["results"])
        seen += body["results"]
        last, address = body, body["next"]
    assert seen == whole
    assert [len(page) for page in pages] == [2, 2, 2, 1]
    back = [last["results"]]
    while last["previous"]:
        last = client.get(last["previous"]).json()
        back.append(last["results"])
    assert back[::-1] == pages


@pytest.mark.django_db
def test_a_page_stands_when_rows_come_before_it(client: Client) -> None:
    said("FR/airstrikes")
    said("FR/funding")
    first = client.get("/api/v1/contributions/?page_size=1&fields=code").json()
    said("DE/training")
    said("FR/equipment")
    second = client.get(first["next"]).json()
    assert second["results"] == [{"code": "fr-equipment"}]


@pytest.mark.django_db
@pytest.mark.parametrize("cursor", ["x", "a.b.c", "WyJjb2RlIl0:xyz", "é", ""])
def test_a_cursor_of_nobodys_is_refused(client: Client, cursor: str) -> None:
    response = client.get("/api/v1/contributions/", {"cursor": cursor})
    assert response.status_code == (200 if not cursor else 400)


@pytest.mark.django_db
def test_a_cursor_belongs_to_its_order(client: Client) -> None:
    said("FR/airstrikes")
    said("FR/funding")
    address = client.get("/api/v1/contributions/?page_size=1").json()["next"]
    response = client.get(f"{address}&ordering=-code")
    assert response.status_code == 400
    assert "ordered by code" in response.json()["detail"]


@pytest.mark.django_db
@pytest.mark.parametrize("size", ["0", "1001", "ten", "-1", "1e3", "٣"])
def test_a_page_has_a_size_it_can_have(client: Client, size: str) -> None:
    response = client.get("/api/v1/contributions/", {"page_size": size})
    assert response.status_code == 400
    (param,) = response.json()["invalid-params"]
    assert param["name"] == "page_size"
