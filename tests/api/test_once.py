"""Sent again: done once, and answered alike."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.api.conftest import Program, told
from tests.small import Record
from tracker.models import IdempotencyKey, Speaker

BODY = {"code": "x", "name": "X", "role": "expert"}


def send(program: Program, key: str, body: Any = None, path: str = "speakers/") -> Any:
    return program.post(path, BODY if body is None else body, idempotency_key=key)


def test_the_same_again_is_answered_alike(ada: Program) -> None:
    first, again = send(ada, "k"), send(ada, "k")
    told(first, 201)
    assert (again.status_code, again.content) == (201, first.content)
    for header in ("Location", "ETag", "Content-Type", "Cache-Control"):
        assert again[header] == first[header]
    assert ("Idempotency-Replayed" in first, again["Idempotency-Replayed"]) == (False, "true")
    assert Speaker.objects.filter(code="x").count() == 1


def test_another_request_under_the_same_key(ada: Program) -> None:
    told(send(ada, "k"), 201)
    told(send(ada, "k", {**BODY, "name": "Y"}), 422)
    told(send(ada, "k", path="quotes/"), 422)


def test_a_key_is_its_owners(ada: Program, rosa: Program) -> None:
    told(send(ada, "k"), 201)
    told(send(rosa, "k"), 409)  # the code is taken: it was not answered as Ada was
    told(send(rosa, "k", {**BODY, "code": "y"}), 201)


def test_what_was_refused_may_be_mended_and_sent_again(ada: Program) -> None:
    told(send(ada, "k", {**BODY, "role": "sage"}), 400)
    told(send(ada, "k", {**BODY, "anonymous": True}), 422)
    told(send(ada, "k"), 201)


def test_a_key_is_kept_for_a_day(ada: Program) -> None:
    told(send(ada, "k"), 201)
    told(send(ada, "old", {**BODY, "code": "y"}), 201)
    late = timezone.now() - timedelta(hours=24, minutes=1)
    IdempotencyKey.objects.update(created_at=late)
    told(send(ada, "k", {**BODY, "code": "z"}), 201)
    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["k"]


@pytest.mark.parametrize("key", ["", "a b", "é", "x" * 256])
def test_a_key_that_is_none(ada: Program, key: str) -> None:
    told(send(ada, key), 400)


def test_a_step_may_be_sent_again_too(ada: Program, record: Record) -> None:
    """Its version has risen, and it is answered as it was."""
    headers = {"if_match": '"1"', "idempotency_key": "k"}
    path = f"statements/{record.draft.code}/submit/"
    first, again = (ada.post(path, **headers) for _ in range(2))
    assert told(first, 200) == told(again, 200)
