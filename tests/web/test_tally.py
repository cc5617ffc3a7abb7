"""A tally's page: claimed, certain, possible, not named."""

from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import record
from tests.web.conftest import Article
from tests.web.page import Page, page_of
from tracker.actions import withdraw


def address(article: Article) -> str:
    return f"/tallies/{article.tally.code}/"


def numbers(page: Page) -> list[list[str]]:
    rows = page.under("Held against the record").one("tbody").all("tr")
    return [[cell.words for cell in row.all("td")] for row in rows]


def test_claimed_certain_possible_denied_not_named(client: Client, article: Article) -> None:
    page = page_of(client, address(article))
    assert numbers(page) == [["15", "1", "0", "0", "14"]]
    assert "15 different nations" in page.one("blockquote").words
    assert "Josh Earnest (United States), official; direct quotation." in page.words


def test_names_lead_to_countries_and_contributions(client: Client, article: Article) -> None:
    certain = page_of(client, address(article)).at("certain")
    assert [link["href"] for link in certain.all("a")] == [
        "/countries/IT/",
        "/contributions/it-training-police/",
    ]


def test_why_somebody_is_only_possible(client: Client, article: Article) -> None:
    record.said("CA/training", "will train", status="pledged")
    possible = page_of(client, address(article)).at("possible")
    assert "Possible: 1" in possible.words
    assert "promised, not told as a deed" in possible.words


def test_who_is_no_country_is_named_and_not_counted(client: Client, article: Article) -> None:
    record.country("EU", type="organisation")
    record.said("EU/training", "trains")
    page = page_of(client, address(article))
    assert numbers(page) == [["15", "1", "0", "0", "14"]]
    assert "European Union" in page.at("beside").words
    assert "no countries" in page.at("beside").words


def test_then_and_now_are_told_apart(client: Client, article: Article) -> None:
    later = record.source("later", published="2016-02-01")
    record.said("NO/training", "has trained", source=later, when="2015", status="ongoing")
    page = page_of(client, address(article))
    assert numbers(page) == [["15", "1", "1", "0", "13–14"], ["15", "1", "0", "0", "14"]]
    assert "Norway" in page.at("possible").words
    assert "Nobody" in page.at("then-possible").words


def test_the_records_it_counts_are_a_link(client: Client, article: Article) -> None:
    links = {a["href"] for a in page_of(client, address(article)).under("Not named: 14").all("a")}
    assert links == {"/contributions/?coalition=counter-isil&kind=training"}


def test_out_of_how_many(client: Client, article: Article) -> None:
    record.kind("attendance")
    record.claimed("59 of the 65", "59", out_of=65, counts={"kind": "attendance"})
    assert "59 of 65" in page_of(client, "/tallies/").words


def test_the_list_holds_each_against_the_record(client: Client, article: Article) -> None:
    (row,) = page_of(client, "/tallies/").one("tbody").all("tr")
    assert [cell.words for cell in row.all("td")] == ["15", "1", "0", "14"]


def test_the_list_of_one_coalition(client: Client, article: Article) -> None:
    record.coalition("isaf", code_prefix="isaf")
    assert "No tally" in page_of(client, "/tallies/", coalition="isaf").words
    page_of(client, "/tallies/", 404, coalition="nato")


def test_withdrawn(client: Client, article: Article, superuser: User) -> None:
    withdraw(article.tally, by=superuser, reason="It counted something else")
    page = page_of(client, address(article), 410)
    assert "It counted something else" in page.words


def test_queries(
    client: Client, article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Three for the tally and what it rests on, three for each time it is held."""
    with django_assert_num_queries(9):
        client.get(address(article))
    with django_assert_num_queries(7):
        client.get("/tallies/")
