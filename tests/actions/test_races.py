"""Merges and undos beside others: one wins, the other is told why not, and nothing is half done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError

from tests.actions.test_undo import done, dumped
from tests.models.two import SOON, at_once, beside, waits
from tests.small import Record
from tracker import actions
from tracker.actions import NotAllowed, PlanChanged, StaleSave, merge, plan_merge, plan_undo, undo
from tracker.models import Action, Contribution, Quote, Redirect, Review, Speaker, Statement
from tracker.models.rules import refusal_of

pytestmark = pytest.mark.django_db(transaction=True)


def edited(record: Record) -> UUID:
    """An action that can be undone: the draft has another note."""
    record.draft.note = "misread"
    return done(lambda: actions.write(record.draft, by=record.analyst))


def undoing(key: UUID, record: Record, **more: Any) -> Callable[[], Any]:
    return lambda: undo(key, by=record.reviewer, reason="read well", **more)


def merging(gone: Any, into: Any, record: Record, **more: Any) -> Callable[[], Any]:
    """As a door does it: both are read in its own session."""

    def deed() -> None:
        rows = type(gone)._default_manager
        pair = rows.get(pk=gone.pk), rows.get(pk=into.pk)
        merge(*pair, by=record.reviewer, reason="one thing", **more)

    return deed


# --- Undo -----------------------------------------------------------------------------------


def test_of_two_undos_one_is_told_that_it_is_undone(record: Record) -> None:
    key = edited(record)
    with beside(undoing(key, record)):
        second = at_once(undoing(key, record))
        assert waits(second)
    with pytest.raises(NotAllowed, match="It was undone already"):
        second.result(SOON)
    assert Action.objects.filter(undoes=key).count() == 1
    assert Statement.objects.get(pk=record.draft.pk).note == ""


def test_an_undo_waits_for_an_edit_and_is_refused(record: Record) -> None:
    key = edited(record)
    seal = plan_undo(Action.objects.get(pk=key)).seal

    def edit() -> None:
        draft = Statement.objects.get(pk=record.draft.pk)
        draft.condition = ""
        actions.write(draft, by=record.reviewer)

    with beside(edit):
        unseen, seen = (at_once(undoing(key, record, seal=each)) for each in ("", seal))
        assert waits(unseen)
    with pytest.raises(NotAllowed, match=f"{record.draft.code} was changed since, by rosa"):
        unseen.result(SOON)
    with pytest.raises(PlanChanged, match="look at it again"):
        seen.result(SOON)
    draft = Statement.objects.get(pk=record.draft.pk)
    assert (draft.note, draft.condition) == ("misread", "")
    assert not Action.objects.filter(undoes=key).exists()


def test_an_edit_waits_for_an_undo_and_is_stale(record: Record) -> None:
    key = edited(record)
    draft = Statement.objects.get(pk=record.draft.pk)
    draft.condition = ""
    with beside(undoing(key, record)):
        saving = at_once(lambda: actions.write(draft, by=record.reviewer, version=draft.version))
        assert waits(saving)
    with pytest.raises(StaleSave):
        saving.result(SOON)
    now = Statement.objects.get(pk=draft.pk)
    assert (now.note, now.condition) == ("", "as long as others do")


@pytest.mark.parametrize(
    "deed",
    [
        lambda draft, who: actions.write(draft, by=who),
        lambda draft, who: actions.submit(draft, by=who),
        lambda draft, who: actions.remove(draft, by=who),
    ],
    ids=["edit", "submit", "remove"],
)
def test_what_is_being_removed_takes_no_more_steps(
    record: Record, deed: Callable[[Statement, Any], Any]
) -> None:
    made = Statement(quote=record.quote, contribution=record.contribution, status="done")
    key = done(lambda: actions.write(made, by=record.analyst))
    with beside(undoing(key, record)):
        late = at_once(lambda: deed(made, record.analyst))
        assert waits(late)
    with pytest.raises(NotAllowed, match=f"{made} was deleted meanwhile"):
        late.result(SOON)
    assert not Statement.objects.filter(pk=made.pk).exists()


@pytest.fixture
def quote(record: Record) -> tuple[UUID, Quote]:
    """One that was just added, and the action that did it."""
    key = done(lambda: record.quote_at("Zoë hit two targets"))
    return key, Quote.objects.get(exact="Zoë hit two targets")


def reading(record: Record, quote: Quote) -> Callable[[], Any]:
    def deed() -> None:
        made = Statement(quote_id=quote.pk, contribution=record.contribution, status="done")
        actions.write(made, by=record.analyst)

    return deed


def test_what_is_being_read_is_not_removed(record: Record, quote: tuple[UUID, Quote]) -> None:
    key, words = quote
    with beside(reading(record, words)):
        second = at_once(undoing(key, record))
        assert waits(second)
    with pytest.raises(NotAllowed, match=rf"statement {words.code}:1 rests on it by now"):
        second.result(SOON)
    assert words.statements.count() == 1


def test_what_is_being_removed_is_not_read(record: Record, quote: tuple[UUID, Quote]) -> None:
    key, words = quote
    with beside(undoing(key, record)):
        second = at_once(reading(record, words))
        assert waits(second)
    with pytest.raises(IntegrityError) as caught:
        second.result(SOON)
    assert refusal_of(caught.value).message == f"There is no quote {words.pk}."
    assert not Statement.objects.filter(code__startswith=words.code).exists()


# --- Merge ----------------------------------------------------------------------------------


@pytest.fixture
def twins(record: Record) -> tuple[Contribution, Contribution]:
    """Two more of the same strikes, published each."""
    found = []
    for name, words in (("jets", "Zoë hit two targets"), ("planes", "in Iraq")):
        made = actions.write(
            Contribution(
                coalition=record.source.coalition,
                country=record.contribution.country,
                kind=record.contribution.kind,
                name=name,
            ),
            by=record.analyst,
        )
        record.say(record.quote_at(words), made, status="ongoing")
        made.refresh_from_db()
        found.append(made)
    return found[0], found[1]


@pytest.mark.parametrize("other", ["crosswise", "elsewhere"])
def test_of_two_merges_of_one_contribution_one_is_refused(
    record: Record, twins: tuple[Contribution, Contribution], other: str
) -> None:
    gone, into = twins
    second = (into, gone) if other == "crosswise" else (gone, record.contribution)
    with beside(merging(gone, into, record)):
        late = at_once(merging(*second, record))
        assert waits(late)
    with pytest.raises(NotAllowed, match=f"{gone.path} was withdrawn"):
        late.result(SOON)
    assert Redirect.objects.get().target == into.code
    assert into.statements.count() == 2
    assert not gone.statements.exists()
    assert actions.misderived() == []


def test_of_two_merges_of_speakers_crosswise_one_is_refused(record: Record) -> None:
    pair = [
        actions.write(Speaker(code=code, name=code, role="official"), by=record.analyst)
        for code in ("kirby", "j-kirby")
    ]
    with beside(merging(pair[0], pair[1], record)):
        late = at_once(merging(pair[1], pair[0], record))
        assert waits(late)
    with pytest.raises(NotAllowed, match="deleted meanwhile"):
        late.result(SOON)
    assert set(Speaker.objects.filter(source=None).values_list("code", flat=True)) == {"j-kirby"}


@pytest.mark.parametrize("sealed", [True, False])
def test_a_merge_waits_for_what_is_being_read(
    record: Record, twins: tuple[Contribution, Contribution], *, sealed: bool
) -> None:
    """It takes the new statement along, or, where a plan was shown without it, is refused."""
    gone, into = twins
    seal = plan_merge(gone, into).seal if sealed else ""
    words = record.quote_at("Germany might send")

    def read() -> None:
        made = Statement(quote=words, contribution_id=gone.pk, status="done")
        actions.write(made, by=record.analyst)

    with beside(read):
        late = at_once(merging(gone, into, record, seal=seal))
        assert waits(late)
    if sealed:
        with pytest.raises(PlanChanged, match="look at it again"):
            late.result(SOON)
        assert gone.statements.count() == 2
        return
    late.result(SOON)
    assert into.statements.count() == 3
    assert not gone.statements.exists()


def test_what_comes_while_it_is_merged_stays_a_draft(
    record: Record, twins: tuple[Contribution, Contribution]
) -> None:
    gone, into = twins
    words = record.quote_at("Germany might send")

    def read() -> None:
        made = Statement(quote=words, contribution_id=gone.pk, status="done")
        actions.write(made, by=record.analyst)

    with beside(merging(gone, into, record)):
        late = at_once(read)
        assert waits(late)
    late.result(SOON)
    assert [each.review for each in gone.statements.all()] == ["draft"]
    assert into.statements.published().count() == 2
    assert actions.misderived() == []


# --- Both -----------------------------------------------------------------------------------


def test_a_merge_and_the_undo_of_what_it_moves(
    record: Record, twins: tuple[Contribution, Contribution]
) -> None:
    gone, into = twins
    statement = record.say(record.quote_at("Germany might send"), gone, status="done")
    key = done(lambda: actions.withdraw(statement, by=record.reviewer, reason="misread"))
    with beside(merging(gone, into, record)):
        late = at_once(undoing(key, record))
        assert waits(late)
    with pytest.raises(NotAllowed, match=f"{statement.code} was changed since, by rosa"):
        late.result(SOON)
    statement.refresh_from_db()
    assert (statement.review, statement.contribution) == (Review.WITHDRAWN, into)
    assert actions.misderived() == []


def test_a_merge_undone_while_its_result_is_merged_on(
    record: Record, twins: tuple[Contribution, Contribution]
) -> None:
    before = dumped()
    gone, into = twins
    key = done(merging(gone, into, record))
    with beside(undoing(key, record)):
        late = at_once(
            merging(
                into, record.contribution, record, seal=plan_merge(into, record.contribution).seal
            )
        )
        assert waits(late)
    with pytest.raises(PlanChanged):
        late.result(SOON)
    assert dumped() == before
    assert {each.review for each in Contribution.objects.filter(pk__in=[gone.pk, into.pk])} == {
        Review.PUBLISHED
    }
    assert not Redirect.objects.exists()
    assert actions.misderived() == []
