"""Any change of the history can be taken back; that is itself in the history."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from tests.admin.pages import fields_of, html_of, seen
from tests.small import Record
from tracker import actions
from tracker.models import Review


def url(record: Any, event: Any) -> str:
    name = f"admin:tracker_{record._meta.model_name}_revert"
    return reverse(name, args=[record.pk, event.pgh_id])


def last(record: Any) -> Any:
    return record.events.latest("pgh_id")


def revert(client: Client, record: Any, event: Any, **typed: str) -> Any:
    return client.post(
        url(record, event), fields_of(client.get(url(record, event))) | typed, follow=True
    )


def test_it_is_looked_at_then_done_and_told(ada: Client, record: Record) -> None:
    record.draft.status = "pledged"
    actions.write(record.draft, by=record.analyst)
    event = last(record.draft)
    record.draft.note = "a later edit of another column"
    actions.write(record.draft, by=record.reviewer)
    history = reverse("admin:tracker_statement_history", args=[record.draft.pk])
    assert url(record.draft, event) in html_of(ada.get(history))
    assert "Says Pledged Possible" in seen(ada.get(url(record.draft, event)))

    assert "This field is required" in seen(revert(ada, record.draft, event))
    done = revert(ada, record.draft, event, reason="might is not may")
    assert "is as it was before" in seen(done)
    record.draft.refresh_from_db()
    assert (record.draft.status, record.draft.note) == (
        "possible",
        "a later edit of another column",
    )
    assert last(record.draft).pgh_context["reason"] == "might is not may"
    assert last(record.draft).pgh_context["username"] == "ada"

    revert(ada, record.draft, last(record.draft), reason="it is")
    record.draft.refresh_from_db()
    assert record.draft.status == "pledged", "a revert is reverted like any other change"


def test_every_model_that_is_typed_has_it(admin_client: Client, record: Record) -> None:
    france = record.contribution.country
    france.note = "Hexagon"
    actions.write(france, by=record.analyst)
    assert "Hexagon" in seen(admin_client.get(url(france, last(france))))
    revert(admin_client, france, last(france), reason="no")
    france.refresh_from_db()
    assert france.note == ""


def test_somebody_else_was_quicker(ada: Client, record: Record) -> None:
    record.draft.status = "pledged"
    actions.write(record.draft, by=record.analyst)
    event = last(record.draft)
    opened = fields_of(ada.get(url(record.draft, event)))
    record.draft.note = "theirs"
    actions.write(record.draft, by=record.reviewer)
    answer = ada.post(url(record.draft, event), opened | {"reason": "r"})
    assert "was changed since you opened it" in seen(answer)
    record.draft.refresh_from_db()
    assert record.draft.status == "pledged"


def test_what_is_published_offers_to_be_replaced(ada: Client, record: Record) -> None:
    made = record.draft
    made.status = "pledged"
    actions.write(made, by=record.analyst)
    event = last(made)
    actions.submit(made, by=record.analyst)
    made.refresh_from_db()
    actions.publish(made, by=record.reviewer)
    page = ada.get(url(made, event))
    assert "What is published is not edited" in seen(page)
    assert reverse("admin:tracker_statement_replace", args=[made.pk]) in html_of(page)
    answer = ada.post(url(made, event), {"reason": "r", "opened": str(made.version)})
    made.refresh_from_db()
    assert made.status == "pledged"
    assert "What is published is not edited" in seen(answer)


def test_a_step_is_no_edit(ada: Client, record: Record) -> None:
    actions.submit(record.draft, by=record.analyst)
    record.draft.refresh_from_db()
    page = ada.get(url(record.draft, last(record.draft)))
    assert "undo the whole action instead" in seen(page)
    assert record.draft.review == Review.IN_REVIEW
    first: Any = record.draft
    added = first.events.earliest("pgh_id")
    assert "It was added then" in seen(ada.get(url(record.draft, added)))


def test_what_is_so_already(ada: Client, record: Record) -> None:
    for note in ("x", ""):
        record.draft.note = note
        actions.write(record.draft, by=record.analyst)
    first: Any = record.draft
    event = first.events.order_by("-pgh_id")[1]
    assert "as it was before already" in seen(ada.get(url(record.draft, event)))


def test_readers_do_not(remy: Client, record: Record) -> None:
    assert remy.get(url(record.draft, last(record.draft))).status_code == 403
    assert remy.get(url(record.draft, last(record.statement))).status_code == 404
