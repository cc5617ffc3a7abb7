"""Draft, in review, published, withdrawn: who may, what goes along, what stays behind."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from tests.small import Record
from tracker import actions
from tracker.models import Contribution, Redirect, Review, Statement


def test_nobody_publishes_what_they_wrote(record: Record) -> None:
    actions.submit(record.draft, by=record.reviewer)
    Statement.objects.filter(pk=record.draft.pk).update(edited_by=record.reviewer)
    record.draft.refresh_from_db()
    with pytest.raises(actions.NotAllowed, match="wrote"):
        actions.publish(record.draft, by=record.reviewer)


def test_an_analyst_may_not_publish(record: Record) -> None:
    actions.submit(record.draft, by=record.analyst)
    with pytest.raises(actions.NotAllowed, match="a reviewer may"):
        actions.publish(record.draft, by=record.analyst)


def test_only_a_superuser_overrides_with_a_reason_that_stays(record: Record) -> None:
    chief = User.objects.create_superuser("chief")
    own = actions.write(
        Statement(quote=record.quote, contribution=record.contribution, status="ongoing"), by=chief
    )
    actions.submit(own, by=chief)
    own.refresh_from_db()
    with pytest.raises(actions.NotAllowed, match="nobody publishes"):
        actions.publish(own, by=chief)
    with pytest.raises(actions.NotAllowed, match="Only an administrator"):
        actions.publish(own, by=record.reviewer, own_review_reason="in a hurry")
    actions.publish(own, by=chief, own_review_reason="the other reviewer is ill")
    own.refresh_from_db()
    assert own.own_review_reason == "the other reviewer is ill"


def test_a_statement_takes_its_contribution_along(record: Record) -> None:
    actions.submit(record.draft, by=record.analyst)
    record.draft.refresh_from_db()
    actions.publish(record.draft, by=record.reviewer)
    promise = Contribution.objects.get(path="DE/funding")
    assert promise.review == Review.PUBLISHED
    state = promise.states.get()
    assert (state.status, state.status_group, state.conditioned) == (
        "possible",
        "prospective",
        True,
    )


def test_sent_back_with_a_reason(record: Record) -> None:
    actions.submit(record.draft, by=record.analyst)
    with pytest.raises(actions.NotAllowed, match="why"):
        actions.send_back(record.draft, by=record.reviewer, reason=" ")
    actions.send_back(record.draft, by=record.reviewer, reason="whose word is it?")
    record.draft.refresh_from_db()
    assert record.draft.review == Review.DRAFT
    draft: Any = record.draft
    assert draft.events.last().pgh_context["reason"] == "whose word is it?"


def test_a_misreading_stands_until_its_successor_is_published(record: Record) -> None:
    successor = actions.replace(
        record.statement, by=record.analyst, reason="“in Iraq” was missed", status="ongoing"
    )
    record.statement.refresh_from_db()
    assert (record.statement.review, record.contribution.states.get().status) == (
        "published",
        "done",
    )
    actions.publish(successor, by=record.reviewer)
    record.statement.refresh_from_db()
    assert record.statement.review == Review.WITHDRAWN
    assert record.statement.withdrawal_reason == "“in Iraq” was missed"
    assert record.contribution.states.get().status == "ongoing"
    redirect = Redirect.objects.get(model="statement", code=record.statement.code)
    assert redirect.target == successor.code == "voa:1-36:2"


def test_the_last_statement_takes_its_contribution_away_and_a_new_one_brings_it_back(
    record: Record,
) -> None:
    actions.withdraw(record.statement, by=record.reviewer, reason="not in the words")
    record.contribution.refresh_from_db()
    assert record.contribution.review == Review.WITHDRAWN
    assert not record.contribution.states.exists()
    assert Redirect.objects.filter(model="contribution", code="fr-airstrikes").exists()
    record.say(record.quote, record.contribution, status="done")
    record.contribution.refresh_from_db()
    assert record.contribution.review == Review.PUBLISHED
    assert not Redirect.objects.filter(model="contribution").exists()


def test_a_withdrawn_contribution_takes_its_statements(record: Record) -> None:
    actions.withdraw(record.contribution, by=record.reviewer, reason="another coalition")
    record.statement.refresh_from_db()
    assert record.statement.withdrawal_reason == "another coalition"


def test_a_withdrawal_says_why(record: Record) -> None:
    with pytest.raises(actions.NotAllowed, match="why"):
        actions.withdraw(record.statement, by=record.reviewer, reason="")


def test_a_number_is_never_reused(record: Record) -> None:
    first = actions.write(
        Statement(quote=record.quote, contribution=record.contribution, status="done"),
        by=record.analyst,
    )
    assert first.code == "voa:1-36:2"
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.create(
            quote=record.quote, contribution=record.contribution, status="done", number=2
        )
