"""A source's text, or as much of it as may be shown, with its quotes marked in it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tracker.domain.passages import Marked, Piece, pieces
from tracker.models import Quote


def passage_of(quotes: Sequence[Quote], text: str | None, length: int | None) -> SafeString:
    """One run of text: what is selected in it is the source's words and nothing else.

    Each marked stretch leads to ``#quote-N``, N counted from 1 in the order of ``quotes``.
    ``length`` is the whole text's, where it is known.
    """
    numbers, marked = [], []
    for number, quote in enumerate(quotes, 1):
        if quote.start is not None and quote.end is not None:
            numbers.append(number)
            marked.append(Marked(quote.start, quote.end, quote.exact))
    cut = pieces(marked, text=text, end=length if text is None else len(text))
    return format_html_join("", "{}", ((_html(piece, numbers, marked),) for piece in cut))


def _html(piece: Piece, numbers: list[int], marked: list[Marked]) -> str:
    if piece.hidden:
        return format_html(
            '<span class="blot" role="img" aria-label="{} characters that are not kept here">{}'
            "</span>",
            piece.hidden,
            piece.blots,
        )
    if not piece.inside:
        return piece.text
    inner = min(piece.inside, key=lambda place: marked[place].end - marked[place].start)
    link = '<a class="marked" href="#quote-{}">{}</a>'
    return format_html(link, str(numbers[inner]), piece.text)
