"""English words for numbers as bounds: semantics E10, exactly that table and no more.

What the table does not hold (tens of thousands, a score, half of) forces no bounds here: the
analyst gives them, and they are marked as the analyst's. Other languages need a table of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
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
