"""Two people, one record, two browsers; and a session that ends while somebody types."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect

from tests.small import Record, small_record
from tracker import actions

pytestmark = pytest.mark.browser


@pytest.fixture
def record(transactional_db: None, analyst: User, reviewer: User) -> Record:
    return small_record(analyst, reviewer)


@pytest.fixture
def folder(root: Path) -> Path:
    made = root / "var" / "screenshots" / "nothing-lost"
    made.mkdir(parents=True, exist_ok=True)
    return made


@pytest.fixture
def desks(browser: Browser) -> Iterator[tuple[Page, Page]]:
    """Two browsers with cookies of their own."""
    size = {"width": 1280, "height": 900}
    contexts = [browser.new_context(viewport=size) for _ in range(2)]  # type: ignore[arg-type]
    yield contexts[0].new_page(), contexts[1].new_page()
    for context in contexts:
        context.close()


def log_in(page: Page, who: str) -> None:
    page.get_by_label("Username").fill(who)
    page.get_by_label("Password").fill(f"{who}'s password")
    page.get_by_role("button", name="Log in").click()


def opened(page: Page, url: str, who: str) -> Page:
    page.goto(url)
    log_in(page, who)
    expect(page.locator("#id_note")).to_be_visible()
    return page


def note(page: Page, text: str) -> None:
    page.locator("#id_note").fill(text)
    page.locator("input[name=_save]").click()


def test_two_browsers_edit_one_record(
    desks: tuple[Page, Page], live_server: Any, record: Record, folder: Path
) -> None:
    url = f"{live_server.url}/admin/tracker/statement/{record.draft.pk}/change/"
    ada, rosa = opened(desks[0], url, "ada"), opened(desks[1], url, "rosa")

    note(rosa, "Rosa's note")
    expect(rosa.locator(".messagelist .success")).to_be_visible()
    note(ada, "Ada's note")
    both = ada.locator(".conflict")
    expect(both).to_contain_text("Rosa's note")
    expect(both).to_contain_text("Ada's note")
    expect(ada.locator("#id_note")).to_have_value("Ada's note")
    ada.screenshot(path=folder / "1-both-versions.png", full_page=True)
    record.draft.refresh_from_db()
    assert record.draft.note == "Rosa's note"

    note(ada, "Rosa's note; Ada's note")
    expect(ada.locator(".messagelist .success")).to_be_visible()
    record.draft.refresh_from_db()
    assert record.draft.note == "Rosa's note; Ada's note"
    events: Any = record.draft
    told = list(events.events.order_by("pgh_id").values_list("note", flat=True))
    assert told[-2:] == ["Rosa's note", "Rosa's note; Ada's note"]


def test_two_browsers_edit_different_fields(
    desks: tuple[Page, Page], live_server: Any, record: Record, folder: Path
) -> None:
    """What somebody did not touch is not theirs to put back."""
    draft = record.draft
    draft.low, draft.high, draft.metric_id, draft.bounds_by = 2, 2, "targets", "analyst"
    actions.write(draft, by=record.analyst)
    url = f"{live_server.url}/admin/tracker/statement/{draft.pk}/change/"
    ada, rosa = opened(desks[0], url, "ada"), opened(desks[1], url, "rosa")

    rosa.locator("#id_high").fill("3")
    rosa.locator("input[name=_save]").click()
    expect(rosa.locator(".messagelist .success")).to_be_visible()
    ada.locator("#id_due").fill("2016")
    note(ada, "Ada's note")
    expect(ada.locator(".conflict .taken")).to_contain_text("taken over from rosa")
    expect(ada.locator(".conflict table")).to_have_count(0)
    expect(ada.locator("#id_high")).to_have_value("3")
    expect(ada.locator("#id_due")).to_have_value("2016")
    ada.screenshot(path=folder / "1-taken-over.png", full_page=True)
    ada.locator("input[name=_save]").click()
    expect(ada.locator(".messagelist .success")).to_be_visible()
    saved: Any = type(draft).objects.get(pk=draft.pk)
    assert (saved.high, saved.due, saved.note) == (3, "2016", "Ada's note")


def test_a_session_ends_while_somebody_types(
    desks: tuple[Page, Page], live_server: Any, record: Record, folder: Path
) -> None:
    url = f"{live_server.url}/admin/tracker/statement/{record.draft.pk}/change/"
    ada = opened(desks[0], url, "ada")
    Session.objects.all().delete()
    note(ada, "an hour's work")
    expect(ada.get_by_text("Your session has ended")).to_be_visible()
    ada.screenshot(path=folder / "2-log-in-again.png", full_page=True)
    log_in(ada, "ada")
    expect(ada.get_by_text("nothing was saved")).to_be_visible()
    expect(ada.locator("#id_note")).to_have_value("an hour's work")
    ada.screenshot(path=folder / "3-given-back.png", full_page=True)
    ada.locator("input[name=_save]").click()
    expect(ada.locator(".messagelist .success")).to_be_visible()
    record.draft.refresh_from_db()
    assert record.draft.note == "an hour's work"


def test_a_reason_outlives_a_login_in_another_tab(
    desks: tuple[Page, Page], live_server: Any, record: Record, folder: Path
) -> None:
    url = f"{live_server.url}/admin/tracker/statement/{record.statement.pk}/step/withdraw/"
    rosa = desks[0]
    rosa.goto(url)
    log_in(rosa, "rosa")
    rosa.get_by_label("Why").fill("an hour's work")
    Session.objects.all().delete()
    other = rosa.context.new_page()
    other.goto(f"{live_server.url}/admin/")
    log_in(other, "rosa")
    expect(other.get_by_role("heading", name="Today")).to_be_visible()

    rosa.get_by_role("button", name="Withdraw").click()
    expect(rosa.get_by_text("You had logged in again meanwhile")).to_be_visible()
    expect(rosa.get_by_label("Why")).to_have_value("an hour's work")
    rosa.screenshot(path=folder / "9-in-another-tab.png", full_page=True)
    record.statement.refresh_from_db()
    assert record.statement.review == "published"
    rosa.get_by_role("button", name="Send it again").click()
    expect(rosa.locator(".messagelist .success")).to_be_visible()
    record.statement.refresh_from_db()
    assert record.statement.withdrawal_reason == "an hour's work"


def test_published_while_somebody_types(
    desks: tuple[Page, Page], live_server: Any, record: Record, folder: Path
) -> None:
    url = f"{live_server.url}/admin/tracker/statement/{record.draft.pk}/change/"
    ada = opened(desks[0], url, "ada")
    actions.submit(record.draft, by=record.analyst)
    record.draft.refresh_from_db()
    actions.publish(record.draft, by=record.reviewer)
    note(ada, "an hour's work")
    expect(ada.get_by_text("It was published by rosa").first).to_be_visible()
    expect(ada.locator("#id_note")).to_have_value("an hour's work")
    ada.screenshot(path=folder / "10-published-meanwhile.png", full_page=True)


def test_a_merge_and_its_undo(
    desks: tuple[Page, Page], live_server: Any, record: Record, folder: Path
) -> None:
    """Looked at, confirmed, undone from the message that says that it was done."""
    other: Any = type(record.contribution)(
        coalition=record.source.coalition,
        country=record.contribution.country,
        kind=record.contribution.kind,
        name="jets",
    )
    actions.write(other, by=record.analyst)
    record.say(record.quote_at("Zoë hit two targets"), other, status="ongoing")
    rosa = desks[0]
    rosa.goto(f"{live_server.url}/admin/tracker/contribution/{other.pk}/change/")
    log_in(rosa, "rosa")
    rosa.get_by_role("link", name="Merge into another").click()
    rosa.locator(".select2-selection").click()
    rosa.locator(".select2-search__field").fill("fr-airstrikes")
    rosa.get_by_role("option", name="FR/airstrikes – France: airstrikes", exact=True).click()
    rosa.get_by_role("button", name="Show what would change").click()
    expect(rosa.get_by_text("leads to the second for good")).to_be_visible()
    rosa.screenshot(path=folder / "4-merge.png", full_page=True)
    rosa.get_by_label("Why they are one").fill("one thing under two names")
    rosa.get_by_role("button", name="Merge").click()
    rosa.screenshot(path=folder / "5-merged.png", full_page=True)
    rosa.locator(".messagelist").get_by_role("link", name="Undo").click()
    rosa.screenshot(path=folder / "6-undo.png", full_page=True)
    rosa.get_by_label("Why").fill("two things")
    rosa.get_by_role("button", name="Undo").click()
    expect(rosa.locator(".messagelist .success")).to_be_visible()
    rosa.screenshot(path=folder / "7-undone.png", full_page=True)
    rosa.goto(f"{live_server.url}/admin/tracker/action/of/rosa/")
    rosa.screenshot(path=folder / "8-person.png", full_page=True)
    other.refresh_from_db()
    assert other.review == "published"
