"""Reading pages as a browser does: the form's fields as they stand, the words on screen."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client

UNSEEN = {"script", "style", "svg"}
VOID = {"input", "br", "img", "link", "meta", "hr", "use", "path", "symbol"}


class _Form(HTMLParser):
    """The fields of the forms of a page, with the values a browser would send."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        here = {name: value or "" for name, value in attrs}
        name = here.get("name", "")
        if tag == "input" and name:
            self._input(name, here)
        elif tag == "textarea":
            self.area = name
            self.fields[name] = ""
        elif tag == "select":
            self.select = name
            self.fields.setdefault(name, "")
        elif tag == "option" and self.select and "selected" in here:
            self.fields[self.select] = here.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area] += data

    def _input(self, name: str, here: dict[str, str]) -> None:
        kind = here.get("type", "text")
        if kind == "submit" or "__prefix__" in name:
            return
        if kind not in ("checkbox", "radio"):
            self.fields[name] = here.get("value", "")
        elif "checked" in here:
            self.fields[name] = here.get("value", "on")


class _Seen(HTMLParser):
    """What a reader sees or hears: text, and the labels of what has none."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self.hidden += 1
        spoken = {"aria-label", "title", "alt", "placeholder"}
        self.words += [value for name, value in attrs if name in spoken and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self.hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)


def html_of(page: Any) -> str:
    return str(page.content.decode())


def fields_of(page: Any) -> dict[str, str]:
    parser = _Form()
    parser.feed(html_of(page))
    return {name: _typed(value) for name, value in parser.fields.items()}


def _typed(value: str) -> str:
    """The first line break after <textarea> is the browser's."""
    return value.removeprefix("\r").removeprefix("\n")


def seen(page: Any) -> str:
    parser = _Seen()
    parser.feed(html_of(page))
    return " ".join(" ".join(parser.words).split())


def save(client: Client, url: str, **typed: Any) -> Any:
    """Open a page, type, press Save."""
    page = client.get(url)
    assert page.status_code == 200, (url, page.status_code)
    data = fields_of(page) | {name: str(value) for name, value in typed.items()}
    return client.post(url, data | {"_save": "Save"})
