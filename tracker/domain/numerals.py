"""Numbers as English texts write them: ``11,558``, ``2.5 million``, ``Twenty-five``, ``two dozen``.

Figures and words become one value, with the unit they were written to; words.py rounds by it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

_SMALL_WORDS = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen",
)
_TENS_WORDS = re.findall(r"\w+", "twenty thirty forty fifty sixty seventy eighty ninety")
SMALL: Final = {word: Decimal(value) for value, word in enumerate(_SMALL_WORDS)} | {
    word: Decimal(10 * value) for value, word in enumerate(_TENS_WORDS, start=2)
}
SCALES: Final = {
    "thousand": Decimal(10) ** 3,
    "million": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
}
MULTIPLIERS: Final = {*SCALES, "hundred", "dozen"}
HALF: Final = Decimal("0.5")

_SHORT = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion", "tn": "trillion"}

# A figure is no part of a word (F-16, 15th, 1990s) and of no longer figure (3.5.2, 1,00). A short
# scale may follow it at once (12.1bn), and a currency's code precede it (USD12.1bn). Beyond 15
# digits it is no quantity, and Decimal would begin to round.
_TOKEN = re.compile(
    r"(?:(?<![\w.,])|(?<=[^\d][.,])|(?<=\b[A-Z]{3}))(?<![A-Za-z][-‐‑])"
    r"(?P<figure>(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?:\.[0-9]{1,6})?)(?![.,]?[0-9])"
    r"(?:(?P<short>bn|tn|mn|[mkMK])(?!\w)|(?!\w))"
    r"|(?<!\w)(?P<word>[A-Za-z]+)(?!\w)"
)
_JOINT = re.compile(r"\s+|[-‐‑]")
_FRACTION = re.compile(
    r"[-‐‑](?:first|second|half|halves|(?:third|quarter|fourth|fifth|sixth|seventh|eighth|ninth"
    r"|tenth)s?)\b"
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number that stands in a text at [start, end).

    ``unit`` is one unit of its last non-zero digit as written: 100 of 67,700, a dozen of "two
    dozen". ``scale`` is what its words multiplied its one coefficient by, or 1.
    """

    value: Decimal
    unit: Decimal
    scale: Decimal
    start: int
    end: int


def unit_of(number: Decimal) -> Decimal:
    """One unit of the last non-zero digit: 100 of 67700, 0.1 of 2.5; 1 of zero."""
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent)) if number else Decimal(1)


def find_numerals(text: str) -> list[Numeral]:
    """Every number in a text, each as long as it can be read, in their order."""
    tokens = _tokens(text)
    found: list[Numeral] = []
    at = 0
    while at < len(tokens):
        read = _read(tokens, at)
        if read is None:
            at += 1
            continue
        end, numeral = read
        if not _FRACTION.match(text, numeral.end):
            found.append(numeral)
        at = end
    return found


def read_numeral(text: str) -> Numeral | None:
    """The number that a whole text is; None if it is anything else."""
    found = find_numerals(text)
    return (
        found[0] if len(found) == 1 and (found[0].start, found[0].end) == (0, len(text)) else None
    )


# --- A number being read --------------------------------------------------------------------


@dataclass(slots=True)
class _Sum:
    """Whole groups in ``total``, the group being read in ``group``: one hundred | and twenty."""

    total: Decimal = Decimal(0)
    group: Decimal | None = None
    unit: Decimal = Decimal(1)
    scale: Decimal = Decimal(1)
    ceiling: Decimal = Decimal("Infinity")  # the next scale is smaller than the last
    closed: bool = False  # figures and halves: multiplied by words, never added to
    terms: int = 0

    def set(self, coefficient: Decimal) -> None:
        """Begin with a figure or a half, or end a coefficient with a half."""
        self.group, self.unit, self.closed, self.terms = coefficient, unit_of(coefficient), True, 1

    def take(self, word: str) -> bool:
        """Add a word; False where it cannot be part of this number."""
        if word in SMALL:
            return self._add(SMALL[word])
        if word == "hundred":
            return self._multiply(Decimal(100))
        if word == "dozen":
            return not self.total and self._close(Decimal(12), ceiling=Decimal(0))
        return word in SCALES and self._close(SCALES[word], ceiling=SCALES[word])

    def takes_and(self) -> bool:
        """After a hundred or a scale: two hundred and five, one thousand and one."""
        return not self.closed and (self.group is None or (self.group > 0 and not self.group % 100))

    def takes_half(self) -> bool:
        """At the end of a coefficient: two and a half (million)."""
        return self.group is not None and not self.closed and not self.total

    def _add(self, value: Decimal) -> bool:
        if self.closed or not self._has_room(value):
            return False
        self.group = (self.group or Decimal(0)) + value
        self.unit, self.scale = unit_of(value), Decimal(1)
        self.terms += 1
        return True

    def _has_room(self, value: Decimal) -> bool:
        if self.group is None:
            return self.ceiling > 0 and (value > 0 or not self.total)
        if not value or not self.group:
            return False
        return not self.group % 100 or (
            value < 10 and not self.group % 10 and self.group % 100 > 10
        )

    def _multiply(self, by: Decimal) -> bool:
        if not self.group or self.group >= by:
            return False
        self.group, self.unit, self.scale = self.group * by, self.unit * by, self.scale * by
        return True

    def _close(self, by: Decimal, *, ceiling: Decimal) -> bool:
        if not self.group or by >= self.ceiling:
            return False
        self.total += self.group * by
        self.unit, self.scale = self.unit * by, self.scale * by
        self.group, self.ceiling = None, ceiling
        return True


