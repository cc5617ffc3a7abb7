"""Bulk edits: what would change is shown, refusals are known beforehand, one undo for the whole."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from tests.admin.pages import fields_of, html_of, seen
from tests.small import Record
from tracker import actions
from tracker.models import Action, Place, Review, Statement


def bulk(client: Client, *records: Any, **typed: str) -> Any:
    """The page of choices, or with ``look`` what would change."""
    url = reverse(f"admin:tracker_{records[0]._meta.model_name}_changelist")
    data = {"action": "edit", "_selected_action": [record.pk for record in records], **typed}
    return client.post(url, data, follow=True)


def confirm(client: Client, page: Any, *records: Any, **typed: str) -> Any:
    url = reverse(f"admin:tracker_{records[0]._meta.model_name}_changelist")
    data: dict[str, Any] = fields_of(page) | {"confirmed": "yes"} | typed
    data["_selected_action"] = [record.pk for record in page.context["records"]]
    return client.post(url, data, follow=True)


def drafts(record: Record) -> tuple[Statement, Statement]:
    other = Statement(quote=record.quote, contribution=record.contribution, status="pledged")
    actions.write(other, by=record.analyst)
    return record.draft, other


LOOK = {"look": "yes", "reason": "graded together"}


def test_columns_are_chosen_and_the_change_is_shown_first(ada: Client, record: Record) -> None:
    pair = drafts(record)
    page = bulk(ada, *pair)
    assert "Set “How sure”" in seen(page)
    assert "Tick what is to be set" in seen(bulk(ada, *pair, **LOOK))
    page = bulk(ada, *pair, **LOOK, set_credibility="on", credibility="2")
    words = seen(page)
    assert words.count("6 – cannot be judged 2 – probably true") == 2
    assert set(Statement.objects.values_list("credibility", flat=True)) == {6}


def test_it_is_done_as_one_action_and_undone_as_one(ada: Client, record: Record) -> None:
    pair = drafts(record)
    page = bulk(ada, *pair, **LOOK, set_credibility="on", credibility="2")
    done = confirm(ada, page, *pair)
    assert "2 statements changed" in seen(done)
    action = Action.objects.get(what="Edit credibility of 2 statements")
    assert reverse("admin:tracker_action_undo", args=[action.pk]) in html_of(done)
    for statement in pair:
        statement.refresh_from_db()
        assert statement.credibility == 2
    actions.undo(action.pk, by=record.analyst, reason="one by one")
    for statement in pair:
        statement.refresh_from_db()
        assert statement.credibility == 6


def test_an_empty_value_may_be_meant(ada: Client, record: Record) -> None:
    record.draft.effort = "training"
    actions.write(record.draft, by=record.analyst)
    page = bulk(ada, record.draft, **LOOK, set_effort="on", effort="")
    confirm(ada, page, record.draft)
    record.draft.refresh_from_db()
    assert record.draft.effort == ""


def test_what_is_published_or_refused_is_said_beforehand(ada: Client, record: Record) -> None:
    one, other = drafts(record)
    page = bulk(ada, one, other, record.statement, **LOOK, set_credibility="on", credibility="5")
    words = seen(page)
    assert "It is published: replace it" in words
    assert "Credibility is 1 to 6; 5 (improbable) needs a note" in words
    assert page.context["records"] == []
    assert "Nothing is left to change" in words


def test_one_refusal_stops_all(ada: Client, record: Record) -> None:
    one, other = drafts(record)
    page = bulk(ada, one, other, **LOOK, set_credibility="on", credibility="5")
    data = {"confirmed": "yes", "reason": "r", "set_credibility": "on", "credibility": "5"}
    one.note = "improbable"
    actions.write(one, by=record.analyst)
    page = bulk(ada, one, other, **data)
    assert page.context["records"] == [one]
    one.refresh_from_db()
    assert one.credibility == 6


def test_what_was_changed_since_is_looked_at_again(ada: Client, record: Record) -> None:
    pair = drafts(record)
    page = bulk(ada, *pair, **LOOK, set_credibility="on", credibility="2")
    pair[1].note = "theirs"
    actions.write(pair[1], by=record.reviewer)
    answer = confirm(ada, page, *pair)
    assert "changed since you looked" in seen(answer)
    pair[0].refresh_from_db()
    assert pair[0].credibility == 6


def test_a_step_in_bulk_is_undone_as_one(ada: Client, rosa: Client, record: Record) -> None:
    pair = drafts(record)
    url = reverse("admin:tracker_statement_changelist")
    data = {"action": "submit", "_selected_action": [record.pk for record in pair]}
    page = ada.post(url, data)
    answers: dict[str, Any] = {**data, **fields_of(page), "confirmed": "yes"}
    answers["_selected_action"] = data["_selected_action"]
    done = ada.post(url, answers | {"comment": "both at once"}, follow=True)
    assert "2 statements submitted" in seen(done)
    action = Action.objects.get(what="Submit for review: 2 statements")
    actions.undo(action.pk, by=record.analyst, reason="not yet")
    assert not Statement.objects.filter(review=Review.IN_REVIEW).exists()


def test_a_step_is_refused_where_a_record_has_changed(ada: Client, record: Record) -> None:
    url = reverse("admin:tracker_statement_step", args=[record.draft.pk, "submit"])
    opened = fields_of(ada.get(url))
    record.draft.note = "theirs"
    actions.write(record.draft, by=record.reviewer)
    answer = ada.post(url, opened)
    assert "changed since you looked" in seen(answer)
    record.draft.refresh_from_db()
    assert record.draft.review == Review.DRAFT


def test_retagging_contributions(ada: Client, record: Record) -> None:
    """A draft gets its new path; what is published keeps its address, and that is said."""
    with actions.acting(by=record.analyst):
        Place.objects.create(code="iraq", name="Iraq", level="country")
    funding = record.draft.contribution
    page = bulk(ada, funding, record.contribution, **LOOK, set_theatre="on", theatre="iraq")
    assert "what may have been cited stays" in seen(page)
    assert page.context["records"] == [funding]
    confirm(ada, page, funding)
    funding.refresh_from_db()
    assert funding.path == "DE/funding@iraq"


def test_readers_are_not_offered_it(remy: Client, record: Record) -> None:
    assert "Edit …" not in seen(remy.get(reverse("admin:tracker_statement_changelist")))
    bulk(remy, record.draft, confirmed="yes", reason="r", set_credibility="on", credibility="2")
    record.draft.refresh_from_db()
    assert record.draft.credibility == 6
