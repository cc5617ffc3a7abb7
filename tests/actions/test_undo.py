"""Undo: what one action did is taken back whole, and nothing that was published disappears."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection
from django.utils import timezone

from tests.small import TEXT, Record
from tracker import actions
from tracker.actions import NotAllowed, PlanChanged, plan_undo, undo
from tracker.annotations.dump import texts
from tracker.models import Action, Loaded, Quote, Redirect, Review, Source, Statement
from tracker.models.rules import refusal_of

RELATIONS_OF_QUOTES = 4  # statements, tallies, and what rests on them further


def last() -> UUID:
    return Action.objects.latest("at", "pk").pk


def dumped() -> dict[str, str]:
    return dict(texts())


def done(deed: Callable[[], Any]) -> UUID:
    """Run something that is one action; give back its id."""
    known = set(Action.objects.values_list("pk", flat=True))
    deed()
    (new,) = set(Action.objects.values_list("pk", flat=True)) - known
    return UUID(str(new))


# --- Heads ----------------------------------------------------------------------------------


def test_an_action_has_a_head_with_who_and_why(record: Record) -> None:
    with actions.acting(by=record.analyst, reason="outer", what="Two things") as key:
        record.draft.note = "n"
        actions.write(record.draft, by=record.analyst, reason="inner")
    head = Action.objects.get(pk=key)
    assert (head.by, head.reason, str(head)) == (record.analyst, "outer", "Two things")
    draft: Any = record.draft
    assert draft.events.latest("pgh_id").pgh_context_id == key


def test_heads_are_only_added(record: Record) -> None:
    for verb in ("UPDATE tracker_action SET reason = ''", "DELETE FROM tracker_action"):
        with pytest.raises(IntegrityError) as caught, actions.acting(by=None):
            connection.cursor().execute(verb)
        assert refusal_of(caught.value).rule == "action_append_only"


# --- What is undone -------------------------------------------------------------------------


def test_an_edit(record: Record) -> None:
    record.draft.note, record.draft.condition = "misread", ""
    key = done(lambda: actions.write(record.draft, by=record.analyst))
    undo(key, by=record.reviewer, reason="it does say so")
    record.draft.refresh_from_db()
    assert (record.draft.note, record.draft.condition) == ("", "as long as others do")
    draft: Any = record.draft
    newest = draft.events.latest("pgh_id")
    assert newest.pgh_context["reason"] == "it does say so"
    assert Action.objects.get(pk=newest.pgh_context_id).undoes_id == key


def test_a_withdrawal_undone_gives_back_the_same_dump(record: Record) -> None:
    before = dumped()
    states = record.contribution.states.values_list("status", "known_from")
    was = list(states)
    key = done(
        lambda: actions.withdraw(record.contribution, by=record.reviewer, reason="of another")
    )
    assert dumped() != before
    assert Redirect.objects.count() == 2
    undo(key, by=record.reviewer, reason="it was not")
    assert dumped() == before
    assert not Redirect.objects.exists()
    assert list(states.all()) == was
    record.statement.refresh_from_db()
    assert record.statement.published_by == record.reviewer
    assert actions.misderived() == []


def test_what_was_added_goes(record: Record) -> None:
    quote = record.quote_at("Zoë hit two targets")
    made: Any = Statement(quote=quote, contribution=record.contribution, status="done")
    key = done(lambda: actions.write(made, by=record.analyst))
    Loaded.objects.create(model="statement", key=made.code, file="f", cells={})
    undo(key, by=record.analyst, reason="said of somebody else")
    assert not Statement.objects.filter(pk=made.pk).exists()
    assert not Loaded.objects.exists()


def test_what_was_deleted_comes_back_as_it_was(record: Record) -> None:
    was = Statement.objects.filter(pk=record.draft.pk).values()[0]
    key = done(lambda: actions.remove(record.draft, by=record.analyst, reason="twice"))
    undo(key, by=record.analyst, reason="once")
    now = Statement.objects.filter(pk=was["id"]).values()[0]
    for changed in ("version", "updated_at"):
        assert now.pop(changed) != was.pop(changed)
    assert now == was


def test_a_deleted_source_has_its_text_again_only_where_it_is_held(record: Record) -> None:
    other = Source(
        code="again", coalition=record.source.coalition, title="T", publisher="P",
        published="2015-11-23", text=record.source.text, text_sha256=record.source.text_sha256,
        text_characters=record.source.text_characters,
    )  # fmt: skip
    actions.write(other, by=record.analyst)
    key = done(lambda: actions.remove(other, by=record.analyst))
    undo(key, by=record.analyst, reason="needed")
    assert Source.objects.get(code="again").text == record.source.text

    lone = Source(
        code="lone", coalition=record.source.coalition, title="T", publisher="P",
        published="2015", text="x", text_characters=1,
        text_sha256="2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
    )  # fmt: skip
    actions.write(lone, by=record.analyst)
    key = done(lambda: actions.remove(lone, by=record.analyst))
    with pytest.raises(NotAllowed, match="its text is kept nowhere"):
        undo(key, by=record.analyst, reason="needed")


def _submitted(record: Record) -> Statement:
    actions.submit(record.draft, by=record.analyst)
    record.draft.refresh_from_db()
    return record.draft


def test_what_was_published_is_withdrawn_and_not_unsaid(record: Record) -> None:
    before = dumped()
    draft = _submitted(record)
    key = done(lambda: actions.publish(draft, by=record.reviewer))
    assert dumped() != before
    plan = plan_undo(Action.objects.get(pk=key))
    assert {deed.name.split()[0] for deed in plan.withdrawn} == {"statement", "contribution"}
    undo(key, by=record.reviewer, reason="too early")
    draft.refresh_from_db()
    assert (draft.review, draft.withdrawal_reason) == (Review.WITHDRAWN, "too early")
    assert Redirect.objects.get(model="statement").reason == "too early"
    assert dumped() == before


def test_an_undone_replacement_leaves_what_it_replaced_open(record: Record) -> None:
    before = dumped()
    read: dict[str, Any] = {"low": 1, "bounds_by": "analyst"}
    successor = actions.replace(record.statement, by=record.analyst, reason="three", **read)
    key = done(lambda: actions.publish(successor, by=record.reviewer))
    undo(key, by=record.reviewer, reason="two it was")
    assert dumped() == before
    record.statement.refresh_from_db()
    assert (record.statement.review, record.statement.successor) == (Review.PUBLISHED, None)
    actions.replace(record.statement, by=record.analyst, reason="one", **read)


def test_an_undo_can_be_undone(record: Record) -> None:
    key = done(lambda: actions.withdraw(record.statement, by=record.reviewer, reason="misread"))
    withdrawn = dumped()
    undo(key, by=record.reviewer, reason="read well")
    undo(last(), by=record.reviewer, reason="misread after all")
    assert dumped() == withdrawn
    record.statement.refresh_from_db()
    assert record.statement.withdrawal_reason == "misread"
    draft = _submitted(record)
    key = done(lambda: actions.publish(draft, by=record.reviewer))
    published = dumped()
    undo(key, by=record.reviewer, reason="too early")
    undo(last(), by=record.reviewer, reason="no, it is time")
    assert dumped() == published


def test_what_something_published_rests_on_stays(record: Record, analyst: User) -> None:
    """Of a load undone: its published statement is withdrawn, and the words remain."""
    chief = User.objects.create_superuser("chief")
    with actions.acting(by=chief, reason="a load") as key:
        quote = record.quote_at("Zoë hit two targets")
        spare = record.quote_at("Germany might")
        made = actions.write(
            Statement(quote=quote, contribution=record.contribution, status="done"), by=chief
        )
        actions.submit(made, by=chief)
        made.refresh_from_db()
        actions.publish(made, by=chief, own_review_reason="reviewed as a pull request")
    plan = undo(key, by=chief, reason="another edition")
    assert [deed.name for deed in plan.kept] == [f"quote {quote.code}"]
    assert Quote.objects.filter(pk=quote.pk).exists()
    assert not Quote.objects.filter(pk=spare.pk).exists()
    made.refresh_from_db()
    assert made.review == Review.WITHDRAWN


# --- What is refused ------------------------------------------------------------------------


def test_what_was_changed_since_is_not_undone(record: Record) -> None:
    record.draft.note = "mine"
    key = done(lambda: actions.write(record.draft, by=record.analyst))
    record.draft.note = "theirs"
    actions.write(record.draft, by=record.reviewer)
    with pytest.raises(NotAllowed, match=rf"{record.draft.code} was changed since, by rosa"):
        undo(key, by=record.analyst, reason="r")
    record.draft.refresh_from_db()
    assert record.draft.note == "theirs"


def test_what_others_rest_on_is_not_removed(record: Record) -> None:
    quote: Any = Quote(source=record.source, exact="Zoë", start=TEXT.index("Zoë"))
    key = done(lambda: actions.write(quote, by=record.analyst))
    made = actions.write(
        Statement(quote=quote, contribution=record.contribution, status="done"), by=record.reviewer
    )
    with pytest.raises(NotAllowed, match=f"statement {made.code} rests on it by now"):
        undo(key, by=record.analyst, reason="r")


def test_nothing_is_undone_twice(record: Record) -> None:
    record.draft.note = "mine"
    key = done(lambda: actions.write(record.draft, by=record.analyst))
    undo(key, by=record.analyst, reason="r")
    with pytest.raises(NotAllowed, match="undone already"):
        undo(key, by=record.analyst, reason="r")


def test_a_reason_and_the_right_are_needed(record: Record, reader: User) -> None:
    key = done(lambda: actions.withdraw(record.statement, by=record.reviewer, reason="misread"))
    with pytest.raises(NotAllowed, match="Say why"):
        undo(key, by=record.reviewer, reason=" ")
    for who in (record.analyst, reader):
        with pytest.raises(NotAllowed, match="may not"):
            undo(key, by=who, reason="r")
    record.statement.refresh_from_db()
    assert record.statement.review == Review.WITHDRAWN
    assert not Action.objects.exclude(undoes=None).exists()


def test_what_was_confirmed_is_what_is_done(record: Record) -> None:
    record.draft.note = "mine"
    key = done(lambda: actions.write(record.draft, by=record.analyst))
    seal = plan_undo(Action.objects.get(pk=key)).seal
    record.draft.note = "theirs"
    actions.write(record.draft, by=record.reviewer)
    with pytest.raises(PlanChanged):
        undo(key, by=record.analyst, reason="r", seal=seal)


def test_an_undo_is_no_part_of_another_action(record: Record) -> None:
    record.draft.note = "mine"
    key = done(lambda: actions.write(record.draft, by=record.analyst))
    with pytest.raises(RuntimeError), actions.acting(by=record.analyst):
        undo(key, by=record.analyst, reason="r")


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        (
            "UPDATE tracker_statement SET review = 'published' WHERE id = %s",
            "statement_review_flow",
        ),
        ("UPDATE tracker_statement SET low = 1 WHERE id = %s", "statement_published_frozen"),
    ],
)
def test_an_undo_lets_through_what_was_and_nothing_else(
    record: Record, sql: str, rule: str
) -> None:
    """As it says that it undoes, raw SQL brings back neither half of a record nor another one."""
    key = done(lambda: actions.withdraw(record.statement, by=record.reviewer, reason="misread"))

    def half() -> None:
        with actions.acting(by=record.analyst, undoes=key), connection.cursor() as cursor:
            cursor.execute(sql, [record.statement.pk])

    with pytest.raises(IntegrityError) as caught:
        half()
    assert refusal_of(caught.value).rule == rule


def test_a_plan_costs_the_same_for_many(record: Record, django_assert_num_queries: Any) -> None:
    for note in range(5):
        with actions.acting(by=record.analyst) as key:
            for part in range(note + 1):
                record.quote_at(TEXT[part : part + note + 2], note="n")
        action = Action.objects.get(pk=key)
        with django_assert_num_queries(2 + RELATIONS_OF_QUOTES):
            assert len(plan_undo(action).removed) == note + 1


def test_a_token_is_not_given_back(record: Record) -> None:
    token, _ = actions.make_token(
        user=record.analyst,
        by=record.analyst,
        name="laptop",
        expires_at=timezone.now() + timedelta(days=1),
    )
    key = done(lambda: actions.revoke_token(token, by=record.analyst))
    with pytest.raises(NotAllowed, match="A token is made and revoked on its own page"):
        undo(key, by=record.analyst, reason="r")
