"""Where a field needs more than a line of help: the question of the codebook that it answers."""

from __future__ import annotations

import re
from functools import partial

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html, format_html_join


def _links(*questions: str) -> str:
    page = reverse("web:doc", args=["codebook"])
    links = (
        (page, re.sub(r"[^a-z0-9]+", "-", question.lower()).strip("-"), question)
        for question in questions
    )
    return format_html(
        "Codebook: {}", format_html_join(" · ", '<a href="{}#{}" target="_blank">{}</a>', links)
    )


def codebook(*questions: str) -> str:
    """Links to these headings of docs/codebook.md, made when a page is drawn."""
    made: str = lazy(partial(_links, *questions), str)()
    return made
