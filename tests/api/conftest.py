"""A record, and programs that write it: each with a token of somebody's."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.small import Record, small_record
from tracker import actions
from tracker.models.choices import Scope

PROBLEM = "application/problem+json"


class Program:
    """A client that sends JSON, and a token of its owner's if there is one."""

    def __init__(self, owner: User | None = None, **token: Any) -> None:
        self.headers: dict[str, str] = {}
        self.client = Client()
        if owner is not None:
            self.headers["authorization"] = f"Bearer {secret_of(owner, **token)}"

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
        return self.client.generic(
            method,
            path if path.startswith("http") else f"/api/v1/{path}",
            content,
            content_type=named.pop("content-type", "application/json"),
            headers={**self.headers, **named},
        )

    def get(self, path: str) -> Any:
        return self.client.get(
            path if path.startswith("http") else f"/api/v1/{path}", headers=self.headers
        )

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.send("PATCH", path, body, **headers)

    def step(self, record: Any, step: str, body: Any = None, **headers: str) -> Any:
        """One step with the record as it is now."""
        record.refresh_from_db()
        headers = {"if_match": f'"{record.version}"'} | headers
        return self.post(f"{lists(record)}/{record.code}/{step}/", body, **headers)


def lists(record: Any) -> str:
    """The name of the list that a record stands in."""
    return str(record._meta.verbose_name_plural)


def secret_of(owner: User, **token: Any) -> str:
    columns: dict[str, Any] = {
        "name": "a test",
        "scope": Scope.PUBLISH,
        "expires_at": timezone.now() + timedelta(days=1),
        "by": owner,
    }
    return actions.make_token(user=owner, **(columns | token))[1]


def told(response: Any, status: int) -> dict[str, Any]:
    """The body of an answer that has this status."""
    assert response.status_code == status, response.content.decode()
    assert status < 400 or response["Content-Type"] == PROBLEM
    body: dict[str, Any] = json.loads(response.content)
    return body


@pytest.fixture
def record(analyst: User, reviewer: User) -> Record:
    return small_record(analyst, reviewer)


@pytest.fixture
def ada(record: Record) -> Program:
    return Program(record.analyst)


@pytest.fixture
def rosa(record: Record) -> Program:
    return Program(record.reviewer)


@pytest.fixture
def remy(reader: User) -> Program:
    return Program(reader)


Made = Callable[..., Any]
