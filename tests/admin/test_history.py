"""History: who, why, when, old beside new, whatever the door was."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.admin.conftest import at_the_door
from tests.admin.pages import save, seen
from tests.small import Record, small_record
from tracker import actions
from tracker.actions import acting
from tracker.admin.history import A_PAGE
from tracker.models import Source, Statement, StatementQuote, Tally


def history(client: Client, record: Any, query: str = "") -> Any:
    url = reverse(f"admin:tracker_{record._meta.model_name}_history", args=[record.pk])
    return client.get(url + query)


def test_old_stands_beside_new_with_who_and_why(ada: Client, record: Record) -> None:
    url = reverse("admin:tracker_statement_change", args=[record.draft.pk])
    save(ada, url, status="pledged", contribution=record.contribution.pk, reason="read again")
    event = history(ada, record.draft).context["events"][0]
    assert (event.done, event.who, event.why) == ("Changed", "ada", "read again")
    changes = {change.label: (change.old, change.new) for change in event.changes}
    assert changes == {
        "Says": ("Possible", "Pledged"),
        "Says it of": ("de-funding", "fr-airstrikes"),
    }


def test_changes_past_every_door_are_there(ada: Client, record: Record) -> None:
    with acting(by=record.reviewer, reason="in bulk"):
        Statement.objects.filter(pk=record.draft.pk).update(note="in bulk")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tracker_statement SET note = 'raw' WHERE id = %s", [record.draft.pk])
    newest, before, *_ = history(ada, record.draft).context["events"]
    assert newest.changes[0].new == "raw"
    assert (before.who, before.why) == ("rosa", "in bulk")


def test_it_is_read_and_not_written(ada: Client, record: Record) -> None:
    page = history(ada, record.statement)
    assert "<input" not in page.content.decode().split('id="content-main"')[1].split("</main>")[0]


def test_a_long_history_has_pages(ada: Client, record: Record) -> None:
    with acting(by=record.analyst, reason="again and again"):
        for number in range(A_PAGE + 5):
            Source.objects.filter(pk=record.source.pk).update(note=str(number))
    first, second = history(ada, record.source), history(ada, record.source, "?p=2")
    assert len(first.context["events"]) == A_PAGE
    assert [change.old for change in first.context["events"][-1].changes] == ["4"]
    assert second.context["events"][-1].done == "Added"
    assert "Older" in seen(first)
    assert "Newer" in seen(second)


def test_what_became_of_its_parts_is_there_too(ada: Client, record: Record) -> None:
    """Beside the changes of the record itself, with old and new, and one undo."""
    further = record.quote_at("two targets.")
    actions.write_parts(record.draft, {"rests_on": [further]})
    with acting(by=record.analyst, reason="also there"):
        actions.write_parts(record.draft, {"rests_on": []})
    record.draft.note = "later"
    actions.write(record.draft, by=record.analyst)
    events = history(ada, record.draft).context["events"]
    later = next(event for event in events if not event.part)
    deleted, added = (event for event in events if event.part)
    assert (later.done, later.part, later.can_revert) == ("Changed", "", True)
    assert (deleted.done, deleted.part, deleted.why) == ("Deleted", "further quote", "also there")
    assert ("Words", further.code, "") in [(c.label, c.old, c.new) for c in deleted.changes]
    assert (added.done, added.part, added.can_revert) == ("Added", "further quote", False)
    assert further.code in [change.new for change in added.changes]
    undo = reverse("admin:tracker_action_undo", args=[deleted.action])
    assert undo in history(ada, record.draft).content.decode()


def test_the_countries_of_a_tally_are_parts_of_its_history(ada: Client, record: Record) -> None:
    france = record.contribution.country
    with acting(by=record.analyst, reason="named"):
        tally = actions.write(
            Tally(
                quote=record.tally.quote,
                low=1,
                high=1,
                bounds_by="analyst",
                counts={"kind": "airstrikes"},
            ),
            by=record.analyst,
        )
        actions.write_parts(tally, {"names": [france]})
    words = seen(history(ada, tally))
    assert "Added country by ada" in words
    assert "FR" in words


def test_a_step_of_review_offers_no_revert(ada: Client, record: Record) -> None:
    page = history(ada, record.statement)
    steps = [event for event in page.context["events"] if event.done == "Changed"]
    assert steps
    assert not any(event.can_revert for event in steps)
    assert "Revert" not in seen(page)


@pytest.mark.django_db(transaction=True)
def test_parts_stand_between_the_changes_of_their_whole(analyst: User, reviewer: User) -> None:
    """In the order of time, whatever table they are of."""
    record = small_record(analyst, reviewer)
    further = record.quote_at("two targets.")
    with acting(by=analyst, reason="first"):
        Statement.objects.filter(pk=record.draft.pk).update(note="1")
    with acting(by=analyst, reason="second"):
        StatementQuote.objects.create(statement=record.draft, quote=further, position=1)
    with acting(by=analyst, reason="third"):
        Statement.objects.filter(pk=record.draft.pk).update(note="2")
    events = history(at_the_door(analyst), record.draft).context["events"]
    assert [event.why for event in events[:3]] == ["third", "second", "first"]
    assert [event.part for event in events[:3]] == ["", "further quote", ""]
