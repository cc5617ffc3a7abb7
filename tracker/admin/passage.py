"""A source's text cut at its quotes; where it is not kept here, the rest is blotted out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.models import Quote

BARS = ((40, "short"), (400, "middle"))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch in which the same quotes stand; ``hidden`` characters where none may be shown.

    ``number`` is that of the innermost quote, counted from 1 in the order of the text.
    """

    text: str
    number: int = 0
    hidden: int = 0
    bar: str = ""


def pieces_of(quotes: Sequence[Quote], text: str | None, length: int | None) -> list[Piece]:
    """Quotes in the order of the text; ``length`` is the whole text's, where it is known."""
    placed = [(number, quote) for number, quote in enumerate(quotes, 1) if quote.start is not None]
    ends = {edge for _, quote in placed for edge in (quote.start, quote.end)}
    whole = len(text) if text is not None else length or max(ends, default=0)
    edges = sorted({0, whole, *(edge for edge in ends if edge is not None)})
    return [_piece(placed, begin, end, text) for begin, end in pairwise(edges)]


def _piece(placed: list[tuple[int, Quote]], begin: int, end: int, text: str | None) -> Piece:
    around = [
        (quote.end - quote.start, number, quote)
        for number, quote in placed
        if quote.start <= begin and quote.end >= end
    ]
    if around:
        _, number, quote = min(around, key=lambda found: found[:2])
        return Piece(quote.exact[begin - quote.start : end - quote.start], number=number)
    if text is not None:
        return Piece(text[begin:end])
    hidden = end - begin
    bar = next((name for most, name in BARS if hidden <= most), "long")
    return Piece("", hidden=hidden, bar=bar)
