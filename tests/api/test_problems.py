"""Refusals: RFC 9457 problem details, wherever they come from."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.record import said

PROBLEM = "application/problem+json"


@pytest.mark.django_db
def test_every_mistake_of_a_question_is_named_at_once(client: Client) -> None:
    said("FR/airstrikes")
    response = client.get(
        "/api/v1/contributions/?contry=FR&kind=airstrike&fields=coed&ordering=cod&count=all"
    )
    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)
    body = response.json()
    assert (body["status"], body["title"]) == (400, "Bad Request")
    nearest = {param["name"]: param["nearest"] for param in body["invalid-params"]}
    assert nearest == {
        "contry": "country",
        "kind": "airstrikes",
        "fields": "code",
        "ordering": "code",
        "count": None,
    }


@pytest.mark.parametrize("path", ["/api/", "/api/v2/", "/api/v1/nothing/", "/api/v1/x/y/z"])
def test_unknown_addresses_are_problems_too(client: Client, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)
    assert client.post(path).status_code == 404


@pytest.mark.django_db
def test_what_breaks_below_it_is_a_problem_without_details(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr("tracker.api.views.read_listing", broken)
    client.raise_request_exception = False
    response = client.get("/api/v1/contributions/")
    assert (response.status_code, response["Content-Type"]) == (500, PROBLEM)
    assert "secret" not in response.content.decode()


def test_what_django_refuses_below_it_is_a_problem_too(client: Client) -> None:
    response = client.get("/api/v1/", headers={"host": "elsewhere.example"})
    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)
    page = client.get("/healthz/no/such", headers={"host": "elsewhere.example"})
    assert (page.status_code, page["Content-Type"]) != (400, PROBLEM)


def test_a_lacking_last_stroke_is_mended(client: Client) -> None:
    response = client.get("/api/v1/contributions?country=FR")
    assert response.status_code == 308
    assert response["Location"] == "/api/v1/contributions/?country=FR"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_reference_data_is_not_written_here(client: Client, method: str) -> None:
    response = getattr(client, method)("/api/v1/countries/")
    assert (response.status_code, response["Content-Type"]) == (405, PROBLEM)


@pytest.mark.django_db
def test_a_form_that_there_is_not(client: Client) -> None:
    accept = client.get("/api/v1/contributions/", headers={"accept": "application/xml"})
    assert (accept.status_code, accept["Content-Type"]) == (406, PROBLEM)
    named = client.get("/api/v1/contributions/?format=docx")
    assert named.status_code == 400
    assert named.json()["invalid-params"][0]["name"] == "format"


def test_a_refused_question_costs_no_other(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, db: None
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/api/v1/contributions/?contry=FR").status_code == 400


def test_the_root_says_what_there_is(client: Client) -> None:
    body = client.get("/api/v1/").json()
    assert body["contributions"].endswith("/api/v1/contributions/")
    assert set(body) >= {"statements", "tallies", "sources", "openapi", "docs"}
