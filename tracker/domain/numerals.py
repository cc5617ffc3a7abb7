"""Numbers as English texts write them: ``11,558``, ``2.5 million``, ``Twenty-five``, ``two dozen``.

Figures and words become one value, with the unit they were written to: words.py rounds by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
_TEENS = "fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
SMALL: Final = {word: Decimal(value) for value, word in enumerate(f"{_ONES} {_TEENS}".split())} | {
    word: Decimal(10 * value) for value, word in enumerate(_TENS.split(), start=2)
}
SCALES: Final = {
    "thousand": Decimal(10) ** 3,
    "million": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
}
HUNDRED: Final = Decimal(100)
DOZEN: Final = Decimal(12)
HALF: Final = Decimal("0.5")
_SHORT = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion", "tn": "trillion"}

# A figure is no part of a word (F-16, 15th, 1990s) nor of a longer figure (3.5.2, 1,00); a scale
# may follow at once (12.1bn), a currency's code may stand before it at once (USD12.1bn).
_FIGURE = (
    r"(?:(?<![\w.,])|(?<=[^\d][.,])|(?<=\b[A-Z]{3}))(?<![A-Za-z][-‐‑])"
    r"(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?![.,]?\d)(?:(?P<short>bn|tn|mn|[mkMKB])(?!\w)|(?!\w))"
)
_TOKEN = re.compile(rf"{_FIGURE}|(?P<word>(?<![\w])[A-Za-z]+(?!\w))")
_JOINT = re.compile(r"\s+|[-‐‑]")
_RANGE = re.compile(r"\s*(?:to|or|and|[-–—])\s*[$€£¥]?\s*|\s*(?:to|or|and)\s+[A-Z]{3}\s*")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text, [start, end). ``unit`` is one unit of its last non-zero digit as written.

    100 of 67,700, a dozen of "two dozen". ``scale`` is what one word multiplied it by.
    """

    value: Decimal
    unit: Decimal
    start: int
    end: int
    scale: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class _Token:
    word: str  # small letters; empty for a figure
    figure: Decimal | None
    start: int
    end: int
    joined: bool  # with the token before, by a space or a hyphen


@dataclass(slots=True)
class _Sum:
    """A number while it is read: whole groups in ``total``, the group being read in ``group``."""

    total: Decimal = Decimal(0)
    group: Decimal | None = None
    unit: Decimal = Decimal(1)
    ceiling: Decimal = Decimal("Infinity")  # the next scale word is smaller
    closed: bool = False  # a figure, a half: no word adds to it, one may multiply it
    scale: Decimal = Decimal(1)
    terms: int = 0

    @property
    def value(self) -> Decimal:
        return self.total + (self.group or 0)

    def take(self, word: str) -> bool:
        """Add a word; False if it cannot be part of this number."""
        if word in SMALL:
            return self._small(SMALL[word])
        if word == "hundred":
            return self._multiply_group(HUNDRED)
        if word == "dozen":
            return not self.total and self._close_group(DOZEN, ceiling=Decimal(0))
        return word in SCALES and self._close_group(SCALES[word], ceiling=SCALES[word])

    def start_with(self, coefficient: Decimal) -> None:
        """A figure, or the one half of "half a million"."""
        self.group, self.unit, self.closed, self.terms = coefficient, unit_of(coefficient), True, 1

    def add_half(self) -> bool:
        """The end of "two and a half million"."""
        if self.group is None or self.total or self.closed:
            return False
        self.start_with(self.group + HALF)
        return True

    def _small(self, value: Decimal) -> bool:
        if self.group is None:
            if not self.ceiling or not (value or not self.total):
                return False
            self.group = value
        elif self._has_room(value):
            self.group += value
        else:
            return False
        self.unit, self.scale, self.terms = unit_of(value), Decimal(1), self.terms + 1
        return True

    def _has_room(self, value: Decimal) -> bool:
        if self.closed or not value or self.group is None:
            return False
        if self.group % 100 == 0:
            return bool(self.group)
        return value < 10 and self.group % 10 == 0 and self.group % 100 >= 20

    def _multiply_group(self, by: Decimal) -> bool:
        if not self.group or self.group >= by:
            return False
        self.group *= by
        self.unit *= by
        self.scale *= by
        return True

    def _close_group(self, scale: Decimal, *, ceiling: Decimal) -> bool:
        if not self.group or scale >= self.ceiling:
            return False
        self.total += self.group * scale
        self.unit *= scale
        self.scale *= scale
        self.group, self.ceiling, self.closed = None, ceiling, False
        return True


def unit_of(number: Decimal) -> Decimal:
    """One unit of the last non-zero digit: 100 of 67700, 0.1 of 2.5; 1 of zero."""
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent)) if number else Decimal(1)
