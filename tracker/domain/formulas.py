"""Cells that a spreadsheet would take for a formula, and how a file defuses them.

A text gets an apostrophe in front where its first character, apostrophes aside, could begin a
formula. So one apostrophe taken away from such a cell gives the text back to the character: also
one that had an apostrophe of its own (``'=1`` is written ``''=1``).
"""

from __future__ import annotations

APOSTROPHE = "'"
# What Excel, LibreOffice and Google Sheets take for a formula, or skip on the way to one; the wide
# forms are what an East Asian keyboard writes, and Excel reads them as the narrow ones.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001


def could_be_formula(text: str) -> bool:
    """Whether a spreadsheet could take it for a formula, once its apostrophes were taken away."""
    return text.lstrip(APOSTROPHE).startswith(STARTS)


def defuse(text: str) -> str:
    return f"{APOSTROPHE}{text}" if could_be_formula(text) else text


def undefuse(text: str) -> str:
    """The text that :func:`defuse` was given; what it never wrote stays as it is."""
    defused = text.startswith(APOSTROPHE) and could_be_formula(text)
    return text.removeprefix(APOSTROPHE) if defused else text
