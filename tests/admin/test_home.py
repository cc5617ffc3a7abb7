"""The first page: what waits for whom."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.admin.conftest import at_the_door
from tests.admin.pages import seen
from tests.small import TEXT, Record
from tracker import actions
from tracker.admin import held
from tracker.models import Contribution, Country, Kind, Source, Statement, Tally


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


def test_the_last_comment_stands_in_the_queue(rosa: Client, record: Record) -> None:
    """Of the record itself, the newest of several; nothing where nobody said anything."""
    actions.submit(record.draft, by=record.analyst)
    assert [line.said for line in lists(rosa)["To review"]] == [""]
    actions.comment(record.statement, by=record.analyst, text="of another record")
    actions.comment(record.draft, by=record.analyst, text="Is “might” possible?")
    actions.comment(record.draft, by=record.reviewer, text="The codebook says so.")
    assert [line.said for line in lists(rosa)["To review"]] == ["The codebook says so."]
    words = seen(rosa.get(reverse("admin:index")))
    assert "Last comment: The codebook says so." in words


def test_sources_wait_until_they_are_done(ada: Client, record: Record) -> None:
    assert [line.text for line in lists(ada)["Sources to annotate"]] == ["T"]
    Source.objects.update(annotation="done")
    assert lists(ada)["Sources to annotate"] == []


UNACCOUNTED = "Tallies the record does not account for"


def test_tallies_that_claim_more_than_is_known(ada: Client, record: Record) -> None:
    (line,) = lists(ada)[UNACCOUNTED]
    assert line.more == "21–23 countries"
    assert line.number == "20–22 not named, 1 certain, 0 possible"


def test_a_tally_that_is_accounted_for_waits_for_nobody(ada: Client, record: Record) -> None:
    one = actions.write(
        Tally(
            quote=record.quote_at("dozen nations"),
            low=1,
            high=1,
            bounds_by="analyst",
            counts={"kind": "airstrikes"},
        ),
        by=record.analyst,
    )
    actions.submit(one, by=record.analyst)
    one.refresh_from_db()
    actions.publish(one, by=record.reviewer)
    assert len(lists(ada)[UNACCOUNTED]) == 1


def test_a_large_record_is_not_read_for_a_first_page(
    ada: Client, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "LARGEST", 0)
    (line,) = lists(ada)[UNACCOUNTED]
    assert line.number == "too many records to hold it against here"


def test_more_tallies_ask_no_more_queries(ada: Client, record: Record) -> None:
    url = reverse("admin:index")
    ada.get(url)
    with CaptureQueriesContext(connection) as few:
        ada.get(url)
    for start in range(5):
        tally = Tally(quote=record.quote_at(TEXT[start : start + 30]), low=9, bounds_by="analyst")
        tally.counts = {"kind": "airstrikes"}
        actions.write(tally, by=record.analyst)
        actions.submit(tally, by=record.analyst)
        tally.refresh_from_db()
        actions.publish(tally, by=record.reviewer)
    with CaptureQueriesContext(connection) as many:
        ada.get(url)
    assert len(lists(ada)[UNACCOUNTED]) == 6
    assert len(many) == len(few) <= 25


def test_a_reader_has_no_drafts_and_no_sources(remy: Client, record: Record) -> None:
    assert list(lists(remy)) == ["To review", UNACCOUNTED]


def test_ones_own_stand_last_in_the_queue(rosa: Client, record: Record) -> None:
    actions.submit(record.draft, by=record.analyst)
    own = actions.write(
        Statement(quote=record.quote, contribution=record.contribution, status="done"),
        by=record.reviewer,
    )
    actions.submit(own, by=record.reviewer)
    told = [line.more for line in lists(rosa)["To review"]]
    assert told == ["DE/funding Possible: more", "FR/airstrikes Done (yours)"]


def test_who_may_see_nothing_sees_nothing(record: Record) -> None:
    nobody = User.objects.create_user("nobody", is_staff=True)
    assert lists(at_the_door(nobody)) == {}
