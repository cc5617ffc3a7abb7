"""Whether a number says what its words do (semantics E10): asked wherever one is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tracker.domain.amounts import plain_number
from tracker.domain.words import BARE_PLURAL, Bounds, bounds_of, numbers_in

OR_ANALYST: Final = "If something else is meant, choose the analyst's bounds (`analyst`)."


@dataclass(frozen=True, slots=True)
class Misreading:
    """``meant`` is what the words say; ``of_words``: the fault lies with them, not the number."""

    wrong: str
    mend: str = OR_ANALYST
    of_words: bool = False
    meant: Bounds | None = None


def is_english(language: str) -> bool:
    return language.partition("-")[0] == "en"


def forced_by(words: str, *, english: bool) -> Bounds | None:
    """The bounds that a number's words force; other languages than English only by digits."""
    return bounds_of(words) if english or words.replace(",", "").isdigit() else None


def misreading(
    given: Bounds, words: str, texts: Sequence[str], *, english: bool
) -> Misreading | None:
    """Bounds that are said to come from the words, held against them.

    ``texts`` are the quotes a claim rests on: in them stands a number without ``words`` of its own.
    """
    if not words:
        return not_standing(given, texts)
    forced = forced_by(words, english=english)
    if forced == given:
        return None
    if given == Bounds(None, None):
        return None if forced is None else _unsaid(words, forced)
    if forced is not None:
        wrong = f"{words!r} is {told(forced)}, not {told(given)}."
        return Misreading(wrong, meant=forced)
    if given == BARE_PLURAL and not numbers_in(words):
        return None
    return Misreading(f"No rule makes {told(given)} of {words!r}.", of_words=True)


def not_standing(given: Bounds, texts: Sequence[str]) -> Misreading | None:
    """A number without words of its own that is no number of its quotes."""
    if given.low is None or given.low != given.high:
        wrong = "A range or an open end needs the words it was read from."
        return Misreading(wrong, f"Give its `words`. {OR_ANALYST}")
    there = {value for text in texts for value, _ in numbers_in(text)}
    if given.low in there:
        return None
    found = ", ".join(plain_number(value) for value in sorted(there))
    has = f", which has {found}" if found else ""
    wrong = f"{plain_number(given.low)} does not stand in the quote{has}."
    return Misreading(wrong, f"Give the number's `words`. {OR_ANALYST}")


def told(bounds: Bounds) -> str:
    """As in an amount: 38, 3..9, 34.."""
    low, high = (_told(bound) for bound in (bounds.low, bounds.high))
    return low if low == high else f"{low}..{high}"


def _unsaid(words: str, forced: Bounds) -> Misreading:
    wrong = f"{words!r} is a number, and there is no amount."
    mend = "Say what it counts: 38 aircraft."
    return Misreading(wrong, mend, of_words=True, meant=forced)


def _told(bound: Decimal | None) -> str:
    return "" if bound is None else plain_number(bound)
