"""A claim about the whole held against the record: what is left unnamed (semantics H4-H6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

Number = int | Decimal

# What a tally's query may narrow, in the API's own names; a status is the tally's own.
COUNTABLE = (
    *("coalition", "country", "type", "region", "kind", "line_of_effort"),
    *("role", "effort", "place"),
)


@dataclass(frozen=True, slots=True)
class Remainder:
    """What a tally claims beyond the record; ``high`` is None where the claim is open above.

    ``excess``: by how much the record is certain of more than was claimed.
    """

    low: Number
    high: Number | None
    excess: Number


def reconcile(
    low: Number | None, high: Number | None, certain: Number, possible: Number
) -> Remainder:
    """What is not named, of a count: [low - certain - possible, high - certain], never below 0.

    ``low`` None claims nothing below, ``high`` None is open; ``possible`` is what comes on top
    of ``certain``.
    """
    return Remainder(
        low=max(0, (low or 0) - certain - possible),
        high=None if high is None else max(0, high - certain),
        excess=0 if high is None else max(0, certain - high),
    )


def reconcile_amount(
    low: Number | None, high: Number | None, record_low: Number, record_high: Number | None
) -> Remainder:
    """The same over a metric, against the total of what matches (H6)."""
    if record_high is None:
        return Remainder(0, *_above(high, record_low))
    return reconcile(low, high, record_low, record_high - record_low)


def count(matches: Iterable[tuple[str, str]]) -> tuple[int, int]:
    """Countries certain and possible, of (type of country, its certainty), one pair a country.

    An undisclosed contributor may be one more or one of the others (0..1); groups,
    organisations, regions and the coalition itself are no states and add nothing (H4).
    """
    certain = possible = 0
    for kind, certainty in matches:
        counts = certainty in ("certain", "possible")
        if kind == "state" and certainty == "certain":
            certain += 1
        elif kind in ("state", "undisclosed") and counts:
            possible += 1
    return certain, possible


def _above(high: Number | None, certain: Number) -> tuple[Number | None, Number]:
    if high is None:
        return None, 0
    return max(0, high - certain), max(0, certain - high)
