"""Who comes in by a token, how far it reaches, and how often one may guess."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.api.conftest import Program, secret_of, told
from tests.small import Record
from tracker import actions
from tracker.api.throttles import FailedTokenThrottle, WriteThrottle
from tracker.models import Throttle, Token
from tracker.models.choices import Scope
from tracker.models.rules import refusal_of
from tracker.models.token import TokenQuerySet


def made(owner: User, **columns: Any) -> tuple[Token, str]:
    secret = secret_of(owner, **columns)
    return Token.objects.get(prefix=secret.rpartition("_")[0]), secret


def asked(secret: str) -> Any:
    return Client().get("/api/v1/contributions/", headers={"authorization": f"Bearer {secret}"})


# --- Kept -----------------------------------------------------------------------------------


def test_the_secret_is_kept_nowhere(analyst: User) -> None:
    """Neither in the table nor in its history: only its hash, and what tells it from others."""
    token, secret = made(analyst)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(t)::text FROM tracker_token t")
        row = cursor.fetchone()[0]
        cursor.execute("SELECT to_jsonb(e)::text FROM tracker_tokenevent e")
        event = cursor.fetchone()[0]
    assert token.digest in row
    assert token.digest not in event
    assert secret.rpartition("_")[2] not in row + event
    assert secret.startswith(f"{token.prefix}_")
    assert len(secret) == 77


def test_history_says_who_made_and_who_revoked_it(analyst: User) -> None:
    token, _ = made(analyst)
    actions.revoke_token(token, by=analyst, reason="It was on a screenshot.")
    events = Token.pgh_event_model.objects.order_by("pgh_id")  # type: ignore[attr-defined]
    said = [(event.pgh_label, event.pgh_context["reason"]) for event in events]
    assert said == [("insert", "token for a test"), ("update", "It was on a screenshot.")]


@pytest.mark.parametrize(
    "column", [{"scope": "publish"}, {"expires_at": datetime(2100, 1, 1, tzinfo=UTC)}]
)
def test_a_token_stays_what_it_was_made(analyst: User, column: dict[str, Any]) -> None:
    token, _ = made(analyst, scope=Scope.READ)
    with pytest.raises(IntegrityError) as caught:
        Token.objects.filter(pk=token.pk).update(**column)
    assert refusal_of(caught.value).rule == "token_frozen"


def test_a_revoked_token_does_not_come_back(analyst: User) -> None:
    token, _ = made(analyst)
    actions.revoke_token(token, by=analyst)
    with pytest.raises(IntegrityError, match="stays as it was made"):
        Token.objects.filter(pk=token.pk).update(revoked_at=None, revoked_by=None)


def test_tokens_are_each_persons_own(analyst: User, reviewer: User) -> None:
    with pytest.raises(actions.NotAllowed, match="their own"):
        made(analyst, by=reviewer)
    token, _ = made(analyst)
    with pytest.raises(actions.NotAllowed):
        actions.revoke_token(token, by=reviewer)


def test_nobody_publishes_by_a_token_that_somebody_else_made(reviewer: User) -> None:
    """It would be the second pair of eyes of whoever holds it."""
    boss = User.objects.create_superuser("boss")
    with pytest.raises(IntegrityError) as caught:
        made(reviewer, by=boss, scope=Scope.PUBLISH)
    assert refusal_of(caught.value).rule == "token_publishes_for_its_maker"


def test_a_superusers_tokens_are_a_superusers(db: None) -> None:
    boss = User.objects.create_superuser("boss")
    helper = User.objects.create_user("helper")
    helper.user_permissions.set(_permissions("add_token", "manage_token"))
    with pytest.raises(actions.NotAllowed, match="superuser"):
        made(boss, by=User.objects.get(pk=helper.pk), scope=Scope.READ)


def _permissions(*names: str) -> Any:
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(codename__in=names)


# --- Coming in ------------------------------------------------------------------------------


def test_a_token_opens_until_its_end(analyst: User) -> None:
    token, secret = made(analyst)
    assert asked(secret).status_code == 200
    now = token.expires_at
    assert Token.objects.live(now - timedelta(seconds=1)).exists()
    assert not Token.objects.live(now).exists()


@pytest.mark.parametrize("why", ["revoked", "account closed", "another secret", "ended"])
def test_what_opens_nothing_says_so(
    analyst: User, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, secret = made(analyst)
    if why == "revoked":
        actions.revoke_token(token, by=analyst)
    elif why == "account closed":
        User.objects.filter(pk=analyst.pk).update(is_active=False)
    elif why == "ended":
        late = token.expires_at + timedelta(seconds=1)
        live = TokenQuerySet.live
        monkeypatch.setattr(TokenQuerySet, "live", lambda rows: live(rows, late))
    else:
        secret = secret[:-1] + ("0" if secret[-1] != "0" else "1")
    response = asked(secret)
    assert "opens nothing" in told(response, 401)["detail"]
    assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer é", "Bearer a b", "Bearer \x00"])
def test_a_header_that_is_no_token(header: str) -> None:
    response = Client().get("/api/v1/contributions/", headers={"authorization": header})
    assert response.status_code == 401


@pytest.mark.django_db
def test_another_scheme_is_nobody() -> None:
    response = Client().get("/api/v1/contributions/", headers={"authorization": "Basic YTpi"})
    assert response.status_code == 200


def test_its_last_use_is_kept_to_the_minute(analyst: User) -> None:
    token, secret = made(analyst)
    asked(secret)
    first = Token.objects.get(pk=token.pk).last_used_at
    assert first is not None
    with CaptureQueriesContext(connection) as queries:
        asked(secret)
    assert not [query for query in queries if query["sql"].startswith("UPDATE")]
    token.refresh_from_db()
    token.used(first + timedelta(minutes=1))
    token.refresh_from_db()
    assert token.last_used_at == first + timedelta(minutes=1)


def test_a_read_with_a_token_costs_one_question_more(analyst: User) -> None:
    _, secret = made(analyst)
    asked(secret)
    with CaptureQueriesContext(connection) as with_token:
        asked(secret)
    with CaptureQueriesContext(connection) as without:
        Client().get("/api/v1/contributions/")
    assert len(with_token) == len(without) + 1


# --- How far it reaches ---------------------------------------------------------------------


def test_a_token_may_no_more_than_its_scope(record: Record) -> None:
    body = {"code": "somebody", "name": "Somebody", "role": "expert"}
    reads = Program(record.analyst, scope=Scope.READ)
    assert "may read" in told(reads.post("speakers/", body), 403)["detail"]
    quotes = Program(record.analyst, scope=Scope.WRITE, writes=["quote"])
    assert "may write quote" in told(quotes.post("speakers/", body), 403)["detail"]
    told(Program(record.analyst, scope=Scope.WRITE).post("speakers/", body), 201)


def test_a_token_that_writes_does_not_publish(record: Record) -> None:
    told(Program(record.analyst).step(record.draft, "submit"), 200)
    writes = Program(record.reviewer, scope=Scope.WRITE)
    assert "to publish a statement" in told(writes.step(record.draft, "publish"), 403)["detail"]
    told(Program(record.reviewer).step(record.draft, "publish"), 200)


def test_a_role_that_is_taken_away_is_gone_at_once(record: Record) -> None:
    program = Program(record.analyst)
    record.analyst.groups.clear()
    told(program.post("speakers/", {"code": "x", "name": "X", "role": "expert"}), 403)


# --- Sessions -------------------------------------------------------------------------------


def test_a_session_writes_only_with_its_csrf_token(record: Record) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(record.analyst, backend="django.contrib.auth.backends.ModelBackend")
    body = {"code": "x", "name": "X", "role": "expert"}
    response = client.post("/api/v1/speakers/", body, content_type="application/json")
    assert "CSRF" in told(response, 403)["detail"]
    client.get("/admin/")
    token = client.get("/admin/password_change/").cookies["csrftoken"].value
    response = client.post(
        "/api/v1/speakers/",
        body,
        content_type="application/json",
        headers={"x-csrftoken": token},
    )
    told(response, 201)


# --- Brakes ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_guessing_is_slowed_and_the_right_token_is_not(
    analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FailedTokenThrottle, "rate", "3/min", raising=False)
    _, secret = made(analyst)
    answers = [asked(f"cct_{n:08x}_no") for n in range(5)]
    assert [each.status_code for each in answers] == [401, 401, 401, 429, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 61
    told(answers[-1], 429)
    assert asked(secret).status_code == 200


def test_writing_has_its_own_brake(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """One count for all tokens of an account; what is read is not counted."""
    monkeypatch.setattr(WriteThrottle, "rate", "2/min", raising=False)
    program, other = Program(record.analyst), Program(record.analyst)
    bad = [each.post("speakers/").status_code for each in (program, other, program)]
    assert bad == [400, 400, 429]
    assert program.get("contributions/").status_code == 200
    assert Program(record.reviewer).post("speakers/").status_code == 400


@pytest.mark.django_db
def test_a_window_begins_anew_and_what_is_over_is_forgotten() -> None:
    assert [Throttle.objects.hit("a", 60)[0] for _ in range(2)] == [1, 2]
    Throttle.objects.update(until=timezone.now() - timedelta(seconds=1))
    Throttle.objects.hit("b", 60)
    assert set(Throttle.objects.values_list("key", flat=True)) == {"b"}
    Throttle.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert Throttle.objects.hit("b", 60)[0] == 1
