"""What holds of every page: readable without script, by any tool, under the strict policy."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from tests import record
from tests.web.conftest import Article
from tests.web.page import Element, Page, page_of, shown

OTHER_DOORS = ("/api/", "/admin/")


def addresses(article: Article) -> list[str]:
    return [
        "/",
        "/contributions/",
        "/contributions/?country=FR",
        "/contributions/?contry=FR",
        "/contributions/fr-deployment-air/",
        "/contributions/tr-deployment-ground/",
        "/contributions/nothing/",
        "/countries/",
        "/countries/FR/",
        "/sources/",
        f"/sources/{record.SOURCE}/",
        "/tallies/",
        f"/tallies/{article.tally.code}/",
        "/docs/",
        "/docs/codebook/",
    ]


@pytest.fixture
def pages(client: Client, article: Article) -> dict[str, Page]:
    return {path: Page(shown(client.get(path))) for path in addresses(article)}


def test_each_has_a_language_a_title_and_one_heading(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        assert page.one("html")["lang"] == "en", path
        assert len(page.all("h1")) == 1, path
        assert page.title.endswith("– Coalition contributions"), path
    titles = [page.title for path, page in pages.items() if "?" not in path]
    assert len(set(titles)) == len(titles)


def test_identifiers_stand_once_and_anchors_lead_somewhere(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        identifiers = [each["id"] for each in page.all() if each["id"]]
        assert len(set(identifiers)) == len(identifiers), path
        inside = {link["href"][1:] for link in page.all("a") if link["href"].startswith("#")}
        assert inside <= set(identifiers), path


def test_nothing_inline_and_nothing_from_elsewhere(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        for element in page.all():
            assert element.name not in ("script", "style", "iframe"), path
            assert not [name for name in element.attributes if name.startswith("on")], path
            assert "style" not in element.attributes, path
        assert all(link["href"].startswith("/static/") for link in linked(page)), path


def linked(page: Page) -> Iterator[Element]:
    return (link for link in page.all("link") if link["rel"] in ("stylesheet", "icon"))


def test_the_policy_goes_with_every_page(client: Client, article: Article) -> None:
    for path in addresses(article):
        policy = client.get(path)["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy


def test_a_skip_link_comes_first(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        first = page.all("a")[0]
        assert page.at(first["href"][1:]).name == "main", path


def test_fields_have_labels_and_tables_captions_and_scopes(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        labelled = {label["for"] for label in page.all("label")}
        for entry in [*page.all("select"), *page.all("input")]:
            assert entry["type"] == "hidden" or entry["id"] in labelled, path
        for table in page.all("table"):
            if path.startswith("/docs/"):
                continue  # Markdown has no captions
            assert table.all("caption"), path
            assert all(head["scope"] for head in table.all("th")), path


def test_links_say_where_they_lead(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        assert all(a.words or a["aria-label"] for a in page.all("a")), path


def test_every_link_of_this_door_leads_somewhere(client: Client, pages: dict[str, Page]) -> None:
    links = {
        link["href"].partition("#")[0]
        for page in pages.values()
        for link in page.all("a")
        if link["href"].startswith("/") and not link["href"].startswith(OTHER_DOORS)
    }
    assert len(links) > 30
    for link in sorted(links):
        assert client.get(link, follow=True).status_code == 200, link


def test_the_way_back_is_shown(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        if path not in ("/", "/contributions/nothing/"):
            assert page.one("nav", "crumbs").all("a")[0]["href"] == "/", path


def test_only_reading_is_answered(client: Client, article: Article) -> None:
    for path in addresses(article):
        assert client.post(path).status_code in (404, 405), path


def test_a_reader_gets_no_cookie(client: Client, article: Article) -> None:
    for path in addresses(article):
        client.get(path)
    assert not client.cookies


def test_no_machine_word_is_shown(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        words = page.root.text
        assert not re.search(r"\brung\b|\banchor\b|None\b|<\w+ object", words) or "docs" in path


def test_the_stylesheet_is_fit_for_light_dark_print_and_phone(root: Path) -> None:
    css = (root / "tracker/static/tracker/site.css").read_text()
    for needed in ("prefers-color-scheme: dark", "@media print", "max-width", ":focus-visible"):
        assert needed in css
    assert "http" not in css
    assert "@import" not in css


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_colours_contrast_as_aa_demands(root: Path, scheme: int) -> None:
    css = (root / "tracker/static/tracker/site.css").read_text()
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", blocks[scheme]))
    pairs = [
        *(
            (ink, ground)
            for ink in ("ink", "soft", "link")
            for ground in ("paper", "sheet", "shade")
        ),
        *((group, "paper") for group in ("actual", "prospective", "denied", "unstated", "tally")),
        *(("ink", ground) for ground in colours if ground.endswith("-mark")),
        ("top-ink", "top"),
        ("ink", "target"),
        ("soft", "target"),
        ("paper", "link"),
    ]
    for ink, ground in pairs:
        light, dark = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)


def test_documentation_is_printed_and_leads_on(client: Client, db: None) -> None:
    page = page_of(client, "/docs/codebook/")
    assert page.one("h1").words == "Codebook"
    assert "/docs/semantics/" in {link["href"] for link in page.one("article", "doc").all("a")}


@pytest.mark.parametrize("name", ["../README", "nothing", "images/root.png", "decisions/"])
def test_documentation_ends_at_its_folder(client: Client, db: None, name: str) -> None:
    assert client.get(f"/docs/{name}/").status_code == 404
