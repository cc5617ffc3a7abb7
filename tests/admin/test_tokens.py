"""Tokens in the admin: made once, seen by whom they belong to, revoked with a button."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from tests.admin.conftest import at_the_door
from tests.admin.pages import html_of, seen
from tests.small import Record
from tracker.models import Speaker, Token

ADD = "admin:tracker_token_add"
ASKED = {"name": "graphics desk", "scope": "write", "writes": ["quote"], "days": "30"}
SECRET = re.compile(r"cct_[0-9a-f]{8}_[0-9a-f]{64}")


@pytest.fixture
def boss(record: Record) -> Client:
    person = User.objects.create_user("boss", is_staff=True)
    person.groups.add(Group.objects.get(name="administrator"))
    return at_the_door(person)


def make(client: Client, **asked: Any) -> str:
    """The secret, from the one page that shows it."""
    page = client.post(reverse(ADD), ASKED | asked)
    found = SECRET.search(html_of(page))
    assert found, seen(page)
    assert "no-store" in page["Cache-Control"]
    return found[0]


def address(view: str, token: Token) -> str:
    return reverse(f"admin:tracker_token_{view}", args=[token.pk])


def test_a_token_is_made_shown_once_and_opens(ada: Client) -> None:
    secret = make(ada)
    token = Token.objects.get()
    assert (token.user.username, token.made_by.username) == ("ada", "ada")
    assert (token.scope, token.writes) == ("write", ["quote"])
    answer = Client().get("/api/v1/speakers/", headers={"authorization": f"Bearer {secret}"})
    assert answer["Cache-Control"] == "private, no-cache"
    for url in (address("change", token), address("history", token), "/admin/tracker/token/"):
        page = html_of(ada.get(url))
        assert token.prefix in page
        assert secret not in page


def test_one_asks_for_no_more_than_there_is(ada: Client) -> None:
    page = seen(ada.post(reverse(ADD), ASKED | {"scope": "everything", "days": "9999"}))
    assert page.count("Select a valid choice") == 2
    assert not Token.objects.exists()


def test_each_sees_their_own(ada: Client, rosa: Client, boss: Client) -> None:
    make(ada)
    token = Token.objects.get()
    assert rosa.get(address("revoke", token)).status_code == 404
    assert rosa.post(address("revoke", token)).status_code == 404
    assert token.prefix not in html_of(rosa.get("/admin/tracker/token/"))
    assert token.prefix in html_of(boss.get("/admin/tracker/token/"))


@pytest.mark.parametrize("who", ["ada", "boss"])
def test_a_token_is_revoked(ada: Client, who: str, request: pytest.FixtureRequest) -> None:
    client: Client = request.getfixturevalue(who)
    secret = make(ada)
    token = Token.objects.get()
    assert "at once" in seen(client.get(address("revoke", token)))
    client.post(address("revoke", token), {"reason": "Seen on a screen."})
    token.refresh_from_db()
    assert token.revoked_by is not None
    assert token.revoked_by.username == who
    answer = Client().get("/api/v1/speakers/", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 401
    assert address("revoke", token) not in html_of(client.get(address("change", token)))
    assert "Seen on a screen." in seen(client.get(address("history", token)))


def test_history_says_that_it_came_over_rest(ada: Client, record: Record) -> None:
    body = {"code": "x", "name": "X", "role": "expert", "reason": "From the transcript."}
    header = {"authorization": f"Bearer {make(ada, writes=[])}"}
    Client().post("/api/v1/speakers/", body, content_type="application/json", headers=header)
    speaker = Speaker.objects.get(code="x")
    page = seen(ada.get(reverse("admin:tracker_speaker_history", args=[speaker.pk])))
    assert "ada, over REST" in page
    assert "From the transcript." in page


def test_an_administrator_makes_one_for_another(boss: Client, record: Record) -> None:
    make(boss, user=str(record.reviewer.pk))
    assert Token.objects.get().user == record.reviewer
    publishing = ASKED | {"user": str(record.reviewer.pk), "scope": "publish"}
    page = seen(boss.post(reverse(ADD), publishing))
    assert "made by who publishes with it" in page
    assert Token.objects.count() == 1


def test_nobody_else_chooses_whose_it_is(ada: Client, record: Record) -> None:
    make(ada, user=str(record.reviewer.pk))
    assert Token.objects.get().user == record.analyst
