"""The analyst's day in a real browser: at a desk by day, on a phone by night; seen, and sound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.small import TEXT, Record, small_record
from tracker import actions
from tracker.models import Quote, Speaker, Statement

pytestmark = pytest.mark.browser

# Rules that axe does not try, each with its reason. The theme's own markup needs none.
EXCUSED: dict[str, str] = {}
GRAVE = {"serious", "critical"}


@pytest.fixture(params=["admin-desk", "admin-phone"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """With scripts: an analyst's look-ups need them."""
    desk = request.param == "admin-desk"
    opened = browser.new_context(
        viewport={"width": 1280, "height": 900} if desk else {"width": 390, "height": 844},
        color_scheme="light" if desk else "dark",
        is_mobile=not desk,
    )
    yield opened
    opened.close()


@pytest.fixture
def record(transactional_db: None, analyst: User, reviewer: User) -> Record:
    """A dispute, a draft in review, a tally that claims more than is known."""
    made = small_record(analyst, reviewer)
    critic = actions.write(Speaker(code="critic", name="A critic", role="expert"), by=analyst)
    denial = made.quote_at("two targets.", speaker=critic)
    made.say(denial, made.contribution, status="absent", denies=made.statement)
    actions.submit(made.draft, by=analyst)
    return made


@pytest.fixture
def door(page: Page, live_server: Any, record: Record) -> str:
    """Logged in as Ada, through the page itself."""
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("ada's password")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    return f"{live_server.url}/admin/tracker"


def sound(page: Page, folder: Path, name: str, complaints: list[str]) -> None:
    """No serious fault of accessibility, nothing wider than the screen, a picture to look at."""
    page.wait_for_load_state()
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) <= 0, page.url
    page.screenshot(path=folder / f"{name}.png", full_page=True)
    assert complaints == [], page.url
    options = {"rules": {rule: {"enabled": False} for rule in EXCUSED}}
    found = Axe().run(page, options=options).response["violations"]
    page.evaluate("0")  # whatever the browser had to say of axe has been heard
    complaints.clear()  # it tries styles that the policy does not let it
    faults = {
        f"{fault['id']}: {fault['help']}": [node["html"][:150] for node in fault["nodes"]][:3]
        for fault in found
        if fault["impact"] in GRAVE
    }
    assert faults == {}, page.url


def test_the_analysts_pages(
    page: Page, door: str, record: Record, screenshots: Path, complaints: list[str]
) -> None:
    pages = {
        "1-home": "/../",
        "2-contributions": "/contribution/",
        "3-contributions-narrowed": "/contribution/?country=FR&disputed=true&metric=targets",
        "4-contribution": f"/contribution/{record.contribution.pk}/change/",
        "5-queue": "/statement/?review__exact=in_review",
        "6-statement": f"/statement/{record.statement.pk}/change/",
        "7-statement-new": f"/statement/add/?quote={record.quote.pk}",
        "8-source": f"/source/{record.source.pk}/change/",
        "9-quote": f"/quote/{record.quote.pk}/change/",
        "10-tally": f"/tally/{record.tally.pk}/change/",
        "11-tally-held": f"/tally/{record.tally.pk}/held/",
        "12-country": "/country/FR/change/",
        "13-speaker": f"/speaker/{record.quote.speaker_id}/change/",
        "14-history": f"/contribution/{record.contribution.pk}/history/",
        "15-step": f"/statement/{record.draft.pk}/step/send-back/",
        "16-kinds": "/kind/",
    }
    for name, path in pages.items():
        page.goto(f"{door}{path}")
        sound(page, screenshots, name, complaints)
    assert complaints == []


def test_readers_pages(
    page: Page, live_server: Any, record: Record, screenshots: Path, complaints: list[str]
) -> None:
    pages = {
        "public-1-home": "/",
        "public-2-table": "/contributions/",
        "public-3-contribution": "/contributions/fr-airstrikes/",
        "public-4-source": "/sources/voa/",
        "public-5-login": "/admin/login/",
    }
    for name, path in pages.items():
        page.goto(f"{live_server.url}{path}")
        sound(page, screenshots, name, complaints)
    assert complaints == []


