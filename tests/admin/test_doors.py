"""Every address of the admin: who comes in, who may write, in how many queries, in what words."""

from __future__ import annotations

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.admin.conftest import at_the_door
from tests.admin.everything import addresses, fill
from tests.admin.pages import html_of, seen
from tests.small import Record
from tracker.admin import PAGES

MOST_QUERIES = 25
OURS_ALONE = re.compile(r"\b(rungs?|anchor(s|ed|ing)?|exact(ly)?)\b", re.IGNORECASE)
# What the Content-Security-Policy would stop.
INLINE = re.compile(
    r"<style|<[^>]+\s(style|on[a-z]+)=\"|<script(?![^>]*\bsrc=)(?![^>]*application/json)"
)
WRITING = re.compile(
    r"/(add|comment|delete|import|merge|replace|revert|revoke|step/[a-z-]+|views(/\d+)?)/$"
)
# There is none, it is somebody else's or none of theirs, it is only posted to.
NOT_FOR_THEM = {403, 404, 405}


@pytest.fixture(autouse=True)
def everything(record: Record) -> None:
    fill(record)


def pages_of_the_site() -> list[str]:
    return [
        reverse("admin:app_list", args=["tracker"]),
        *(reverse(f"admin:{name}") for name in ("index", "password_change", "jsi18n")),
    ]


def get_all(client: Client) -> dict[str, int]:
    return {
        url: client.get(url, follow=True).status_code
        for url in [*addresses(), *pages_of_the_site()]
    }


def test_nobody_comes_in_unknown(record: Record) -> None:
    for url in [*addresses(), *pages_of_the_site()]:
        answer = Client().get(url)
        assert answer.status_code == 302, url
        assert answer["Location"].startswith(reverse("admin:login")), url


def test_a_reader_looks_and_does_not_write(remy: Client) -> None:
    """A token of their own opens no more than they may."""
    for url, status in get_all(remy).items():
        writing = WRITING.search(url) and url != reverse("admin:tracker_token_add")
        wanted = NOT_FOR_THEM if writing else {200}
        assert status in wanted, (url, status)
    for url in addresses("change"):
        assert remy.post(url, {"_save": "Save"}).status_code == 403, url


def test_no_page_breaks_for_an_analyst(ada: Client) -> None:
    for url, status in get_all(ada).items():
        wanted = {200} | NOT_FOR_THEM if WRITING.search(url) else {200}
        assert status in wanted, (url, status)


def test_every_page(rosa: Client) -> None:
    """It opens; it asks little of the database; its words are an analyst's; nothing is inline."""
    urls = [*addresses(), *pages_of_the_site()]
    rosa.get(urls[0])  # content types are asked for once a process
    for url in urls:
        with CaptureQueriesContext(connection) as queries:
            page = rosa.get(url, follow=True)
        wanted = {200} | NOT_FOR_THEM if WRITING.search(url) else {200}
        assert page.status_code in wanted, url
        assert len(queries) <= MOST_QUERIES, url
        assert not OURS_ALONE.search(seen(page)), url
        assert not INLINE.search(html_of(page)), url


def test_an_analyst_writes_records_and_not_reference(ada: Client) -> None:
    for model in ("source", "quote", "speaker", "contribution", "statement", "tally"):
        assert ada.get(reverse(f"admin:tracker_{model}_add")).status_code == 200, model
    for model in ("coalition", "country", "kind", "lineofeffort", "metric", "place", "redirect"):
        assert ada.get(reverse(f"admin:tracker_{model}_add")).status_code == 403, model


def test_an_editor_writes_reference(record: Record) -> None:
    edgar = User.objects.create_user("edgar", is_staff=True)
    edgar.groups.add(Group.objects.get(name="editor"))
    door = at_the_door(edgar)
    for model in ("coalition", "country", "kind", "lineofeffort", "metric", "place"):
        assert door.get(reverse(f"admin:tracker_{model}_add")).status_code == 200, model
    assert door.get(reverse("admin:tracker_statement_add")).status_code == 403


@pytest.mark.parametrize("person", ["remy", "ada", "rosa"])
def test_what_is_not_of_the_record_is_closed(person: str, request: pytest.FixtureRequest) -> None:
    """Accounts, and what other applications keep."""
    client: Client = request.getfixturevalue(person)
    for model in set(admin.site._registry) - set(PAGES):
        label = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for view in ("changelist", "add"):
            assert client.get(reverse(f"{label}_{view}")).status_code == 403, (label, view)


def test_only_a_reviewer_publishes(ada: Client, rosa: Client, record: Record) -> None:
    url = reverse("admin:tracker_statement_step", args=[record.draft.pk, "publish"])
    assert ada.get(url).status_code == 403
    assert rosa.get(url).status_code == 200


def test_words_an_analyst_knows(rosa: Client, record: Record) -> None:
    statement = seen(rosa.get(reverse("admin:tracker_statement_change", args=[record.draft.pk])))
    for word in ("Words", "Says", "How sure"):
        assert word in statement
    quote = seen(rosa.get(reverse("admin:tracker_quote_change", args=[record.quote.pk])))
    assert "Who says it" in quote
