"""Quantities: words for a number, and the bounds that these words force."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from random import Random

from tracker.domain.words import BARE_PLURAL, Bounds, bounds_of
from tracker.generate.chance import Draw
from tracker.models.base import MONEY

CURRENCIES = Draw.skewed(["USD", "EUR", "GBP", "AUD", "CAD", "NOK", "SEK", "JPY", "KWD"])
RATES = {"EUR": Decimal("1.12"), "GBP": Decimal("1.45"), "AUD": Decimal("0.72")}
LARGEST = {"personnel": 5000, "refugees": 200_000, "trainees": 8000, "ships": 6, "aircraft": 60}

_SHAPES = Draw(
    {
        "{}": 60,
        "about {}": 12,
        "more than {}": 9,
        "at least {}": 4,
        "up to {}": 6,
        "nearly {}": 3,
        "fewer than {}": 1,
    }
)
_VAGUE = Draw.skewed(["several", "dozens", "hundreds", "a handful"])


@dataclass(frozen=True, slots=True)
class Quantity:
    """``words`` are the number's own; ``said`` is all of it as the quote has it."""

    words: str
    said: str
    low: Decimal | None
    high: Decimal | None
    currency: str = ""


def quantity(rng: Random, metric: str, unit: str) -> Quantity:
    """Some amount of a metric."""
    words = _words(rng, metric)
    bounds = _forced(words)
    currency = CURRENCIES(rng) if metric == MONEY else ""
    said = f"{words} of {currency}" if currency else f"{words} {unit}"
    return Quantity(words, said, bounds.low, bounds.high, currency)


def _words(rng: Random, metric: str) -> str:
    if metric == MONEY:
        return _SHAPES(rng).format(f"{_number(rng, 900):,} million")
    chance = rng.random()
    if chance < 0.03:
        return _VAGUE(rng)
    largest = LARGEST.get(metric, 400)
    first = _number(rng, largest)
    if chance < 0.08:
        return f"{first:,} to {first + _number(rng, largest):,}"
    return _SHAPES(rng).format(f"{first:,}")


def _number(rng: Random, largest: int) -> int:
    """Small ones more often than large ones, and large ones mostly round."""
    number = max(1, int(largest ** rng.random()))
    return round(number, -1) if number > 100 and rng.random() < 0.7 else number


@lru_cache(maxsize=50_000)
def _forced(words: str) -> Bounds:
    return bounds_of(words) or BARE_PLURAL