# Selects words in the text as a hand would: by the browser's own count, in UTF-16 units.
SELECT = """words => {
  const walk = document.createTreeWalker(document.getElementById("passage"), NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const at = node.data.indexOf(words);
    if (at >= 0) {
      document.getSelection().setBaseAndExtent(node, at, node, at + words.length);
      return true;
    }
  }
  return false;
}"""


@pytest.mark.parametrize("words", ["said the ministry", "Zoë hit"])
def test_selected_words_become_a_quote_and_a_statement(
    page: Page, door: str, record: Record, complaints: list[str], words: str
) -> None:
    """The second words stand behind an emoji: two units of the browser's, one character of ours."""
    page.goto(f"{door}/source/{record.source.pk}/change/")
    assert page.evaluate(SELECT, words)
    page.get_by_role("link", name="Add these words as a quote").click()
    expect(page.get_by_label("Words:")).to_have_value(words)
    expect(page.get_by_label("Starts at:")).to_have_value(str(TEXT.index(words)))
    page.get_by_role("button", name="Save", exact=True).click()

    heading = page.get_by_role("heading", name="What these words say")
    expect(heading).to_be_visible()
    quote = Quote.objects.get(exact=words)
    assert (quote.start, quote.end) == (TEXT.index(words), TEXT.index(words) + len(words))
    page.get_by_role("link", name="Add statement").click()
    expect(page.get_by_role("region", name="Words")).to_contain_text(words)

    # Who and what is looked up by typing, as an analyst would.
    page.locator(".field-contribution .select2-selection").click()
    page.get_by_role("searchbox").last.fill("fran air")
    page.get_by_role("option", name="FR/airstrikes").click()
    page.get_by_label("Says:", exact=True).select_option("done")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(heading).to_be_visible()
    assert Statement.objects.get(quote=quote).contribution == record.contribution
    # Who types on lets go of the look-up before: the browser calls that failed.
    assert [said for said in complaints if "/autocomplete/" not in said] == []


def test_a_list_is_narrowed_and_kept(page: Page, door: str, complaints: list[str]) -> None:
    page.goto(f"{door}/contribution/")
    page.get_by_label("Who", exact=True).select_option("Germany")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url(f"{door}/contribution/?country=DE")
    page.get_by_text("Save this view").click()
    page.get_by_label("Name", exact=True).fill("Germany's")
    page.get_by_role("button", name="Save", exact=True).click()
    views = page.get_by_role("navigation", name="Views")
    expect(views.get_by_role("link", name="Germany's", exact=True)).to_be_visible()
    views.get_by_role("link", name="All", exact=True).click()
    expect(page).to_have_url(f"{door}/contribution/")
    views.get_by_role("link", name="Germany's", exact=True).click()
    expect(page).to_have_url(f"{door}/contribution/?country=DE")
    assert complaints == []


def test_the_commonest_steps_have_keys(
    page: Page, live_server: Any, door: str, record: Record
) -> None:
    """Search, save, and on to the next that waits for review."""
    page.goto(f"{door}/statement/")
    page.keyboard.press("/")
    expect(page.locator("#searchbar")).to_be_focused()
    page.keyboard.type("a/n")
    expect(page.locator("#searchbar")).to_have_value("a/n")

    page.goto(f"{door}/quote/{record.draft.quote_id}/change/")
    page.get_by_label("Note:").fill("by key")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    record.draft.quote.refresh_from_db()
    assert record.draft.quote.note == "by key"

    other = Statement(quote=record.quote, contribution=record.contribution, status="pledged")
    actions.submit(actions.write(other, by=record.analyst), by=record.analyst)
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill("rosa")
    page.get_by_label("Password").fill("rosa's password")
    page.get_by_role("button", name="Log in").click()
    page.goto(f"{door}/statement/{record.draft.pk}/change/")
    page.keyboard.press("n")
    expect(page).to_have_url(f"{door}/statement/{other.pk}/change/")


def test_by_keyboard(page: Page, door: str) -> None:
    """The first stop leads past the head; every stop can be seen."""
    page.goto(f"{door}/contribution/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    unseen = """() => {
      const stop = getComputedStyle(document.activeElement);
      return stop.outlineStyle === "none" && stop.boxShadow === "none"
        ? document.activeElement.outerHTML : "";
    }"""
    for _ in range(14):
        page.keyboard.press("Tab")
        assert page.evaluate(unseen) == ""
