"""Amounts in their one notation: ``38 aircraft``, ``3.. targets``, ``EUR 440 million``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from typing import Final

from babel.numbers import list_currencies

from tracker.domain.codes import SLUG, nearest

MONEY: Final = "money"
SCALES: Final = {
    "trillion": Decimal(10) ** 12,
    "billion": Decimal(10) ** 9,
    "million": Decimal(10) ** 6,
}
TOO_LARGE: Final = Decimal(10) ** 18
DECIMALS: Final = 4  # what the database keeps
LONGEST: Final = 25  # digits of a number and its point; Decimal would round silently beyond 28

_EXAMPLES = "38 aircraft, 3.. targets, 3000..5000 personnel, EUR 440 million"
_SEPARATORS = "digits are written without separators: 11558, not 11,558 or 11 558"
_SHORT = {
    "k": "the number in full",
    "thousand": "the number in full",
    **dict.fromkeys(["m", "mn", "mln", "mio"], "million"),
    **dict.fromkeys(["b", "bn", "mrd"], "billion"),
    **dict.fromkeys(["t", "tn"], "trillion"),
}
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_RANGE = re.compile(rf"(?P<low>{_NUMBER})?(?P<dots>\.\.)?(?P<high>{_NUMBER})?")
_MENDS = [
    (r"^[-−–]", "an amount is not negative; what grows less has `change: less`"),
    (r"[0-9][,'’_][0-9]", _SEPARATORS),
    (r"[0-9][-–—][0-9]", "a range is written with two dots: 3000..5000"),
    (r"[0-9]\+$", "an open end is two dots, 34.. targets"),
    (r"^[><≥≤~≈]", "an open end is two dots, 34.. or ..5 ships"),
    (r"\.{3}|…", "a range is written with two dots: 3000..5000"),
    (r"^\.\.$", "one of the two bounds is needed; leave the amount out if there is none"),
    (r"[0-9][A-Za-z]+$", "number and unit are parted by a space: 38 aircraft, EUR 440 million"),
    (r"^[$€£¥]", "money is written with its ISO 4217 code: USD 5 million"),
]


class AmountError(ValueError):
    """An amount that is not in the notation, or that cannot be; the message says the fix."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Bounds of a quantity; None is open. A tally of countries has neither metric nor currency."""

    low: Decimal | None
    high: Decimal | None
    metric: str = ""
    currency: str = ""

    def __post_init__(self) -> None:
        bounds = [bound for bound in (self.low, self.high) if bound is not None]
        if not bounds:
            raise AmountError("An amount has at least one bound, as 34.. and ..5 have.")
        for bound in bounds:
            _check_number(bound)
        if bounds[0] > bounds[-1]:
            turned = f"{plain_number(bounds[-1])}..{plain_number(bounds[0])}"
            raise AmountError(f"The lower bound comes first: {turned}.")
        if self.metric == MONEY and not self.currency:
            raise AmountError("Money has a currency: EUR 440 million.")
        if self.currency and not self.metric:
            raise AmountError(f"What is counted in {self.currency} has a metric, such as {MONEY}.")


# --- Reading --------------------------------------------------------------------------------


def parse_amount(text: str) -> Amount:
    """Read an amount. A currency stands first and makes the metric ``money`` unless one follows.

    Whether the metric exists is for the record to say. Raises :class:`AmountError`.
    """
    words = text.split()
    currency = words.pop(0) if words and re.match(r"[A-Za-z]", words[0]) else ""
    if currency and currency not in currencies():
        raise AmountError(_no_currency(text, currency, words))
    if not words:
        raise AmountError(f"{text!r} has no number. Right are {_EXAMPLES}.")
    low, high = _range(words.pop(0), text)
    scale = SCALES[words.pop(0)] if words and words[0] in SCALES else Decimal(1)
    metric = _metric(words, text) or (MONEY if currency else "")
    try:
        return Amount(_scaled(low, scale), _scaled(high, scale), metric, currency)
    except AmountError as error:
        raise AmountError(f"{text!r}: {error}") from None


