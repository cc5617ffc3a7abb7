"""What was typed is given back: after a login, after one in another tab, on every page there is."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests.admin.everything import addresses, fill
from tests.admin.pages import fields_of, html_of, seen
from tests.admin.test_roles import written
from tests.small import Record
from tracker.models import Comment

LOGIN = reverse("admin:login")
LOOK_UP = "/admin/autocomplete/?app_label=tracker&model_name=statement"
WORDS = "an hour's <b>work</b>"


def of_statement(view: str, record: Any, *more: str) -> str:
    return reverse(f"admin:tracker_statement_{view}", args=[record.pk, *more])


def logged_in_again(client: Client, url: str, sent: dict[str, Any]) -> Any:
    """Send a page without a session, log in as Rosa, and see where that leads."""
    client.logout()
    page = client.post(url, sent)
    assert "Your session has ended" in seen(page), url
    login = fields_of(page) | {"username": "rosa", "password": "rosa's password"}
    return client.post(LOGIN, login, follow=True)


def test_a_reason_for_withdrawing(rosa: Client, record: Record) -> None:
    url = of_statement("step", record.statement, "withdraw")
    sent = fields_of(rosa.get(url)) | {"reason": WORDS}
    page = logged_in_again(rosa, url, sent)
    assert "nothing was saved" in seen(page)
    assert "<b>" not in html_of(page)
    back = fields_of(page)
    assert back["reason"] == WORDS
    record.statement.refresh_from_db()
    assert record.statement.review == "published"
    assert fields_of(rosa.get(url))["reason"] == "", "given back once"
    assert rosa.post(url, back).status_code == 302
    record.statement.refresh_from_db()
    assert record.statement.withdrawal_reason == WORDS


def test_a_comment(rosa: Client, record: Record) -> None:
    url = of_statement("comment", record.draft)
    page = logged_in_again(rosa, url, {"text": WORDS})
    assert not Comment.objects.exists()
    rosa.post(url, fields_of(page))
    assert Comment.objects.get().text == WORDS


def test_a_successor(rosa: Client, record: Record) -> None:
    """On the page it was typed on."""
    url = of_statement("replace", record.statement)
    sent = fields_of(rosa.get(url)) | {"note": WORDS, "reason": "misread"}
    page = logged_in_again(rosa, url, sent)
    assert "Submit the successor" in html_of(page)
    assert fields_of(page)["note"] == WORDS
    record.statement.refresh_from_db()
    assert record.statement.successor is None


def test_every_page(rosa: Client, record: Record) -> None:
    """Nothing is carried out by it; what was typed is on the page that one comes to."""
    fill(record)
    urls = [*addresses(), reverse("admin:password_change")]
    before = written()
    sent = {"reason": WORDS, "text": WORDS, "note": WORDS, "name": WORDS, "old_password": "secret"}
    sent |= {"confirmed": "yes", "post": "yes", "_save": "Save", "delete": "yes", "action": "edit"}
    for url in urls:
        session = rosa.session
        session["typed"] = {"path": url, "words": urlencode(sent), "why": "Look at it."}
        session.save()
        page = rosa.get(url, follow=True)
        if page.status_code == 200:
            assert WORDS in fields_of(page).values(), url
            assert "typed" not in rosa.session, url
    assert written() == before


def test_passwords_are_not_kept(rosa: Client, record: Record) -> None:
    url = reverse("admin:password_change")
    rosa.logout()
    page = rosa.post(url, {"old_password": "secret1", "new_password1": "secret2"})
    assert "secret" not in html_of(page)


# --- Logged in again in another tab ----------------------------------------------------------


@pytest.fixture
def strict(record: Record) -> Client:
    """A browser whose forms need their token."""
    client = Client(enforce_csrf_checks=True)
    _log_in(client)
    return client


def _log_in(client: Client, **more: str) -> Any:
    login = fields_of(client.get(LOGIN)) | {"username": "rosa", "password": "rosa's password"}
    return client.post(LOGIN, login | more)


def test_a_record_after_a_login_in_another_tab(strict: Client, record: Record) -> None:
    url = of_statement("change", record.draft)
    sent = fields_of(strict.get(url)) | {"note": WORDS, "_save": "Save"}
    Session.objects.all().delete()
    _log_in(strict)
    page = strict.post(url, sent, follow=True)
    assert "You had logged in again meanwhile" in seen(page)
    back = fields_of(page)
    assert back["note"] == WORDS
    record.draft.refresh_from_db()
    assert record.draft.note == ""
    assert strict.post(url, back | {"_save": "Save"}).status_code == 302
    record.draft.refresh_from_db()
    assert record.draft.note == WORDS


def test_a_step_after_a_login_in_another_tab(strict: Client, record: Record) -> None:
    url = of_statement("step", record.statement, "withdraw")
    sent = fields_of(strict.get(url)) | {"reason": WORDS, "csrfmiddlewaretoken": "x" * 64}
    page = strict.post(url, sent, follow=True)
    assert fields_of(page)["reason"] == WORDS
    record.statement.refresh_from_db()
    assert record.statement.review == "published"


def test_the_login_page_of_the_first_tab(strict: Client, record: Record) -> None:
    url = of_statement("change", record.draft)
    sent = fields_of(strict.get(url)) | {"note": WORDS, "_save": "Save"}
    Session.objects.all().delete()
    first = fields_of(strict.post(url, sent))
    _log_in(strict)
    first |= {"username": "rosa", "password": "rosa's password"}
    page = strict.post(LOGIN, first, follow=True)
    assert page.redirect_chain == [(url, 302)]
    assert fields_of(page)["note"] == WORDS


def test_a_page_of_another_site_is_given_nothing(strict: Client, record: Record) -> None:
    url = of_statement("change", record.draft)
    page = strict.post(url, {"note": WORDS}, HTTP_ORIGIN="https://elsewhere.example")
    assert page.status_code == 403
    assert "not sent from this site" in seen(page)
    assert "typed" not in strict.session


# --- What cannot be taken ---------------------------------------------------------------------


def test_too_long_a_text(rosa: Client, record: Record, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2048
    sent = {"note": "a" * 3000}
    page = Client(enforce_csrf_checks=True).post(of_statement("change", record.draft), sent)
    assert page.status_code == 413
    assert "more than the 2.0 KB that may be sent at once" in seen(page)
    page = rosa.post(of_statement("change", record.draft), sent)
    assert page.status_code == 413
    assert "Log out" in html_of(page), "in the style of the site"


@pytest.mark.parametrize(
    "url",
    [
        "/admin/tracker/statement/add/?quote=abc",
        "/admin/tracker/statement/add/?quote=99999999999999999999",
        "/admin/tracker/statement/add/?contribution=%00",
        "/admin/tracker/contribution/add/?country=%00",
        "/admin/tracker/quote/add/?source=abc",
        f"{LOOK_UP}&field_name=quote&term=%00",
        f"{LOOK_UP}&field_name=contribution&term=a%00",
    ],
)
def test_an_address_that_names_nothing(rosa: Client, record: Record, url: str) -> None:
    assert rosa.get(url).status_code == 200
