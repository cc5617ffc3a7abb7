"""Buttons and bulk actions: what would happen is shown, and done through the actions alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.admin.conftest import at_the_door
from tests.admin.pages import fields_of, seen
from tests.small import Record
from tracker import actions
from tracker.models import Redirect, Review, Statement, Tally


def step(record: Any, name: str) -> str:
    return reverse(f"admin:tracker_{record._meta.model_name}_step", args=[record.pk, name])


def change(record: Any) -> str:
    return reverse(f"admin:tracker_{record._meta.model_name}_change", args=[record.pk])


def labels(page: Any) -> list[str]:
    return [label for _, label in page.context["buttons"]]


def confirm(client: Client, url: str, **answers: str) -> Any:
    return client.post(url, {"confirmed": "yes", **answers}, follow=True)


def in_review(record: Record) -> Statement:
    actions.submit(record.draft, by=record.analyst)
    record.draft.refresh_from_db()
    return record.draft


# --- Buttons --------------------------------------------------------------------------------


def test_buttons_are_those_of_the_stage_and_the_role(
    ada: Client, rosa: Client, record: Record
) -> None:
    draft, published = change(record.draft), change(record.statement)
    assert labels(ada.get(draft)) == ["Submit for review"]
    assert labels(ada.get(published)) == ["Replace"]
    assert labels(rosa.get(published)) == ["Withdraw", "Replace"]
    in_review(record)
    assert labels(ada.get(draft)) == ["Send back"]
    assert labels(rosa.get(draft)) == ["Publish", "Send back"]


def test_submitting_shows_what_happens_first(ada: Client, record: Record) -> None:
    url = step(record.draft, "submit")
    page = ada.get(url)
    assert "takes along its contribution" in seen(page)
    record.draft.refresh_from_db()
    assert record.draft.review == Review.DRAFT

    page = confirm(ada, url)
    assert "submitted for review" in seen(page)
    record.draft.refresh_from_db()
    assert record.draft.review == record.draft.contribution.review == Review.IN_REVIEW


def test_publishing(rosa: Client, record: Record) -> None:
    statement = in_review(record)
    confirm(rosa, step(statement, "publish"))
    statement.refresh_from_db()
    assert statement.review == Review.PUBLISHED
    assert statement.published_by == record.reviewer
    assert statement.contribution.states.get().status == "possible"


def test_nobody_publishes_their_own_and_is_told_so(rosa: Client, record: Record) -> None:
    statement = in_review(record)
    Statement.objects.filter(pk=statement.pk).update(edited_by=record.reviewer)
    page = confirm(rosa, step(statement, "publish"))
    assert "nobody publishes what they wrote" in seen(page)
    statement.refresh_from_db()
    assert statement.review == Review.IN_REVIEW


def test_only_a_superuser_is_asked_for_an_exception(rosa: Client, record: Record) -> None:
    statement = in_review(record)
    assert "own_review_reason" not in fields_of(rosa.get(step(statement, "publish")))
    chief = at_the_door(User.objects.create_superuser("chief"))
    Statement.objects.filter(pk=statement.pk).update(edited_by=User.objects.get(username="chief"))
    url = step(statement, "publish")
    assert "own_review_reason" in fields_of(chief.get(url))
    confirm(chief, url, own_review_reason="the only reviewer is ill")
    statement.refresh_from_db()
    assert statement.own_review_reason == "the only reviewer is ill"


def test_sending_back_needs_a_reason_that_stays(rosa: Client, record: Record) -> None:
    statement = in_review(record)
    page = confirm(rosa, step(statement, "send-back"), reason=" ")
    assert "This field is required" in seen(page)
    confirm(rosa, step(statement, "send-back"), reason="Whose word is it?")
    statement.refresh_from_db()
    assert statement.review == Review.DRAFT
    history = rosa.get(reverse("admin:tracker_statement_history", args=[statement.pk]))
    assert "Whose word is it?" in seen(history)


def test_withdrawing_with_its_reason(rosa: Client, record: Record) -> None:
    confirm(rosa, step(record.statement, "withdraw"), reason="misread")
    record.statement.refresh_from_db()
    record.contribution.refresh_from_db()
    assert record.statement.review == record.contribution.review == Review.WITHDRAWN
    assert Redirect.objects.get(code=record.statement.code).reason == "misread"


def test_withdrawing_names_a_successor(rosa: Client, record: Record) -> None:
    other = record.say(record.quote, record.contribution, status="done", note="again")
    confirm(rosa, step(record.statement, "withdraw"), reason="twice", successor=str(other.pk))
    assert Redirect.objects.get(code=record.statement.code).target == other.code


def test_a_step_that_the_stage_does_not_have(rosa: Client, record: Record) -> None:
    page = rosa.get(step(record.statement, "publish"))
    assert "It is published" in seen(page)
    assert "confirmed" not in fields_of(page)
    assert rosa.get(step(record.statement, "burn")).status_code == 404


def test_tallies_go_the_same_way(ada: Client, rosa: Client, record: Record) -> None:
    quote = record.quote_at("two targets")
    tally = actions.write(Tally(quote=quote, low=2, high=2, bounds_by="analyst"), by=record.analyst)
    confirm(ada, step(tally, "submit"))
    confirm(rosa, step(tally, "publish"))
    tally.refresh_from_db()
    assert tally.review == Review.PUBLISHED


# --- In bulk --------------------------------------------------------------------------------


def in_bulk(client: Client, name: str, *records: Any, **answers: str) -> Any:
    data = {"action": name, "_selected_action": [record.pk for record in records], **answers}
    return client.post(reverse("admin:tracker_statement_changelist"), data, follow=True)


@pytest.fixture
def pair(record: Record) -> tuple[Statement, Statement]:
    """Two of one contribution, both in review."""
    first = in_review(record)
    second = Statement(quote=record.quote, contribution=first.contribution, status="pledged")
    actions.write(second, by=record.analyst)
    actions.submit(second, by=record.analyst)
    second.refresh_from_db()
    return first, second


def test_bulk_actions_are_those_of_the_role(ada: Client, rosa: Client, record: Record) -> None:
    url = reverse("admin:tracker_statement_changelist")
    assert "Publish …" in seen(rosa.get(url))
    assert "Publish …" not in seen(ada.get(url))


def test_a_bulk_action_asks_first(rosa: Client, pair: tuple[Statement, Statement]) -> None:
    page = in_bulk(rosa, "publish", *pair)
    assert all(statement.code in seen(page) for statement in pair)
    assert Statement.objects.filter(review=Review.IN_REVIEW).count() == 2
    page = in_bulk(rosa, "publish", *pair, confirmed="yes")
    assert "2 statements published" in seen(page)
    assert Statement.objects.filter(review=Review.IN_REVIEW).count() == 0


def test_a_bulk_action_is_all_or_nothing(rosa: Client, pair: tuple[Statement, Statement]) -> None:
    mine, other = pair
    Statement.objects.filter(pk=mine.pk).update(edited_by=User.objects.get(username="rosa"))
    page = in_bulk(rosa, "publish", *pair, confirmed="yes")
    assert "nobody publishes what they wrote" in seen(page)
    assert Statement.objects.filter(review=Review.IN_REVIEW).count() == 2

    again = rosa.post(page.request["PATH_INFO"], fields_of(page), follow=True)
    assert "published" in seen(again)
    other.refresh_from_db()
    mine.refresh_from_db()
    assert (mine.review, other.review) == (Review.IN_REVIEW, Review.PUBLISHED)


def test_a_bulk_action_leaves_out_what_is_elsewhere(
    rosa: Client, record: Record, pair: tuple[Statement, Statement]
) -> None:
    page = in_bulk(rosa, "publish", record.statement, *pair)
    assert "It is published" in seen(page)
    assert set(page.context["ready"]) == set(pair)


# --- Replacing ------------------------------------------------------------------------------


def replace(client: Client, record: Any, **typed: str) -> Any:
    url = reverse(f"admin:tracker_{record._meta.model_name}_replace", args=[record.pk])
    return client.post(url, fields_of(client.get(url)) | typed, follow=True)


def test_a_misreading_is_replaced_in_one_step(ada: Client, rosa: Client, record: Record) -> None:
    read = {"low": "3", "high": "3", "words": "", "bounds_by": "analyst"}
    page = replace(ada, record.statement, **read, reason="three, not two")
    assert "goes to review in its place" in seen(page)
    record.statement.refresh_from_db()
    successor: Any = record.statement.successor
    assert successor.review == Review.IN_REVIEW
    assert (successor.low, successor.quote) == (3, record.quote)
    assert record.statement.review == Review.PUBLISHED

    confirm(rosa, step(successor, "publish"))
    record.statement.refresh_from_db()
    assert record.statement.review == Review.WITHDRAWN
    assert record.statement.withdrawal_reason == "three, not two"


def test_a_replacement_needs_its_reason_and_keeps_the_rules(ada: Client, record: Record) -> None:
    page = replace(ada, record.statement, low="3", high="3")
    assert "Say what was misread" in seen(page)
    page = replace(ada, record.statement, words="dozens", reason="so it says")
    assert "not in its quote" in seen(page)
    page = replace(ada, record.statement, low="1", reason="one or two")
    assert "&#x27;two&#x27; is 2, not 1..2." in page.text
    record.statement.refresh_from_db()
    assert record.statement.successor is None


def test_a_tally_is_replaced_with_whom_it_names(ada: Client, record: Record) -> None:
    replace(ada, record.tally, low="20", bounds_by="analyst", reason="nearly is less")
    record.tally.refresh_from_db()
    successor: Any = record.tally.successor
    assert successor.low == 20


def test_only_what_is_published_is_replaced(ada: Client, record: Record) -> None:
    url = reverse("admin:tracker_statement_replace", args=[record.draft.pk])
    assert ada.get(url).status_code == 404


def test_what_is_published_is_read_beside_its_words(rosa: Client, record: Record) -> None:
    """The number, its words and its day, and not the quote alone."""
    said = actions.write(
        Statement(
            quote=record.quote,
            contribution=record.contribution,
            status="done",
            low=2,
            high=2,
            metric_id="targets",
            words="two",
            when="2015-11",
        ),
        by=record.analyst,
    )
    actions.submit(said, by=record.analyst)
    words = seen(rosa.get(step(said, "publish")))
    for each in (record.quote.exact, "Done", "2 t", "The number's words two", "November 2015"):
        assert each in words, each


def test_a_withdrawn_page_says_so(rosa: Client, record: Record) -> None:
    actions.withdraw(record.statement, by=record.reviewer, reason="misread")
    words = seen(rosa.get(change(record.statement)))
    assert "What was withdrawn is not edited" in words
    assert "What is published is not edited" not in words
    assert "nothing that is published says anything of it any more" in words
