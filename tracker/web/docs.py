"""The project's own pages (docs/), printed as part of the site."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = Path(settings.BASE_DIR) / "docs"
NAME = re.compile(r"^# (?P<title>.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """One Markdown file: its address below docs/, its first heading."""

    name: str
    title: str
    path: Path

    @property
    def href(self) -> str:
        return reverse("web:doc", args=[self.name])


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    found = _pages()
    context = {
        "pages": [page for page in found if "/" not in page.name],
        "decisions": [page for page in found if page.name.startswith("decisions/")],
        "crumbs": [("Documentation", "")],
    }
    return render(request, "tracker/docs.html", context)


@require_safe
def doc(request: HttpRequest, name: str) -> HttpResponse:
    page = next((page for page in _pages() if page.name == name), None)
    if page is None:
        raise Http404(f"There is no page {name} in the documentation.")
    context = {
        "page": page,
        "body": printed(page.path.read_text(encoding="utf-8"), page.name),
        "crumbs": [("Documentation", reverse("web:docs")), (page.title, "")],
    }
    return render(request, "tracker/doc.html", context)


def _pages() -> list[Page]:
    """What lies in docs/ now; nothing outside of it can be asked for."""
    found = []
    for path in sorted(FOLDER.glob("**/*.md")):
        title = NAME.search(path.read_text(encoding="utf-8"))
        name = path.relative_to(FOLDER).with_suffix("").as_posix()
        found.append(Page(name, title["title"] if title else path.stem, path))
    return found


def printed(text: str, name: str) -> SafeString:
    """Markdown as HTML: raw HTML in it is escaped, its headings can be linked to."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    for token in _all(tokens):
        _relink(token, name)
    for heading, words in pairwise(tokens):
        if heading.type == "heading_open":
            heading.attrSet("id", _slug(words.content))
    return mark_safe(markdown.renderer.render(tokens, markdown.options, {}))  # noqa: S308


def _all(tokens: list[Token]) -> list[Token]:
    return [each for token in tokens for each in [token, *(token.children or [])]]


def _relink(token: Token, name: str) -> None:
    """A link between files becomes one between pages: semantics.md, ../semantics.md#e.

    One to another file of the project leads nowhere on the site, and stays as plain words.
    """
    href = str(token.attrs.get("href", ""))
    target, mark, fragment = href.partition("#")
    if token.type != "link_open" or not target or ":" in target or target.startswith("/"):
        return
    path = (FOLDER / name).parent.joinpath(target).resolve()
    if target.endswith(".md") and path.is_relative_to(FOLDER.resolve()):
        page = path.relative_to(FOLDER.resolve()).with_suffix("").as_posix()
        token.attrSet("href", f"{reverse('web:doc', args=[page])}{mark}{fragment}")
    else:
        del token.attrs["href"]


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
