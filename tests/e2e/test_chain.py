"""From a number on the first page to the words it was read from, in a real browser."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import record
from tracker.models.choices import SpeakerRole

pytestmark = pytest.mark.browser

WORDS = "increasing the number of its military planes from 12 to 38"

# What a reader's tools need, asked of the page as the browser sees it.
BASICS = """() => ({
  language: document.documentElement.lang,
  title: document.title,
  headings: document.querySelectorAll('h1').length,
  mains: document.querySelectorAll('main').length,
  unlabelled: [...document.querySelectorAll('input:not([type=hidden]), select, button')]
    .filter(e => !(e.labels && e.labels.length) && !e.ariaLabel && !e.textContent.trim()).length,
  nameless: [...document.querySelectorAll('a')]
    .filter(e => !e.textContent.trim() && !e.ariaLabel).length,
  twins: (ids => ids.length - new Set(ids).size)(
    [...document.querySelectorAll('[id]')].map(e => e.id)),
  inline: document.querySelectorAll('script, style, [style]').length,
  wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
})"""
SOUND = {
    "language": "en",
    "headings": 1,
    "mains": 1,
    "unlabelled": 0,
    "nameless": 0,
    "twins": 0,
    "inline": 0,
    "wider": 0,
}


@pytest.fixture
def article(transactional_db: None) -> None:
    """The article's planes, a promise, a dispute and a tally."""
    record.source(
        title="US Pushes for More Ally Support", text_sha256="5" * 64, text_characters=6713
    )
    planes = record.quote(WORDS, start=3919)
    record.said("FR/deployment.air", planes, amount="12 aircraft", when="../2015-11-23")
    record.said("FR/deployment.air", planes, amount="38 aircraft")
    record.said("DE/funding", "might commit to more", status="possible", change="more")
    turkish = record.speaker("ahmet-davutoglu", of="TR", name="Ahmet Davutoğlu")
    expert = record.speaker("soli-ozel", of="TR", name="Soli Özel", role=SpeakerRole.EXPERT)
    could = record.quote("ground troops could be part of it", by=turkish, relayed=["CNN"])
    record.said("TR/deployment.ground", could, status="possible")
    unlikely = record.quote("ground troops are still not likely", by=expert)
    record.said("TR/deployment.ground", unlikely, status="unlikely")
    record.claimed("nearly two dozen nations", "21..23", counts={"kind": "deployment"})


def seen(page: Page, folder: Path, name: str) -> None:
    """The page is sound, and a picture of it is kept."""
    page.wait_for_load_state()  # a link that was pressed may still be leading somewhere
    found: dict[str, Any] = page.evaluate(BASICS)
    assert found.pop("title").endswith("– Coalition contributions")
    assert found == SOUND, page.url
    page.screenshot(path=folder / f"{name}.png", full_page=True)


def test_from_a_number_to_its_words(
    page: Page, live_server: Any, article: None, screenshots: Path, complaints: list[str]
) -> None:
    page.goto(f"{live_server.url}/")
    seen(page, screenshots, "1-start")
    france = page.get_by_role("row", name="France")
    france.get_by_role("link", name="Deployment 1", exact=True).click()

    expect(page).to_have_url(
        f"{live_server.url}/contributions/?coalition=counter-isil&country=FR&kind=deployment&status_group=actual"
    )
    row = page.get_by_role("row", name="38 aircraft")
    seen(page, screenshots, "2-records")
    row.get_by_role("link", name="France: deployment, air").click()

    status = page.get_by_role("region", name="Status, and why")
    expect(status.get_by_text("Ongoing")).to_be_visible()
    expect(status.get_by_role("blockquote")).to_have_text(WORDS)
    seen(page, screenshots, "3-contribution")
    status.get_by_role("link", name="characters 3919–3977").click()

    expect(page).to_have_url(f"{live_server.url}/sources/{record.SOURCE}/#char=3919,3977")
    words = page.locator(":target")
    expect(words).to_be_in_viewport()
    expect(words.get_by_role("blockquote")).to_have_text(WORDS)
    expect(words).to_contain_text("Voice of America, in its own words")
    expect(page.locator(".blot").first).to_have_attribute("title", "3919 characters not shown")
    seen(page, screenshots, "4-source")
    assert complaints == []


def test_a_bar_is_as_long_as_what_it_hides(page: Page, live_server: Any, article: None) -> None:
    page.goto(f"{live_server.url}/sources/{record.SOURCE}/")
    widths = page.locator(".blot").evaluate_all(
        """bars => bars.map(bar => [
            parseInt(bar.title),
            [...bar.getClientRects()].reduce((sum, line) => sum + line.width, 0),
        ])"""
    )
    scales = [width / hidden for hidden, width in widths if hidden > 500]
    assert len(scales) >= 2
    assert max(scales) / min(scales) < 1.1


def test_from_a_tally_to_its_names(
    page: Page, live_server: Any, article: None, screenshots: Path, complaints: list[str]
) -> None:
    page.goto(f"{live_server.url}/tallies/")
    row = page.get_by_role("row", name="nearly two dozen nations")
    row.get_by_role("link", name="1", exact=True).first.click()
    expect(page.locator(":target")).to_contain_text("France")
    seen(page, screenshots, "5-tally")
    page.get_by_role("link", name="Turkey", exact=True).click()
    seen(page, screenshots, "6-country")
    assert complaints == []


def test_the_table_is_narrowed_without_a_script(
    page: Page, live_server: Any, article: None
) -> None:
    page.goto(f"{live_server.url}/contributions/")
    page.get_by_label("Contributor").select_option("Germany")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(f"{live_server.url}/contributions/?country=DE")
    expect(page.get_by_role("row")).to_have_count(2)


def test_by_keyboard_alone(page: Page, live_server: Any, article: None) -> None:
    page.goto(f"{live_server.url}/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
