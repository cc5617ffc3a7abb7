"""The table of contributions: the API's own query language, and the same query as a file."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import record
from tests.web.conftest import Article
from tests.web.page import Page, page_of
from tracker.web import table

TABLE = "/contributions/"


def titles(page: Page) -> list[str]:
    return [head.words for head in page.one("tbody").all("th")]


def test_all_that_is_published_each_with_its_words(client: Client, article: Article) -> None:
    page = page_of(client, TABLE)
    assert titles(page) == [
        "Germany: funding",
        "France: airstrikes (Syria)",
        "France: deployment, air",
        "Italy: training, police",
        "Turkey: deployment, ground",
    ]
    assert len(page.one("tbody").all("q")) == 5
    assert "38 aircraft" in page.one("tbody").words
    assert "12 aircraft" not in page.one("tbody").words


def test_deeds_and_promises_have_columns_of_their_own(client: Client, db: None) -> None:
    record.said("CA/training", "600 there", amount="600 personnel")
    record.said("CA/training", "up to 830", status="pledged", amount="830 personnel")
    page = page_of(client, TABLE)
    actual, promised = page.all("td", "figure")
    assert (actual.words, promised.words) == ("600 personnel", "830 personnel")


def test_where_no_figure_is_given_none_is_shown(client: Client, article: Article) -> None:
    cells = page_of(client, TABLE, country="IT").all("td", "figure")
    assert [cell.words for cell in cells] == ["no figure", "no figure"]
    assert all("silent" in cell["class"] for cell in cells)


def test_parameters_are_those_of_the_api(client: Client, article: Article) -> None:
    assert titles(page_of(client, TABLE, country="FR", metric="aircraft")) == [
        "France: deployment, air"
    ]
    assert titles(page_of(client, TABLE, stake="self")) == ["Turkey: deployment, ground"]
    assert len(titles(page_of(client, TABLE, kind="deployment"))) == 2


def test_the_same_query_is_a_file_and_an_answer(client: Client, article: Article) -> None:
    links = page_of(client, TABLE, kind="deployment,training", status_group="actual").all("a")
    (csv,) = [link["href"] for link in links if link.words == "CSV"]
    (json,) = [link["href"] for link in links if link.words == "JSON"]
    asked = {"kind": ["deployment,training"], "status_group": ["actual"]}
    assert urlsplit(csv).path == "/api/v1/contributions.csv"
    assert urlsplit(json).path == "/api/v1/contributions/"
    assert parse_qs(urlsplit(csv).query) == parse_qs(urlsplit(json).query) == asked


def test_how_it_was_read_is_said(client: Client, article: Article) -> None:
    assert "Known now" in page_of(client, TABLE).words
    assert "Country: France" in page_of(client, TABLE, country="FR").words


def test_numbers_are_one_a_group(client: Client, article: Article) -> None:
    page = page_of(client, TABLE)
    groups = {link.words: link["href"] for link in page.all("a") if link.all("b") and link.parent}
    assert set(groups) == {"3 actual", "2 prospective"}
    for words, href in groups.items():
        assert len(titles(page_of(client, href))) == int(words.split()[0])


def test_a_mistake_is_a_400_that_names_the_nearest(client: Client, article: Article) -> None:
    page = page_of(client, TABLE, 400, kind="deploymnt", country="FR")
    (fix,) = page.one("section", "errors").all("a")
    assert fix["href"] == "/contributions/?country=FR&kind=deployment"
    assert titles(page_of(client, fix["href"])) == ["France: deployment, air"]


def test_an_unknown_parameter_is_a_400_too(client: Client, article: Article) -> None:
    page = page_of(client, TABLE, 400, contry="FR")
    (fix,) = page.one("section", "errors").all("a")
    assert fix["href"] == "/contributions/?country=FR"


def test_the_forms_empty_fields_leave_the_address(client: Client, article: Article) -> None:
    answer = client.get(TABLE, {"country": "FR", "kind": "", "known_on": ""})
    assert (answer.status_code, answer["Location"]) == (302, "/contributions/?country=FR")


def test_the_form_keeps_what_was_asked(client: Client, article: Article) -> None:
    page = page_of(client, TABLE, country="FR", stake="reporter", valid_on="2015-11-23")
    chosen = [option["value"] for option in page.all("option") if "selected" in option.attributes]
    hidden = [
        (each["name"], each["value"]) for each in page.all("input") if each["type"] == "hidden"
    ]
    assert chosen == ["FR"]
    assert hidden == [("stake", "reporter")]
    assert page.at("filter-valid")["value"] == "2015-11-23"


def test_a_list_stays_chosen(client: Client, article: Article) -> None:
    page = page_of(client, TABLE, country="FR,DE")
    assert [o["value"] for o in page.all("option") if "selected" in o.attributes] == ["FR,DE"]


def test_knowledge_can_be_put_back(client: Client, article: Article) -> None:
    assert "Silent" in page_of(client, TABLE, known_on="2015-11-22").words
    assert len(titles(page_of(client, TABLE, known_on="2015-11-23"))) == 5


def test_pages_go_on_where_the_last_one_ended(
    client: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "ROWS_A_PAGE", 2)
    page, seen = page_of(client, TABLE), []
    for _ in range(3):
        seen += titles(page)
        following = [link["href"] for link in page.all("a") if link["rel"] == "next"]
        page = page_of(client, following[0]) if following else page
    assert len(seen) == len(set(seen)) == 5
    (first,) = [link["href"] for link in page.all("a") if link.words == "Back to the first"]
    assert first == TABLE


def test_nothing_found_is_silence(client: Client, article: Article) -> None:
    page = page_of(client, TABLE, country="FR", kind="training")
    assert "Silent" in page.words
    assert "not a zero" in page.words


def test_queries_do_not_grow_with_rows(
    client: Client, article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(9):
        client.get(TABLE)
    for number in range(5):
        record.said(f"FR/equipment#lot-{number}", f"gave lot {number}", amount="5 weapons")
    with django_assert_num_queries(9):
        client.get(TABLE)
