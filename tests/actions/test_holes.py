"""What slipped through between two people, or two steps, of a review."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError

from tests.small import Record
from tracker import actions
from tracker.models import Contribution, Redirect, Review, Statement
from tracker.models.rules import refusal_of


def _in_review(record: Record) -> Statement:
    actions.submit(record.draft, by=record.analyst)
    record.draft.refresh_from_db()
    return record.draft


STEPS: dict[str, Callable[..., None]] = {
    "publish": actions.publish,
    "send back": lambda record, **who: actions.send_back(record, reason="why", **who),
}


@pytest.mark.parametrize("step", STEPS)
def test_nobody_decides_on_words_they_have_not_seen(record: Record, step: str) -> None:
    seen = _in_review(record).version
    record.draft.note = "something else"
    actions.write(record.draft, by=record.analyst)
    with pytest.raises(actions.StaleSave):
        STEPS[step](record.draft, by=record.reviewer, version=seen)
    record.draft.refresh_from_db()
    STEPS[step](record.draft, by=record.reviewer, version=record.draft.version)


def test_withdrawing_and_submitting_ask_for_the_version_too(record: Record) -> None:
    with pytest.raises(actions.StaleSave):
        actions.withdraw(record.statement, by=record.reviewer, reason="x", version=99)
    with pytest.raises(actions.StaleSave):
        actions.submit(record.draft, by=record.analyst, version=99)


def test_a_save_from_before_a_step_does_not_undo_it(record: Record) -> None:
    """Without a version too: the stage a record was opened at is part of what was seen."""
    mine = Statement.objects.get(pk=record.draft.pk)
    _in_review(record)
    mine.note = "late"
    with pytest.raises(actions.StaleSave):
        actions.write(mine, by=record.analyst)


def test_a_misreading_has_one_successor_at_a_time(record: Record) -> None:
    first = actions.replace(record.statement, by=record.analyst, reason="more", status="ongoing")
    with pytest.raises(actions.NotAllowed, match=first.code):
        actions.replace(record.statement, by=record.analyst, reason="less", status="ended")
    actions.send_back(first, by=record.reviewer, reason="no")
    first.refresh_from_db()
    actions.remove(first, by=record.analyst, reason="nothing was misread")
    record.statement.refresh_from_db()
    assert (record.statement.successor, record.statement.withdrawal_reason) == (None, "")
    actions.replace(record.statement, by=record.analyst, reason="less", status="ended")


def test_only_what_is_published_is_replaced(record: Record) -> None:
    with pytest.raises(actions.NotAllowed, match="published"):
        actions.replace(record.draft, by=record.analyst, reason="more", status="offered")


def test_what_is_taken_back_at_once_keeps_the_successor_that_waits(record: Record) -> None:
    """Its page has to lead somewhere once the successor is published."""
    other = record.say(record.quote, record.contribution, status="ongoing")
    successor = actions.replace(record.statement, by=record.analyst, reason="more", status="ended")
    record.statement.refresh_from_db()
    actions.withdraw(record.statement, by=record.reviewer, reason="plainly wrong")
    redirect = Redirect.objects.get(model="statement", code=record.statement.code)
    assert redirect.target == ""
    actions.publish(successor, by=record.reviewer)
    redirect.refresh_from_db()
    assert redirect.target == successor.code
    record.statement.refresh_from_db()
    assert record.statement.successor == successor
    assert record.statement.withdrawal_reason == "plainly wrong"
    assert other.review == Review.PUBLISHED


def test_a_successor_that_nobody_can_see_is_none(record: Record) -> None:
    draft = Statement(quote=record.quote, contribution=record.contribution, status="pledged")
    actions.write(draft, by=record.analyst)
    record.say(record.quote, record.contribution, status="ongoing")
    with pytest.raises(IntegrityError) as caught:
        actions.withdraw(record.statement, by=record.reviewer, reason="misread", successor=draft)
    assert "no public statement" in str(refusal_of(caught.value))


def test_a_contribution_that_was_sent_back_holds_its_statement_back(record: Record) -> None:
    draft = _in_review(record)
    contribution = Contribution.objects.get(pk=draft.contribution_id)
    actions.send_back(contribution, by=record.reviewer, reason="another kind")
    draft.refresh_from_db()
    with pytest.raises(IntegrityError) as caught:
        actions.publish(draft, by=record.reviewer)
    assert refusal_of(caught.value).field == "contribution"


def test_a_withdrawn_contribution_leads_to_its_successor(record: Record) -> None:
    other = actions.write(
        Contribution(
            coalition=record.source.coalition,
            country=record.contribution.country,
            kind=record.contribution.kind,
            name="syria",
        ),
        by=record.analyst,
    )
    record.say(record.quote, other, status="done")
    other.refresh_from_db()
    actions.withdraw(record.contribution, by=record.reviewer, reason="of Syria", successor=other)
    assert Redirect.objects.get(model="contribution").target == "fr-airstrikes-syria"


def test_an_action_inside_a_broken_one_leaves_nothing(record: Record) -> None:

    def both() -> None:
        with actions.acting(by=record.analyst, reason="whole"):
            actions.write(
                Statement(quote=record.quote, contribution=record.contribution, status="done"),
                by=record.analyst,
            )
            Statement.objects.filter(pk=record.draft.pk).update(credibility=5)

    with pytest.raises(IntegrityError):
        both()
    assert record.contribution.statements.count() == 1


def test_who_has_no_account_does_not_publish(record: Record, reader: User) -> None:
    draft = _in_review(record)
    record.reviewer.is_active = False
    for who in (reader, record.reviewer):
        with pytest.raises(actions.NotAllowed):
            actions.publish(draft, by=who)