@dataclass(frozen=True, slots=True)
class _Token:
    word: str  # small letters; of a figure its short scale, written out
    figure: Decimal | None
    start: int
    end: int
    joined: bool  # to the token before, by space or hyphen


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    for match in _TOKEN.finditer(text):
        figure = Decimal(match["figure"].replace(",", "")) if match["figure"] else None
        word = match["word"] or _SHORT.get((match["short"] or "").lower(), "")
        joined = bool(tokens and _JOINT.fullmatch(text, tokens[-1].end, match.start()))
        tokens.append(_Token(word.lower(), figure, match.start(), match.end(), joined))
    return tokens


def _read(tokens: Sequence[_Token], first: int) -> tuple[int, Numeral] | None:
    """The number that begins at a token, and the token after it."""
    begun = _Sum()
    at = first + _begin(begun, tokens, first)
    if at == first:
        return None
    end, number = _go_on(begun, tokens, at)
    value = number.total + (number.group or 0)
    value = value if value % 1 else value.to_integral_value()
    scale = number.scale if number.terms == 1 else Decimal(1)
    return end, Numeral(value, number.unit, scale, tokens[first].start, tokens[end - 1].end)


def _begin(number: _Sum, tokens: Sequence[_Token], first: int) -> int:
    """How many tokens begin a number: 25, twenty, a (dozen), half a (million)."""
    figure = tokens[first].figure
    words = _words(tokens, first, 3)
    if figure is not None:
        number.set(figure)
        number.take(tokens[first].word)
        return 1
    if words[0] in ("a", "an") and words[1] in MULTIPLIERS:
        return int(number.take("one"))
    if words[:2] == ["half", "a"] and words[2] in MULTIPLIERS:
        number.set(HALF)
        return 2
    return int(words[0] in SMALL and number.take(words[0]))


def _go_on(number: _Sum, tokens: Sequence[_Token], at: int) -> tuple[int, _Sum]:
    """Take all that belongs to the number. What follows an "and" may be another one.

    It is another one if it is multiplied by more than this number bears: "one hundred and twenty"
    is one, "between one hundred and two hundred" two.
    """
    while taken := _step(number, tokens, at):
        at += taken
    joined, word = _joined_words(tokens, at, 2)
    if joined == "and" and word in SMALL and number.takes_and():
        longer = replace(number)
        if longer.take(word):
            end, longest = _go_on(longer, tokens, at + 2)
            if _joined_words(tokens, end, 1)[0] not in MULTIPLIERS:
                return end, longest
    return at, number


def _step(number: _Sum, tokens: Sequence[_Token], at: int) -> int:
    words = _joined_words(tokens, at, 3)
    if words == ["and", "a", "half"] and number.takes_half():
        number.set((number.group or 0) + HALF)
        return 3
    return int(number.take(words[0]))


def _words(tokens: Sequence[_Token], at: int, count: int) -> list[str]:
    """The next words as far as they are joined; empty where there is a figure or none."""
    words = [tokens[at].word if tokens[at].figure is None else ""]
    return words + _joined_words(tokens, at + 1, count - 1)


def _joined_words(tokens: Sequence[_Token], at: int, count: int) -> list[str]:
    words: list[str] = []
    for token in tokens[at : at + count]:
        if not token.joined or token.figure is not None:
            break
        words.append(token.word)
    return words + [""] * (count - len(words))
