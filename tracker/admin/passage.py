"""A source's text cut at its quotes; where it is not kept here, the rest is blotted out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

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


@dataclass(frozen=True, slots=True)
class Placed:
    number: int
    start: int
    end: int
    exact: str


def pieces_of(quotes: Sequence[Quote], text: str | None, length: int | None) -> list[Piece]:
    """Quotes in the order of the text; ``length`` is the whole text's, where it is known."""
    placed = [
        Placed(number, quote.start, quote.end, quote.exact)
        for number, quote in enumerate(quotes, 1)
        if quote.start is not None and quote.end is not None
    ]
    ends = {edge for quote in placed for edge in (quote.start, quote.end)}
    whole = len(text) if text is not None else length or max(ends, default=0)
    edges = sorted({0, whole, *ends})
    return [_piece(placed, begin, end, text) for begin, end in pairwise(edges)]


def _piece(placed: list[Placed], begin: int, end: int, text: str | None) -> Piece:
    around = [quote for quote in placed if quote.start <= begin and quote.end >= end]
    if around:
        inner = min(around, key=lambda quote: quote.end - quote.start)
        return Piece(inner.exact[begin - inner.start : end - inner.start], number=inner.number)
    if text is not None:
        return Piece(text[begin:end])
    hidden = end - begin
    bar = next((name for most, name in BARS if hidden <= most), "long")
    return Piece("", hidden=hidden, bar=bar)


def passage_of(pieces: Sequence[Piece]) -> SafeString:
    """One run of text: what is selected in it is the source's words and nothing else."""
    return format_html_join("", "{}", ((_html(piece),) for piece in pieces))


def _html(piece: Piece) -> str:
    if piece.hidden:
        return format_html(
            '<span class="blot {}" role="img" aria-label="{}"></span>',
            piece.bar,
            f"{piece.hidden} characters that are not kept here",
        )
    if piece.number:
        mark = '<a class="marked" href="#quote-{}">{}</a>'
        return format_html(mark, str(piece.number), piece.text)
    return piece.text
