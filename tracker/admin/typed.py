"""What somebody had typed when their page could not be taken: kept, and given back.

A session had ended, or they had logged in again elsewhere. Through a login it travels in the login
page itself, and is kept here only once its writer has come in again. Nothing is carried out by it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

KEPT = "typed"  # in the session, and in the login form
ENDED = (
    "Your session had ended, so nothing was saved. Here is what you had typed: look at it, and "
    "save it again."
)
ELSEWHERE = (
    "You had logged in again meanwhile, so this page was not taken and nothing was saved. Here is "
    "what you had typed: look at it, and save it again."
)
OURS = re.compile(r"^csrfmiddlewaretoken$|password", re.IGNORECASE)
# What pages send along that nobody typed.
ALONG = re.compile(
    r"^_|^(action|carried|confirmed|index|look|opened|post|query|seal|seen|select_across)$|_FORMS$"
)
LABELS = {"reason": "Why", "text": "Text"}
LONG = 60  # characters of a line


@dataclass(frozen=True, slots=True)
class Given:
    """One field that is given back; ``rows`` is 0 where nobody typed it."""

    name: str
    value: str
    rows: int

    @property
    def label(self) -> str:
        return LABELS.get(self.name, self.name.replace("_", " ").capitalize())


def typed_in(request: HttpRequest) -> str:
    """The fields of a page that was sent, as one text; no password is ever kept."""
    words = request.POST.copy()
    for name in filter(OURS.search, request.POST):
        del words[name]
    return words.urlencode()


def keep(session: Any, path: str, words: str, why: str = ENDED) -> None:
    session[KEPT] = {"path": path, "words": words, "why": why}


def is_kept(request: HttpRequest) -> bool:
    """Whether the page that is opened was sent before, and waits to be given back."""
    kept: Mapping[str, str] = request.session.get(KEPT) or {}
    return request.method == "GET" and kept.get("path") == request.path


def take(request: HttpRequest) -> tuple[str, QueryDict]:
    """Why it is given back, and what; once."""
    kept = request.session.pop(KEPT)
    return kept.get("why", ENDED), QueryDict(kept["words"])


def give_back(request: HttpRequest) -> str:
    """Make of a page that is opened the one that was sent; why, or empty where nothing was kept.

    Only for pages that draw a form with it, and carry nothing out where there is a reason.
    """
    if not is_kept(request):
        return ""
    why, words = take(request)
    _ = request.FILES  # read now, lest reading it later empty what is set here
    request.method, request.POST = "POST", words  # type: ignore[assignment]
    return why


def given(words: QueryDict) -> list[Given]:
    """All that was sent, in its order, for a page that shows it."""
    return [
        Given(name, value, _rows(name, value))
        for name, values in words.lists()
        for value in map(str, values)
    ]


def _rows(name: str, value: str) -> int:
    if ALONG.search(name) or not value.strip():
        return 0
    return min(12, 1 + value.count("\n") + len(value) // LONG)
