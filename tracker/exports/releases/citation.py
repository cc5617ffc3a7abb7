"""How a release is cited: ``CITATION.cff``, and the same in a sentence."""

from __future__ import annotations

import json
from datetime import date

from tracker.exports.releases.codebook import TERMS
from tracker.exports.releases.package import ABOUT, TITLE, page_of


def citation_text(code: str, day: date) -> str:
    """Citation File Format 1.2.0; JSON's strings are YAML's too."""
    page = page_of(code)
    found = {"url": page, "license-url": f"{page}CODEBOOK.md"} if page else {}
    lines = {
        "cff-version": "1.2.0",
        "message": "Cite the release that figures were taken from, and with a quote its source.",
        "type": "dataset",
        "title": TITLE,
        "version": code,
        "date-released": day.isoformat(),
        "abstract": f"{ABOUT} {TERMS}",
        **found,
    }
    written = (f"{key}: {json.dumps(text, ensure_ascii=False)}" for key, text in lines.items())
    return "\n".join([*written, "authors:", f"- name: {json.dumps(TITLE)}", ""])


def cited(code: str, day: date) -> str:
    """For a footnote: title, number and day."""
    return f"{TITLE}, release {code}, {day.day} {day:%B} {day.year}."
