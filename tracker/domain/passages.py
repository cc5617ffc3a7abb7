"""A source's text cut at its quotes: what may be shown, and how much may not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

BLOTS = 4000  # spaces that all bars of a page have together, at most


@dataclass(frozen=True, slots=True)
class Marked:
    """A quote's place in the text, in 0-based code points, ``end`` exclusive, and its words."""

    start: int
    end: int
    exact: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch between two places where quotes begin or end.

    ``inside`` are the quotes it belongs to and ``begins`` those that begin here, as numbers in the
    sequence given. Where nothing may be shown, ``text`` is empty and ``hidden`` says how many
    characters there are; ``blots`` is a bar of spaces in proportion to it.
    """

    text: str
    hidden: int = 0
    inside: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    blots: str = ""


def pieces(
    quotes: Sequence[Marked], *, text: str | None = None, start: int = 0, end: int | None = None
) -> list[Piece]:
    """Cut the stretch from ``start`` to ``end`` (None: the last quote's end) at its quotes.

    ``text`` is the whole text, where it may be shown; without it the rest is blotted out.
    """
    ends = [quote.end for quote in quotes]
    last = max([start, *ends] if end is None else [end, *ends])
    edges = sorted({start, last, *ends, *(quote.start for quote in quotes)})
    cut = list(_cut(quotes, [edge for edge in edges if edge >= start], text))
    scale = max(1, ceil(sum(piece.hidden for piece in cut) / BLOTS))
    return [_blotted(piece, scale) for piece in cut]


def _cut(quotes: Sequence[Marked], edges: list[int], text: str | None) -> Iterator[Piece]:
    order = sorted(range(len(quotes)), key=lambda number: quotes[number].start)
    ahead = iter(order)
    following = next(ahead, None)
    open_: list[int] = []
    for begin, stop in pairwise(edges):
        begins = []
        open_ = [number for number in open_ if quotes[number].end > begin]
        while following is not None and quotes[following].start <= begin:
            begins.append(following)
            open_.append(following)
            following = next(ahead, None)
        if open_:
            first = quotes[open_[0]]
            words = first.exact[begin - first.start : stop - first.start]
            yield Piece(words, inside=tuple(open_), begins=tuple(begins))
        elif text is not None:
            yield Piece(text[begin:stop])
        else:
            yield Piece("", hidden=stop - begin)


def _blotted(piece: Piece, scale: int) -> Piece:
    return (
        Piece("", piece.hidden, blots=" " * ceil(piece.hidden / scale)) if piece.hidden else piece
    )
