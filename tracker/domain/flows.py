"""Flows: figures of periods, of which only disjoint ones add up (semantics E4, E5)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from tracker.domain.dates import Span
from tracker.domain.reading import Amount, span_of

_OPEN = Decimal("Infinity")
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Window:
    """A period and its figure; high is None where it is open."""

    span: Span
    low: Decimal
    high: Decimal | None


@dataclass(slots=True, eq=False)
class _Period:
    """A window while it is weighed: days as numbers, an open high as infinity."""

    first: int
    last: int
    low: Decimal
    high: Decimal

    def window(self) -> Window:
        high = None if self.high == _OPEN else self.high
        return Window(span_of(self.first, self.last), self.low, high)


def bundle(rows: Sequence[Amount]) -> Amount:
    """The rows of one table of events as one amount: they always add, equal or not (E5)."""
    first = min(rows, key=lambda row: row.ids)
    highs = [row.high for row in rows]
    return Amount(
        low=sum((row.low for row in rows), _NOTHING),
        high=None if None in highs else sum((high for high in highs if high is not None), _NOTHING),
        as_lo=max(row.as_lo for row in rows),
        as_hi=max(row.as_hi for row in rows),
        when_lo=min(row.when_lo for row in rows),
        when_hi=max(row.when_hi for row in rows),
        quote=first.quote,
        place=first.place,
        ids=tuple(number for row in rows for number in row.ids),
    )


def add_windows(amounts: Sequence[Amount]) -> tuple[tuple[Window, ...], bool, Decimal]:
    """The windows that count, whether figures exclude each other, and by how much at most.

    One window's figures make a hull. Of overlapping windows never more than one counts: chosen
    are those disjoint ones whose lows add up to most, since that much is certain. Where they
    exceed the figure of a wider window that holds them, somebody is wrong: a conflict, and the
    excess is to be taken off the low.
    """
    periods, conflict = _merge(amounts)
    chosen = _choose(periods)
    contradicted = _contradicted(periods, chosen)
    windows = tuple(period.window() for period in chosen)
    return windows, conflict or contradicted is not None, contradicted or _NOTHING


def _merge(amounts: Sequence[Amount]) -> tuple[list[_Period], bool]:
    """One period a window, by its last day; and whether figures of one window are disjoint."""
    merged: dict[tuple[int, int], _Period] = {}
    overlap: dict[tuple[int, int], tuple[Decimal, Decimal]] = {}
    for amount in amounts:
        window = (amount.when_lo, amount.when_hi)
        high = _OPEN if amount.high is None else amount.high
        period = merged.setdefault(window, _Period(*window, amount.low, high))
        period.low, period.high = min(period.low, amount.low), max(period.high, high)
        low_of_highs, high_of_lows = overlap.get(window, (high, amount.low))
        overlap[window] = min(low_of_highs, high), max(high_of_lows, amount.low)
    conflict = any(least < most for least, most in overlap.values())
    ordered = sorted(merged.values(), key=lambda period: (period.last, period.first))
    return ordered, conflict


def _choose(periods: Sequence[_Period]) -> list[_Period]:
    """Disjoint periods whose lows, then highs, add up to most (weighted interval scheduling)."""
    ends = [period.last for period in periods]
    before = [bisect_left(ends, period.first) for period in periods]  # how many end before it
    best = [(_NOTHING, _NOTHING)]
    for period, earlier in zip(periods, before, strict=True):
        low, high = best[earlier]
        best.append(max(best[-1], (low + period.low, high + period.high)))
    chosen: list[_Period] = []
    at = len(periods)
    while at:
        period, earlier = periods[at - 1], before[at - 1]
        low, high = best[earlier]
        if (low + period.low, high + period.high) == best[at]:
            chosen.append(period)
            at = earlier
        else:
            at -= 1
    return chosen[::-1]


def _contradicted(periods: Sequence[_Period], chosen: Sequence[_Period]) -> Decimal | None:
    """How far the chosen lows exceed the low of a wider window that their sum does not fit in."""
    firsts = [period.first for period in chosen]
    lasts = [period.last for period in chosen]
    sums = list(accumulate((period.low for period in chosen), initial=_NOTHING))
    excesses = []
    for period in periods:
        begin = bisect_left(firsts, period.first)
        end = bisect_left(lasts, period.last + 1)
        inside = sums[end] - sums[begin] if end > begin else _NOTHING
        if inside > period.high:
            excesses.append(inside - period.low)
    return max(excesses, default=None)
