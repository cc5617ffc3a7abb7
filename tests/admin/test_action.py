"""What was done, by whom, with one undo; a person's doings with old and new."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from tests.admin.conftest import at_the_door
from tests.admin.pages import fields_of, save, seen
from tests.small import Record
from tracker import actions
from tracker.admin.action import A_PAGE, OF_EACH
from tracker.models import Action, Review, Source, Speaker, Statement


def newest() -> Action:
    return Action.objects.latest("at", "id")


def page(client: Client, action: Action, view: str = "change") -> Any:
    return client.get(reverse(f"admin:tracker_action_{view}", args=[action.pk]))


def undo(client: Client, action: Action, **typed: str) -> Any:
    url = reverse("admin:tracker_action_undo", args=[action.pk])
    return client.post(url, fields_of(client.get(url)) | typed, follow=True)


def test_an_action_says_who_why_and_what(ada: Client, record: Record) -> None:
    record.draft.status = "pledged"
    actions.write(record.draft, by=record.analyst, reason="read again")
    action = newest()
    words = seen(page(ada, action))
    assert "By ada" in words
    assert "read again" in words
    assert f"Changed statement {record.draft.code}" in words
    assert "Says Possible Pledged" in words


def test_an_undo_is_looked_at_and_then_done(ada: Client, record: Record) -> None:
    record.draft.note = "twice"
    actions.write(record.draft, by=record.analyst)
    action = newest()
    before = page(ada, action, "undo")
    assert "Becomes what it was: 1" in seen(before)
    record.draft.refresh_from_db()
    assert record.draft.note == "twice"

    assert "This field is required" in seen(undo(ada, action))
    done = undo(ada, action, reason="once")
    assert "Undone" in seen(done)
    record.draft.refresh_from_db()
    assert record.draft.note == ""
    assert "It was undone" in seen(page(ada, action))
    assert "It undid" in seen(done)


def test_what_stands_in_the_way_is_said(ada: Client, record: Record) -> None:
    record.draft.note = "mine"
    actions.write(record.draft, by=record.analyst)
    action = newest()
    record.draft.note = "theirs"
    actions.write(record.draft, by=record.reviewer)
    words = seen(page(ada, action, "undo"))
    assert "It cannot be undone" in words
    assert "was changed since, by rosa" in words


def test_a_withdrawal_is_not_undone_by_an_analyst(
    ada: Client, rosa: Client, record: Record
) -> None:
    actions.withdraw(record.statement, by=record.reviewer, reason="misread")
    action = newest()
    assert "may not publish" in seen(undo(ada, action, reason="read well"))
    record.statement.refresh_from_db()
    assert record.statement.review == Review.WITHDRAWN
    undo(rosa, action, reason="read well")
    record.statement.refresh_from_db()
    assert record.statement.review == Review.PUBLISHED


def test_another_plan_than_the_one_shown_is_not_done(ada: Client, record: Record) -> None:
    record.draft.note = "mine"
    actions.write(record.draft, by=record.analyst)
    done = undo(ada, newest(), reason="r", seal="another")
    assert "has changed: look at it again" in seen(done)


def test_each_row_is_seen_by_who_may_look_at_its_model(record: Record) -> None:
    """Statements alone: of the speaker in the same action, neither row nor values."""
    person = User.objects.create_user("narrow", is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="view_statement"))
    narrow = at_the_door(person)
    with actions.acting(by=record.analyst, reason="both"):
        Statement.objects.filter(pk=record.draft.pk).update(note="in the draft")
        Speaker.objects.update(note="of the speaker")
    for url in (
        reverse("admin:tracker_action_change", args=[newest().pk]),
        reverse("admin:tracker_action_undo", args=[newest().pk]),
        reverse("admin:tracker_action_of", args=["ada"]),
    ):
        words = seen(narrow.get(url))
        assert "in the draft" in words, url
        assert "of the speaker" not in words, url
    assert "not yours to see" in seen(page(narrow, newest()))


def test_a_list_says_what_each_did(ada: Client, record: Record) -> None:
    """Saved on its page, through an action, or past every door."""
    url = reverse("admin:tracker_statement_change", args=[record.draft.pk])
    save(ada, url, note="on its page")
    words = seen(ada.get(reverse("admin:tracker_action_changelist")))
    assert f"Change statement {record.draft.code}" in words
    record.draft.refresh_from_db()
    actions.write(record.draft, by=record.analyst)
    assert newest().what == f"Change statement {record.draft.code}"
    with actions.acting(by=record.analyst, reason="tidied"):
        Statement.objects.filter(pk=record.draft.pk).update(note="")
    assert newest().what == ""
    person = seen(ada.get(reverse("admin:tracker_action_of", args=["ada"])))
    assert f"Change statement {record.draft.code} {newest().at:%Y-%m-%d %H:%M}" in person
    assert "Saved" not in person


def test_a_new_record_and_a_deleted_one_are_named(record: Record) -> None:
    made = actions.write(
        Statement(quote=record.quote, contribution=record.contribution, status="done"),
        by=record.analyst,
    )
    assert newest().what == f"Add statement of {record.quote.code}"
    actions.remove(made, by=record.analyst)
    assert newest().what == f"Delete statement {made.code}"


# --- A person -------------------------------------------------------------------------------


def test_what_somebody_did_with_old_and_new(ada: Client, record: Record) -> None:
    record.draft.status = "pledged"
    actions.write(record.draft, by=record.analyst, reason="read again")
    url = reverse("admin:tracker_action_of", args=["ada"])
    words = seen(ada.get(url))
    assert "read again" in words
    assert "Says Possible Pledged" in words
    assert "rosa" not in words.split("Log out")[-1]
    assert ada.get(reverse("admin:tracker_action_of", args=["nobody"])).status_code == 404


def test_it_is_paged_and_costs_the_same(
    ada: Client, record: Record, django_assert_max_num_queries: Any
) -> None:
    for note in range(A_PAGE + 2):
        with actions.acting(by=record.analyst, reason=f"note {note}"):
            Source.objects.filter(pk=record.source.pk).update(note=str(note))
            Statement.objects.filter(pk=record.draft.pk).update(note=str(note))
    url = reverse("admin:tracker_action_of", args=["ada"])
    with django_assert_max_num_queries(12):
        first = ada.get(url)
    assert len(first.context["done"]) == A_PAGE
    second = ada.get(f"{url}?{first.context['more']}")
    shown = [each.action.reason for each in second.context["done"]]
    assert shown[:2] == ["note 1", "note 0"]
    assert ada.get(f"{url}?before=nonsense").status_code == 200


def test_a_large_action_is_cut_short_among_others(ada: Client, record: Record) -> None:
    with actions.acting(by=record.analyst, reason="many"):
        for start in range(OF_EACH + 2):
            record.quote_at(record.quote.exact[start : start + 3])
    shown = ada.get(reverse("admin:tracker_action_of", args=["ada"])).context["done"][0]
    assert len(shown.touched) == OF_EACH


def test_history_leads_to_the_person(ada: Client, record: Record) -> None:
    history = ada.get(reverse("admin:tracker_statement_history", args=[record.draft.pk]))
    assert reverse("admin:tracker_action_of", args=["ada"]) in history.content.decode()


def test_who_has_no_account_is_named_too(ada: Client, record: Record, reader: User) -> None:
    with actions.acting(by=None, reason="by itself"):
        Statement.objects.filter(pk=record.draft.pk).update(note="n")
    assert "nobody with an account" in seen(page(ada, newest()))
