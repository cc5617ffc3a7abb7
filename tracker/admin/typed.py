"""What somebody had typed when their session ended: carried through the login, and given back.

It travels in the login page itself, and is kept here only once its writer has come in again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, QueryDict

KEPT = "typed"  # in the session, and in the login form
ENDED = (
    "Your session had ended, so nothing was saved. Here is what you had typed: look at it, and "
    "save it again."
)
OURS = {"csrfmiddlewaretoken"}


def typed_in(request: HttpRequest) -> str:
    """The fields of a page that was sent, as one text."""
    words = request.POST.copy()
    for name in OURS:
        words.pop(name, None)
    return words.urlencode()


def keep(session: Any, path: str, words: str) -> None:
    session[KEPT] = {"path": path, "words": words}


def give_back(request: HttpRequest) -> bool:
    """Make of a page that is opened the one that was sent before the login; once."""
    kept: Mapping[str, str] = request.session.get(KEPT) or {}
    if request.method != "GET" or kept.get("path") != request.path:
        return False
    del request.session[KEPT]
    _ = request.FILES  # read now, lest reading it later empty what is set here
    request.method = "POST"
    request.POST = QueryDict(kept["words"])
    return True
