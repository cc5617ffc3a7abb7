"""A contribution's page: its status and why, down to the very words."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import record
from tests.web.conftest import Article
from tests.web.page import page_of
from tracker.actions import acting, publish, submit, withdraw
from tracker.models import Redirect
from tracker.models.choices import Basis

PLANES = "/contributions/fr-deployment-air/"
TURKEY = "/contributions/tr-deployment-ground/"


def test_the_status_stands_with_the_words_that_carry_it(client: Client, article: Article) -> None:
    page = page_of(client, PLANES)
    status = page.under("Status, and why")
    assert status.one("span", "badge").words.startswith("Ongoing")
    assert status.one("blockquote").words == article.planes.exact
    assert "Voice of America, in its own words" in status.words
    assert "The reporter" in status.words
    (source,) = [a["href"] for a in status.all("a")]
    assert source == f"/quotes/{article.planes.code}/"


def test_figures_are_what_statements_add_up_to(client: Client, article: Article) -> None:
    (row,) = page_of(client, PLANES).under("Figures").one("tbody").all("tr")
    assert [cell.words for cell in row.all("th") + row.all("td")][:3] == [
        "Aircraft",
        "Actual",
        "38 aircraft",
    ]
    assert f"#{article.thirty_eight.code}" in [link["href"] for link in row.all("a")]


def test_all_statements_stand_in_order_each_with_an_anchor(
    client: Client, article: Article
) -> None:
    page = page_of(client, PLANES)
    readings = page.all("li", "reading")
    assert [reading["id"] for reading in readings] == [
        article.twelve.code,
        article.thirty_eight.code,
    ]
    assert "12 aircraft" in readings[0].words
    assert "up to 23 November 2015" in readings[0].words


def test_a_statement_has_a_permanent_address(client: Client, article: Article) -> None:
    answer = client.get(f"/statements/{article.twelve.code}/")
    assert (answer.status_code, answer["Location"]) == (302, f"{PLANES}#{article.twelve.code}")


def test_a_dispute_shows_both_sides(client: Client, article: Article) -> None:
    page = page_of(client, TURKEY)
    disputed = page.under("Disputed")
    so, not_so = disputed.one("div", "sides").all("ul")
    assert "could be part" in so.words
    assert "its own word" in so.words
    assert "still not likely" in not_so.words
    assert "an expert's word" in not_so.words
    assert page.under("Status, and why").one("span", "badge").words.startswith("Possible")


def test_the_outlook_is_apart_from_the_deed(client: Client, article: Article) -> None:
    record.said("FR/deployment.air", "more planes will come", status="pledged", change="more")
    page = page_of(client, PLANES)
    assert page.under("Status, and why").one("span", "badge").words.startswith("Ongoing")
    outlook = page.under("Outlook")
    assert "Pledged: more" in outlook.words
    assert "more planes will come" in outlook.words
    assert "Overdue" not in outlook.words


def test_a_promise_whose_day_has_passed_is_overdue(client: Client, article: Article) -> None:
    record.said("NO/equipment", "will send rifles by 2015", status="pledged", due="../2015")
    assert "Overdue" in page_of(client, "/contributions/no-equipment/").under("Outlook").words


def test_doubts_are_told_in_sentences(client: Client, db: None) -> None:
    record.said("US/military", "continues to partner", basis=Basis.IMPLIED)
    page = page_of(client, "/contributions/us-military/")
    assert "implied only" in page.under("Status, and why").words
    assert "Nobody states it" in page.under("In doubt").words


def test_what_it_lies_in_and_what_lies_in_it(client: Client, article: Article) -> None:
    record.said("FR/deployment", "French forces are there")
    whole = page_of(client, "/contributions/fr-deployment/")
    assert (
        "Contains France: deployment, air" in whole.under("What it lies in, what lies in it").words
    )
    part = page_of(client, PLANES).under("What it lies in, what lies in it")
    assert "Inside France: deployment" in part.words


def test_what_was_known_when(client: Client, article: Article) -> None:
    later = record.source("later", published="2016-02-01")
    record.said(
        "FR/deployment.air", "the planes have left", source=later, change="end", status="done"
    )
    rows = page_of(client, PLANES).under("What was known when").one("tbody").all("tr")
    assert [row.all("th")[0].words for row in rows] == ["1 February 2016", "23 November 2015"]
    assert "Ended" in rows[0].words
    assert "Ongoing" in rows[1].words


def test_drafts_are_not_there(client: Client, article: Article) -> None:
    record.said("NO/airstrikes", "a draft", review="draft")
    page_of(client, "/contributions/no-airstrikes/", 404)


def test_a_draft_statement_of_a_published_one_is_not_shown(
    client: Client, article: Article
) -> None:
    record.said("FR/deployment.air", "nobody published this", review="draft")
    assert "nobody published this" not in page_of(client, PLANES).root.text


def test_withdrawn_is_gone_with_its_reason(
    client: Client, article: Article, superuser: User
) -> None:
    withdraw(article.possible.contribution, by=superuser, reason="Misread: <i>whose</i> troops?")
    page = page_of(client, TURKEY, 410)
    assert "Misread: <i>whose</i> troops?" in page.one("blockquote", "reason").words
    assert "Nothing stands in its place" in page.words
    page_of(client, f"/statements/{article.possible.code}/", 410)


def test_withdrawn_names_its_successor(client: Client, article: Article, superuser: User) -> None:
    withdraw(article.thirty_eight, by=superuser, reason="It was thirteen", successor=article.twelve)
    page = page_of(client, f"/statements/{article.thirty_eight.code}/", 410)
    (link,) = [a for a in page.one("main").all("a") if a["href"].startswith("/statements/")]
    assert link["href"] == f"/statements/{article.twelve.code}/"
    past = page_of(client, PLANES).at(article.thirty_eight.code)
    assert "past" in past["class"].split()
    assert "Withdrawn: It was thirteen" in past.words


def test_merged_leads_to_where_it_went(client: Client, article: Article) -> None:
    with acting(by=record.loader()):
        Redirect.objects.create(
            model="contribution",
            code="fr-planes",
            because="merged",
            target="fr-deployment-air",
            reason="the same",
        )
    answer = client.get("/contributions/fr-planes/")
    assert (answer.status_code, answer["Location"]) == (308, PLANES)


def test_published_again_it_is_there_again(
    client: Client, article: Article, analyst: User, reviewer: User
) -> None:
    withdraw(article.possible.contribution, by=reviewer, reason="too early")
    again = record.said("TR/deployment.ground", "troops are there", review="draft")
    page_of(client, TURKEY, 410)
    submit(again, by=analyst)
    publish(again, by=reviewer)
    assert "Ongoing" in page_of(client, TURKEY).under("Status, and why").words


@pytest.mark.parametrize("path", ["nothing-like-it", "FR/airstrikes", "0"])
def test_what_never_was_is_not_found(client: Client, article: Article, path: str) -> None:
    page_of(client, f"/contributions/{path}/", 404)


def test_queries_do_not_grow_with_statements(
    client: Client, article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(8):
        client.get(PLANES)
    for number in range(5):
        record.said("FR/deployment.air", f"{number} planes", rests_on=(article.planes,))
    with django_assert_num_queries(8):
        client.get(PLANES)
