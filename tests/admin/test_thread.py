"""What was said about a record on its way stands under it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse

from tests.admin.pages import seen
from tests.small import Record
from tracker import actions
from tracker.models import Comment
from tracker.models.rules import refusal_of


def change(record: Any) -> str:
    return reverse(f"admin:tracker_{record._meta.model_name}_change", args=[record.pk])


def say(client: Client, record: Any, text: str) -> Any:
    url = reverse(f"admin:tracker_{record._meta.model_name}_comment", args=[record.pk])
    return client.post(url, {"text": text}, follow=True)


def test_steps_and_comments_stand_in_order(ada: Client, rosa: Client, record: Record) -> None:
    say(ada, record.draft, "Is “might” possible?")
    actions.submit(record.draft, by=record.analyst, comment="As the codebook has it.")
    record.draft.refresh_from_db()
    actions.send_back(record.draft, by=record.reviewer, reason="Whose word is it?")
    thread = actions.thread_of(record.draft)
    assert [(line.who, line.step, line.text) for line in thread] == [
        ("ada", "", "Is “might” possible?"),
        ("ada", "Submitted for review", "As the codebook has it."),
        ("rosa", "Sent back", "Whose word is it?"),
    ]
    words = seen(ada.get(change(record.draft)))
    for line in thread:
        assert line.text in words


def test_what_is_published_can_be_spoken_of(rosa: Client, record: Record) -> None:
    assert "a second look" in seen(say(rosa, record.statement, "a second look"))
    record.statement.refresh_from_db()
    assert "a second look" in [line.text for line in actions.thread_of(record.statement)]


def test_an_empty_comment_is_none(ada: Client, record: Record) -> None:
    assert "Say something" in seen(say(ada, record.draft, " "))
    assert not Comment.objects.exists()


def test_readers_read(remy: Client, record: Record) -> None:
    assert say(remy, record.draft, "me too").status_code == 403
    assert not Comment.objects.exists()


def test_what_was_said_stays(record: Record) -> None:
    actions.comment(record.draft, by=record.analyst, text="said")
    with pytest.raises(IntegrityError) as caught, connection.cursor() as cursor:
        cursor.execute("UPDATE tracker_comment SET text = 'unsaid'")
    assert refusal_of(caught.value).rule == "comment_stays"
