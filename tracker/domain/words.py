"""English words for numbers as bounds: semantics E10, exactly that table and no more.

What the table does not hold (tens of thousands, a score, half of) forces no bounds here: the
analyst gives them, and they are marked as the analyst's. Other languages need a table of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import Final

from tracker.domain.numerals import Numeral, find_numerals, read_numeral


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that words allow; None is open."""

    low: Decimal | None
    high: Decimal | None


def _fixed(low: int, high: int | None) -> Bounds:
    return Bounds(Decimal(low), None if high is None else Decimal(high))


BARE_PLURAL: Final = _fixed(2, None)  # "targets": more than one, and nobody says how many

_FIXED: Final = {
    "none": _fixed(0, 0),
    "no": _fixed(0, 0),
    "a couple": _fixed(2, 2),
    "a few": _fixed(2, 5),
    "a handful": _fixed(2, 5),
    "several": _fixed(3, 9),
    "dozens": _fixed(24, 99),
    "hundreds": _fixed(200, 999),
    "thousands": _fixed(2000, 9999),
}


# --- Words to bounds ------------------------------------------------------------------------


def bounds_of(words: str) -> Bounds | None:
    """What the words of a number force it to be, or None where they force nothing.

    None of "some", "many", "a number of", and of all that is not in the table. The words are the
    number's own, without what is counted; a currency may stand before a number.
    """
    text = re.sub(r"\s+", " ", words.strip())
    fixed = _FIXED.get(text.lower().removesuffix(" of"))
    if fixed:
        return fixed
    for pattern, rule in _RULES:
        match = pattern.fullmatch(text)
        number = match and _number(match["number"])
        if number:
            return rule(number)
    return _between(text)


def numbers_in(text: str) -> list[tuple[Decimal, str]]:
    """The numbers that stand in a text, each with its words: 25 and "Twenty-five".

    Of "5 to 6 billion" both 5 and 5 billion stand there.
    """
    found = find_numerals(text)
    numbers = [(numeral.value, text[numeral.start : numeral.end]) for numeral in found]
    for left, right in pairwise(found):
        meant = _shared_scale(left, right)
        between = text[left.end : right.start]
        if meant != left.value and _is_range(between, text[: left.start]):
            numbers.append((meant, text[left.start : right.end]))
    return numbers


def _number(text: str) -> Numeral | None:
    return read_numeral(_CURRENCY.sub("", text))


def _exactly(number: Numeral) -> Bounds:
    return Bounds(number.value, number.value)


def _around(number: Numeral) -> Bounds:
    return Bounds(_least_around(number), _round(number.value + _slack(number), number, up=True))


def _nearly(number: Numeral) -> Bounds:
    return Bounds(_least_around(number), number.value - _step(number))


def _more_than(number: Numeral) -> Bounds:
    return Bounds(number.value + _step(number), None)


def _at_least(number: Numeral) -> Bounds:
    return Bounds(number.value, None)


def _up_to(number: Numeral) -> Bounds:
    return Bounds(Decimal(0), number.value)


def _less_than(number: Numeral) -> Bounds | None:
    below = number.value - _step(number)
    return Bounds(Decimal(0), below) if below >= 0 else None


def _between(text: str) -> Bounds | None:
    """A to B, and between A and B; "5 to 6 billion" begins at 5 billion."""
    between = re.match(r"between ", text, re.IGNORECASE)
    rest, joint = (
        (text[between.end() :], r" and ") if between else (text, r" to |(?<=\d)[-–](?=\d)")
    )
    for match in re.finditer(joint, rest, re.IGNORECASE):
        left, right = _number(rest[: match.start()]), _number(rest[match.end() :])
        if left and right:
            low = _shared_scale(left, right)
            return Bounds(low, right.value) if low <= right.value else None
    return None


# --- Slack and steps ------------------------------------------------------------------------


def _slack(number: Numeral) -> Decimal:
    """One unit of the last non-zero digit as written, or 10 % if that is less."""
    return min(number.unit, number.value / 10)


def _least_around(number: Numeral) -> Decimal:
    return _round(number.value - _slack(number), number, up=False)


def _step(number: Numeral) -> Decimal:
    """From a number to the next one: 1, and for 2.5 one unit of its last decimal."""
    return min(number.unit, Decimal(1)) if number.value % 1 else Decimal(1)


def _round(value: Decimal, number: Numeral, *, up: bool) -> Decimal:
    step = _step(number)
    return (value / step).to_integral_value(ROUND_CEILING if up else ROUND_FLOOR) * step


def _shared_scale(left: Numeral, right: Numeral) -> Decimal:
    """The left number with the scale that both share, where it would still be the smaller."""
    shared = left.value * right.scale
    return shared if left.scale == 1 and shared < right.value else left.value


def _is_range(between: str, before: str) -> bool:
    joint = _JOINT.fullmatch(between)
    return joint is not None and (joint["word"] != "and" or _BETWEEN.search(before) is not None)


_CURRENCY = re.compile(r"^(?:[A-Z]{0,3}[$€£¥] ?|[A-Z]{3} ?(?=\d))")
_JOINT = re.compile(r"\s*(?:\b(?P<word>to|or|and)\b|[-–])\s*(?:[A-Z]{0,3}[$€£¥]|[A-Z]{3}\b)?\s*")
_BETWEEN = re.compile(r"\b[Bb]etween\s+(?:[A-Z]{0,3}[$€£¥]|[A-Z]{3}\b)?\s*$")

_RULES: Final[list[tuple[re.Pattern[str], Callable[[Numeral], Bounds | None]]]] = [
    (re.compile(pattern, re.IGNORECASE), rule)
    for pattern, rule in (
        (r"(?P<number>.+)", _exactly),
        (r"(?:about|around|some|approximately|roughly) (?P<number>.+)", _around),
        (r"(?P<number>.+) or so", _around),
        (r"(?:nearly|almost) (?P<number>.+)", _nearly),
        (r"(?:more than|over) (?P<number>.+)", _more_than),
        (r"at least (?P<number>.+)", _at_least),
        (r"(?:up to|as many as|as much as) (?P<number>.+)", _up_to),
        (r"(?:less than|fewer than) (?P<number>.+)", _less_than),
    )
]
