"""What every answer carries, and the address a watchdog asks."""

import logging

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import Settings


@pytest.mark.django_db
def test_healthz_asks_the_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]


def test_healthz_tells_when_the_database_is_away(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away() -> None:
        raise OperationalError("connection to 10.0.0.7 refused")

    monkeypatch.setattr(connection, "cursor", away)
    with caplog.at_level(logging.ERROR, logger="coalition.health"):
        answer = client.get("/healthz")
    assert answer.status_code == 503
    assert b"10.0.0.7" not in answer.content  # where the database is, is nobody's business
    assert "10.0.0.7" in caplog.text


@pytest.mark.django_db
def test_healthz_is_not_sent_to_https(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
    assert client.get("/admin/login/").status_code == 301


@pytest.mark.django_db
def test_pages_run_nothing_from_elsewhere_and_nothing_inline(client: Client) -> None:
    policy = client.get("/admin/login/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_passwords_cannot_be_guessed_for_ever(client: Client) -> None:
    form = {"username": "ada", "password": "not hers"}
    answers = [client.post("/admin/login/", form).status_code for _ in range(6)]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_system_checks_find_nothing() -> None:
    call_command("check", fail_level="WARNING")
