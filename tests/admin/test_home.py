"""The first page: what waits for whom."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.admin.conftest import at_the_door
from tests.small import Record
from tracker import actions
from tracker.models import Contribution, Country, Kind, Source


def lists(client: Client) -> dict[str, list[Any]]:
    found = client.get(reverse("admin:index")).context["lists"]
    return {each.title: each.lines for each in found}


def test_my_drafts_are_mine(ada: Client, rosa: Client, record: Record) -> None:
    assert [line.text for line in lists(ada)["My drafts"]] == [str(record.draft.quote)]
    assert lists(rosa)["My drafts"] == []


def test_a_contribution_waits_only_without_statements(ada: Client, record: Record) -> None:
    lone = Contribution(
        coalition_id="counter-isil",
        country=Country.objects.get(pk="DE"),
        kind=Kind.objects.get(pk="airstrikes"),
    )
    actions.write(lone, by=record.analyst)
    assert "DE/airstrikes" in [line.text for line in lists(ada)["My drafts"]]
    assert "DE/funding" not in [line.text for line in lists(ada)["My drafts"]]


def test_what_is_submitted_waits_for_review(ada: Client, rosa: Client, record: Record) -> None:
    actions.submit(record.draft, by=record.analyst)
    assert lists(ada)["My drafts"] == []
    assert [line.more for line in lists(rosa)["To review"]] == ["DE/funding Possible: more"]


def test_sources_wait_until_they_are_done(ada: Client, record: Record) -> None:
    assert [line.text for line in lists(ada)["Sources to work through"]] == ["T"]
    Source.objects.update(annotation="done")
    assert lists(ada)["Sources to work through"] == []


def test_tallies(ada: Client, record: Record) -> None:
    assert [line.more for line in lists(ada)["Tallies"]] == ["Tally 21–23 countries"]


def test_who_may_see_nothing_sees_nothing(record: Record) -> None:
    nobody = User.objects.create_user("nobody", is_staff=True)
    assert lists(at_the_door(nobody)) == {}
