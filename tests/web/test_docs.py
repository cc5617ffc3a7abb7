"""The project's own pages: printed as part of the site, and what they show works."""

import re
from pathlib import Path

import pytest
from django.test import Client

from tests import record
from tests.web.conftest import Article
from tests.web.page import page_of
from tracker.web.docs import printed


def names(root: Path) -> list[str]:
    folder = root / "docs"
    return [path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.md")]


def test_every_page_is_listed_and_leads_on(client: Client, db: None, root: Path) -> None:
    listed = {link["href"] for link in page_of(client, "/docs/").one("main").all("a")}
    for name in names(root):
        assert f"/docs/{name}/" in listed
        page = page_of(client, f"/docs/{name}/")
        assert page.one("article", "doc").one("h1").words
        for link in page.one("article", "doc").all("a"):
            if link["href"].startswith("/docs/"):
                assert client.get(link["href"].partition("#")[0]).status_code == 200, link["href"]


def test_files_link_to_files_that_are_there(root: Path) -> None:
    for path in [root / "README.md", *(root / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text()):
            assert ":" in target or (path.parent / target).exists(), f"{path.name}: {target}"


def test_decisions_are_under_a_page(root: Path) -> None:
    for path in (root / "docs/decisions").glob("*.md"):
        assert len(path.read_text().splitlines()) <= 50, path.name


def test_rules_keep_their_numbers(root: Path) -> None:
    """The code cites them: semantics C2."""
    text = (root / "docs/semantics.md").read_text()
    sections = re.split(r"^## ([A-J])\. ", text, flags=re.MULTILINE)[1:]
    rules = dict(zip(sections[::2], sections[1::2], strict=True))
    cited: set[tuple[str, int]] = set()
    for path in (root / "tracker").rglob("*.py"):
        found = re.findall(r"semantics ([A-J])([0-9]+)", path.read_text())
        cited |= {(letter, int(number)) for letter, number in found}
    assert cited
    for letter, number in cited:
        assert re.search(rf"^{number}\. ", rules[letter], re.MULTILINE), f"{letter}{number}"


def test_what_the_readme_asks_is_answered(client: Client, article: Article, root: Path) -> None:
    record.kind("military")
    asked = re.findall(r"curl 'http://127\.0\.0\.1:8000(\S+)'", (root / "README.md").read_text())
    assert len(asked) == 3
    answers = [client.get(address) for address in asked]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert all(answer.getvalue() for answer in answers)  # a file left unread keeps its transaction


def test_the_readmes_example_is_the_record(root: Path) -> None:
    example = re.search(r"```yaml\n(.*?)```", (root / "README.md").read_text(), re.DOTALL)
    fixture = (root / "fixtures/sources/voa-2015-11-23-ally-support.yaml").read_text()
    assert example
    quote, at = example[1].splitlines()[:2]
    assert f"{quote}\n{at}\n" in fixture


@pytest.mark.parametrize("name", ["start", "source"])
def test_pictures_are_small(root: Path, name: str) -> None:
    assert (root / f"docs/images/{name}.png").stat().st_size < 200_000


def test_markup_in_words_stays_words() -> None:
    html = printed("# A <b>title</b>\n\n<script>x</script> [go](javascript:x)", "a")
    assert "<script>" not in html
    assert 'href="javascript' not in html


def test_links_between_files_become_links_between_pages() -> None:
    html = printed(
        "[s](semantics.md#e-figures) [d](decisions/0001.md) [f](../fixtures/a.yaml)", "a"
    )
    assert 'href="/docs/semantics/#e-figures"' in html
    assert 'href="/docs/decisions/0001/"' in html
    assert "<a>f</a>" in html
    assert 'href="/docs/semantics/"' in printed("[up](../semantics.md)", "decisions/0001")


def test_headings_can_be_linked_to() -> None:
    assert '<h2 id="e-figures">' in printed("## E. Figures", "a")
