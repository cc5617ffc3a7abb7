"""A country's page, and the list of all of whom something is recorded."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import record
from tests.web.conftest import Article
from tests.web.page import page_of
from tracker.web import countries


def test_a_country_by_status_group(client: Client, article: Article) -> None:
    page = page_of(client, "/countries/FR/")
    assert [head.words for head in page.all("h2")] == ["Actual: 2"]
    rows = page.one("tbody").all("tr")
    assert [row.all("a")[0].words for row in rows] == [
        "France: airstrikes (Syria)",
        "France: deployment, air",
    ]
    assert "3–9 targets" in rows[0].words


def test_of_whom_nothing_is_said_the_page_says_so(client: Client, article: Article) -> None:
    record.country("SE", name="Sweden")
    page = page_of(client, "/countries/SE/")
    assert "Silent" in page.words
    assert "not a zero" in page.words


def test_what_is_no_country_says_what_it_is(client: Client, article: Article) -> None:
    record.country("EU", type="organisation")
    record.said("EU/funding", "gives money", amount="EUR 440 million")
    page = page_of(client, "/countries/EU/")
    assert "organisation" in page.words
    assert "EUR 440 million" in page.words


def test_tallies_that_name_it(client: Client, article: Article) -> None:
    record.claimed("nations such as Norway", "8..", names="NO", counts={"kind": "training"})
    assert "nations such as Norway" in page_of(client, "/countries/NO/").words


def test_the_rest_is_one_link_away(
    client: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(countries, "SHOWN", 1)
    page = page_of(client, "/countries/FR/")
    assert len(page.one("tbody").all("tr")) == 1
    (link,) = [a for a in page.all("a") if a.words == "All 2 of them"]
    assert link["href"] == "/contributions/?country=FR&status_group=actual"


def test_the_list_keeps_groups_apart_and_draws_silence(client: Client, article: Article) -> None:
    rows = {row.all("th")[0].words: row for row in page_of(client, "/countries/").all("tr")[1:]}
    assert [cell.words for cell in rows["France"].all("td")] == [
        "State",
        "2",
        "silent",
        "silent",
        "silent",
    ]
    assert "Sweden" not in rows


def test_a_country_that_is_not_there(client: Client, db: None) -> None:
    page_of(client, "/countries/XX/", 404)


def test_queries(
    client: Client, article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(5):
        client.get("/countries/FR/")
    with django_assert_num_queries(1):
        client.get("/countries/")
