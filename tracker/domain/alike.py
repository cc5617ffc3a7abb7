"""Words that nearly stand in a text: where, and by which signs they differ.

Copies lose curly quotes, no-break spaces, accents and words; a refusal names the place and the
loss, so that the right words can be copied.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from difflib import SequenceMatcher
from heapq import nlargest
from typing import Final

SHOWN_DIFFERENCES: Final = 3
COMPARED: Final = 1000  # characters of a quote; the rest follows where these stand
TRIED: Final = 8  # places of a text, before the most alike is named
TOO_COMMON: Final = 500  # a word that stands more often than this says nothing of a place
SIGNS: Final = 2  # so few are named one by one
LIKE_ENOUGH: Final = 0.5  # of a quote's words, for a place to be worth naming

_Word = tuple[str, int, int]  # folded, and where it stands


# --- Where ----------------------------------------------------------------------------------


def nearest_stretch(text: str, exact: str) -> tuple[int, int] | None:
    """Start and end of what is most like the quote in the text; None if nothing is."""
    return _same_but_for_signs(text, exact) or _alike(text, exact)


def _same_but_for_signs(text: str, exact: str) -> tuple[int, int] | None:
    """Where the words stand but for case, kinds of quotes, dashes and spaces."""
    at = _fold(text).find(_fold(exact))
    return None if at < 0 else (at, at + len(exact))


def _alike(text: str, exact: str) -> tuple[int, int] | None:
    """The stretch that is most like the quote, if half of the quote's words stand in it.

    Words are compared, not characters: a text of 60,000 characters has 12,000.
    """
    there, wanted = _words(text), _words(exact[:COMPARED])
    found = (_stretch(there, wanted, first) for first in _beginnings(there, wanted))
    places = [(start, end) for start, end in filter(None, found)]
    if not places:
        return None
    start, end = max(places, key=lambda place: _likeness(text[slice(*place)], exact))
    return start, end + max(0, len(exact) - COMPARED)


def _words(text: str) -> list[_Word]:
    """Words and signs, with their places, folded and without their accents."""
    return [
        (_unaccented(_fold(match[0])), match.start(), match.end()) for match in _WORD.finditer(text)
    ]


def _unaccented(word: str) -> str:
    if word.isascii():
        return word
    signs = unicodedata.normalize("NFKD", word)
    return "".join(sign for sign in signs if not unicodedata.combining(sign))


_WORD = re.compile(r"\w[\w\u0300-\u036f]*|[^\w\s]")


def _beginnings(there: list[_Word], wanted: list[_Word]) -> list[int]:
    """Where the quote would begin in the text by most of its words, the rare ones counting most."""
    at: defaultdict[str, list[int]] = defaultdict(list)
    for index, (word, _, _) in enumerate(there):
        at[word].append(index)
    votes: defaultdict[int, float] = defaultdict(float)
    for offset, (word, _, _) in enumerate(wanted):
        if len(at[word]) <= TOO_COMMON:
            for index in at[word]:
                votes[index - offset] += 1 / len(at[word])
    return nlargest(TRIED, votes, key=lambda first: votes[first])


def _stretch(there: list[_Word], wanted: list[_Word], first: int) -> tuple[int, int] | None:
    """Start and end of the quote's words near a beginning, if half of them stand there."""
    window = there[max(0, first - 2) : first + len(wanted) + 2]
    words, sought = [word for word, _, _ in window], [word for word, _, _ in wanted]
    matcher = SequenceMatcher(None, words, sought, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if sum(block.size for block in blocks) < max(1, LIKE_ENOUGH * len(wanted)):
        return None
    head = max(0, blocks[0].a - blocks[0].b)
    tail = min(blocks[-1].a + len(wanted) - blocks[-1].b, len(window))
    return window[head][1], window[tail - 1][2]


def _likeness(there: str, exact: str) -> float:
    return SequenceMatcher(None, there[:COMPARED], exact[:COMPARED], autojunk=False).quick_ratio()


def _fold(text: str) -> str:
    """Character by character, so that offsets stay: small letters, straight quotes, plain space."""
    return "".join(map(_fold_sign, text.translate(_PLAIN)))


def _fold_sign(sign: str) -> str:
    small = sign.lower()
    return small if len(small) == 1 else sign


_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\n\t\u00a0\u2002\u2003\u2009\u200a\u202f", " "),
    }
)


# --- What differs ---------------------------------------------------------------------------


def differences(there: str, exact: str) -> str:
    """The first differences, each sign named that can be mistaken for another."""
    parts = list(dict.fromkeys(_unlike(there, exact)))
    shown = [
        f"the text has {_named(text_has)} where the quote has {_named(quote_has)}"
        for text_has, quote_has in parts[:SHOWN_DIFFERENCES]
    ]
    more = " and more" if len(parts) > SHOWN_DIFFERENCES else ""
    return "; ".join(shown) + more or f"they part after {COMPARED} characters"


def _unlike(there: str, exact: str) -> list[tuple[str, str]]:
    """Whole words, or the one or two signs in them, that differ, as far as they are compared."""
    left, right = _PIECE.findall(there[:COMPARED]), _PIECE.findall(exact[:COMPARED])
    was_cut = max(len(there), len(exact)) > COMPARED
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return [
        _narrowed("".join(left[a:b]), "".join(right[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal" and not (was_cut and (b == len(left) or d == len(right)))
    ]


_PIECE = re.compile(r"\w[\w\u0300-\u036f]*|\s|[^\w\s]")


def _narrowed(left: str, right: str) -> tuple[str, str]:
    """Without what both begin and end with, where no more than two signs remain of either."""
    head = _shared(left, right)
    tail = _shared(left[head:][::-1], right[head:][::-1])
    narrow = left[head : len(left) - tail], right[head : len(right) - tail]
    return narrow if all(len(part) <= SIGNS for part in narrow) else (left, right)


def _shared(left: str, right: str) -> int:
    pairs = enumerate(zip(left, right, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(left), len(right)))


def _named(part: str) -> str:
    if not part:
        return "nothing"
    if len(part) > SIGNS or (part.isascii() and part.isalnum()):
        return f"“{brief(part)}”"
    names = (f"U+{ord(sign):04X} {unicodedata.name(sign, 'unnamed')}" for sign in part)
    return f"{part!r} ({', '.join(names)})"


def brief(words: str, most: int = 80) -> str:
    """On one line, its middle left out where it is long."""
    line = one_line(words)
    return line if len(line) <= most else f"{line[: most // 2]} … {line[-most // 2 :]}"


def one_line(words: str) -> str:
    return words.replace("\n", "⏎")
