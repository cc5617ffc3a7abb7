"""The first page: every number leads to as many records, silence is silence."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import record
from tests.web.conftest import Article
from tests.web.page import Element, Page, page_of
from tracker.filters import ContributionFilterSet
from tracker.models import Statement


@pytest.fixture
def home(client: Client, article: Article) -> Page:
    return page_of(client, "/")


def counted(link: Element) -> int:
    (number,) = link.all("b")
    return int(number.words)


def records_behind(href: str) -> int:
    query = {name: values[0] for name, values in parse_qs(urlsplit(href).query).items()}
    return ContributionFilterSet.read(query).rows.count()


def test_every_number_is_a_link_to_as_many_records(home: Page) -> None:
    links = [
        link
        for link in home.all("a")
        if link["href"].startswith("/contributions/?") and link.all("b")
    ]
    assert len(links) >= 10
    assert [counted(link) for link in links] == [records_behind(link["href"]) for link in links]


def test_no_number_adds_deeds_and_promises(home: Page) -> None:
    links = [link["href"] for link in home.all("a") if "/contributions/?" in link["href"]]
    counts = [href for href in links if "coalition=" in href and "kind=training" not in href]
    assert counts
    assert all(re.search(r"status_group=\w+(&change(!|%21)?=[\w,]+)?$", href) for href in counts)


def test_a_denied_change_denies_nothing_of_the_thing(client: Client, article: Article) -> None:
    record.said("FR/unspecified", "is doing all it can now", status="unlikely", change="more")
    record.said("NO/airstrikes", "will not strike", status="ruled_out")
    home = page_of(client, "/")
    cells = {row.all("th")[0].words: row for row in home.one("table", "matrix").all("tr")}
    (change,) = [td for td in cells["France"].all("td") if "Unspecified" in td.words]
    (denied,) = [td for td in cells["Norway"].all("td") if "Airstrikes" in td.words]
    assert change["data-label"] == "Change denied"
    assert denied["data-label"] == "Denied"
    for cell in (change, denied):
        assert [records_behind(link["href"]) for link in cell.all("a")][:1] == [1]


def test_a_country_stands_with_what_is_said_of_it_and_silence_is_no_zero(home: Page) -> None:
    (france,) = [row for row in home.one("table", "matrix").all("tr") if "France" in row.words]
    actual, prospective = france.all("td")
    assert [link.words for link in actual.all("a")] == [
        "Airstrikes 1",
        "Deployment 1",
        "deployment, air 1",
    ]
    assert prospective["class"] == prospective.words == "silent"
    assert "0" not in france.words


def test_groups_without_any_record_have_no_column(client: Client, db: None) -> None:
    record.said("FR/airstrikes", "struck", status="done")
    heads = page_of(client, "/").one("table", "matrix").all("th")
    assert [head.words for head in heads if head["scope"] == "col"] == ["Contributor", "Actual"]


def test_kinds_count_along_their_tree(client: Client, db: None) -> None:
    record.said("FR/deployment.air", "planes are there")
    record.said("FR/deployment.naval", "a carrier is there")
    record.said("FR/deployment", "forces are there")
    (cell,) = page_of(client, "/").one("table", "matrix").all("td", "actual")
    counts = {link.words: link["href"] for link in cell.all("a")}
    assert list(counts) == ["Deployment 3", "deployment, air 1", "deployment, naval 1"]
    assert records_behind(counts["Deployment 3"]) == 3


def test_who_is_no_country_stands_apart(client: Client, db: None) -> None:
    record.country("EU", type="organisation")
    record.said("EU/funding", "gives money")
    record.said("FR/funding", "gives money too")
    bodies = page_of(client, "/").one("table", "matrix").all("tbody")
    assert ["France" in body.words for body in bodies] == [True, False]
    assert "in no count of countries" in bodies[1].words


def test_coalitions_are_never_added(client: Client, article: Article) -> None:
    other = record.coalition("isaf", name="ISAF", code_prefix="isaf")
    record.said(
        "FR/airstrikes", "struck elsewhere", source=record.source("isaf-1", coalition=other)
    )
    page = page_of(client, "/")
    assert [head.words for head in page.all("h2")][:2] == ["Counter isil", "ISAF"]
    assert [counted(link) for link in page.under("ISAF").all("a") if "status_group" in link["href"]]


def test_tallies_are_claimed_certain_possible_not_named(home: Page, article: Article) -> None:
    (body,) = home.one("table", "tallies").all("tbody")
    (row,) = body.all("tr")
    assert [cell.words for cell in row.all("td")] == ["15", "1", "0", "14"]
    assert all(cell.all("a") for cell in row.all("td"))


def test_doors(home: Page) -> None:
    doors = {link["href"] for link in home.under("Doors").all("a")}
    assert doors == {
        "/sources/",
        "/contributions/",
        "/api/v1/contributions.csv",
        "/api/v1/",
        "/docs/",
        "/admin/",
    }


def test_an_empty_record_says_so(client: Client, db: None) -> None:
    assert "Nothing is loaded yet" in page_of(client, "/").words


def test_drafts_are_in_no_number(
    client: Client, article: Article, drafted: Callable[..., Statement]
) -> None:
    before = page_of(client, "/").words
    drafted()
    assert page_of(client, "/").words == before


def test_queries(
    client: Client, article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Two, five a coalition, two for what its tallies say, four for holding all of them."""
    with django_assert_num_queries(12):
        client.get("/")