def _range(number: str, text: str) -> tuple[Decimal | None, Decimal | None]:
    match = _RANGE.fullmatch(number)
    if match is None or not (match["low"] or match["high"]):
        why = (mend for shape, mend in _MENDS if re.search(shape, number))
        raise AmountError(f"{text!r}: {next(why, f'{number!r} is no number')}.")
    low, high = _decimal(match["low"]), _decimal(match["high"])
    return (low, high) if match["dots"] else (low, low)


def _decimal(digits: str | None) -> Decimal | None:
    if digits and len(digits) > LONGEST:
        raise AmountError(f"{digits} has more digits than any amount.")
    return Decimal(digits) if digits else None


def _metric(words: list[str], text: str) -> str:
    if not words:
        return ""
    if words[0][0].isdigit():
        raise AmountError(f"{text!r}: {_SEPARATORS}.")
    meant = _SHORT.get(words[0].lower()) or next(iter(get_close_matches(words[0], SCALES)), "")
    if meant == words[0]:
        raise AmountError(f"{text!r}: one of {', '.join(SCALES)} is enough.")
    if meant:
        raise AmountError(f"{text!r}: for {words[0]!r} write {meant}.")
    if len(words) > 1 or not re.fullmatch(SLUG, words[0]):
        rest = " ".join(words)
        raise AmountError(
            f"{text!r}: one metric's code follows the number, not {rest!r}. Right are {_EXAMPLES}."
        )
    return words[0]


def _no_currency(text: str, currency: str, words: list[str]) -> str:
    if not words:
        return f"{text!r} has no number. Right are {_EXAMPLES}."
    return f"{text!r}: {why_no_currency(currency)}"


def why_no_currency(code: str) -> str:
    """Of what is none of the ``currencies``: which was meant, or what some are like."""
    meant = nearest(code, currencies())
    hint = f"; was {meant} meant?" if meant else ", such as EUR or USD."
    return f"{code!r} is no currency's ISO 4217 code{hint}"


@cache
def currencies() -> frozenset[str]:
    """ISO 4217, former ones too; XTS and XXX are codes for no money at all."""
    return frozenset(list_currencies()) - {"XTS", "XXX"}


def _scaled(bound: Decimal | None, scale: Decimal) -> Decimal | None:
    return None if bound is None else Decimal(plain_number(bound * scale))


def _check_number(bound: Decimal) -> None:
    if not bound.is_finite() or bound < 0:
        raise AmountError(f"An amount is a number and not negative; {bound} is not.")
    if bound >= TOO_LARGE or round(bound, DECIMALS) != bound:
        raise AmountError(f"{bound} has more than 18 digits, or more than {DECIMALS} decimals.")


# --- Writing --------------------------------------------------------------------------------


def format_amount(amount: Amount) -> str:
    """The canonical notation: ``million`` and so on where at most three decimals remain."""
    bounds = [bound for bound in (amount.low, amount.high) if bound is not None]
    word = next((word for word, scale in SCALES.items() if _suits(scale, bounds)), "")
    scale = SCALES.get(word, Decimal(1))
    metric = "" if amount.currency and amount.metric == MONEY else amount.metric
    parts = [amount.currency, _range_of(amount, scale), word, metric]
    return " ".join(part for part in parts if part)


def _suits(scale: Decimal, bounds: list[Decimal]) -> bool:
    written = [bound for bound in bounds if bound]
    return bool(written) and all(bound >= scale and bound * 1000 % scale == 0 for bound in written)


def _range_of(amount: Amount, scale: Decimal) -> str:
    low = "" if amount.low is None else plain_number(amount.low / scale)
    high = "" if amount.high is None else plain_number(amount.high / scale)
    return low if low == high else f"{low}..{high}"


def plain_number(number: Decimal) -> str:
    """Without exponent and without zeros that say nothing."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text
