"""A page as a reader's tools see it: its elements, links, identifiers and text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client

VOID = {"meta", "link", "input", "br", "hr", "img"}


@dataclass
class Element:
    name: str
    attributes: dict[str, str]
    parent: Element | None = None
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def __getitem__(self, attribute: str) -> str:
        return self.attributes.get(attribute, "")

    @property
    def words(self) -> str:
        """All text in it, spaces made single."""
        return " ".join(self.text.split())

    def all(self, name: str = "", of: str = "") -> list[Element]:
        """Elements of a name, of a class, below this one."""
        found = []
        for child in self.children:
            if name in ("", child.name) and (not of or of in child["class"].split()):
                found.append(child)
            found += child.all(name, of)
        return found

    def one(self, name: str = "", of: str = "") -> Element:
        (found,) = self.all(name, of)
        return found


class Page(HTMLParser):
    """A parsed page. Fails on what a browser would have to guess: a stray end, an open element."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.root = Element("", {})
        self._here = self.root
        self.feed(html)
        self.close()
        assert self._here is self.root, f"<{self._here.name}> is never closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self._here)
        self._here.children.append(element)
        if tag not in VOID:
            self._here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._here.name == tag, f"</{tag}> closes <{self._here.name}>"
        assert self._here.parent is not None
        self._here = self._here.parent

    def handle_data(self, data: str) -> None:
        element: Element | None = self._here
        while element is not None:
            element.text += data
            element = element.parent

    def all(self, name: str = "", of: str = "") -> list[Element]:
        return self.root.all(name, of)

    def one(self, name: str = "", of: str = "") -> Element:
        return self.root.one(name, of)

    def at(self, identifier: str) -> Element:
        (found,) = [each for each in self.all() if each["id"] == identifier]
        return found

    def under(self, heading: str) -> Element:
        """The section that a heading names."""
        found = [
            each
            for each in self.all()
            if each["aria-labelledby"] and self.at(each["aria-labelledby"]).words == heading
        ]
        assert found, f"nothing stands under {heading!r}"
        return found[0]

    @property
    def title(self) -> str:
        return self.one("title").words

    @property
    def words(self) -> str:
        return self.one("main").words


def page_of(client: Client, address: str, status: int = 200, **asked: Any) -> Page:
    answer: Any = client.get(address, asked or None)
    assert answer.status_code == status, (address, answer.status_code, shown(answer)[:300])
    return Page(shown(answer))


def shown(answer: Any) -> str:
    return str(answer.content.decode())
