"""History: who, why, when, old beside new, whatever the door was."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.admin.pages import save, seen
from tests.small import Record
from tracker.actions import acting
from tracker.admin.history import A_PAGE
from tracker.models import Source, Statement


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
