"""Flows: figures of periods, of which only disjoint ones add up (semantics E4, E5)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

from tracker.domain.dates import Span
from tracker.domain.reading import Amount, span_of

_OPEN = Decimal("Infinity")
_NOTHING = Decimal(0)
_APART = 24  # more windows than this are told as the stretches they cover


@dataclass(frozen=True, slots=True)
class Window:
    """A period and its figure; high is None where it is open."""

    span: Span
    low: Decimal
    high: Decimal | None


@dataclass(slots=True, eq=False)
class _Period:
    """A window while it is weighed: days as numbers, an open high as infinity.

    ``most`` and ``least`` are the highest low and the lowest high of its figures.
    """

    first: int
    last: int
    low: Decimal
    high: Decimal
    most: Decimal
    least: Decimal

    def take(self, low: Decimal, high: Decimal) -> None:
        """Take in another figure of the same window."""
        self.low, self.high = min(self.low, low), max(self.high, high)
        self.most, self.least = max(self.most, low), min(self.least, high)

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


@dataclass(frozen=True, slots=True)
class Sum:
    """What the windows of a flow come to; ``conflict``: some of their figures exclude others."""

    low: Decimal
    high: Decimal | None
    conflict: bool
    windows: tuple[Window, ...]


def add_windows(amounts: Sequence[Amount]) -> Sum:
    """Add what may be added.

    One window's figures make a hull. Of overlapping windows never more than one counts: chosen
    are those disjoint ones whose lows add up to most, since that much is certain. Where they
    exceed the figure of a wider window that holds them, somebody is wrong: a conflict, and the
    low gives way by the excess.
    """
    periods = _merge(amounts)
    chosen, excess = _choose(periods), _NOTHING
    if len(chosen) < len(periods):
        excess = _contradicted(periods, chosen)
    high = sum((period.high for period in chosen), _NOTHING)
    return Sum(
        low=sum((period.low for period in chosen), _NOTHING) - excess,
        high=None if high == _OPEN else high,
        conflict=excess > 0 or any(period.least < period.most for period in periods),
        windows=tuple(period.window() for period in _stretches(chosen)),
    )


def _merge(amounts: Sequence[Amount]) -> list[_Period]:
    """One period a window, by its last day."""
    merged: dict[tuple[int, int], _Period] = {}
    for amount in amounts:
        window = (amount.when_lo, amount.when_hi)
        low, high = amount.low, _OPEN if amount.high is None else amount.high
        if window in merged:
            merged[window].take(low, high)
        else:
            merged[window] = _Period(*window, low, high, low, high)
    return sorted(merged.values(), key=lambda period: (period.last, period.first))


def _choose(periods: list[_Period]) -> list[_Period]:
    """Disjoint periods whose lows, then highs, add up to most (weighted interval scheduling)."""
    if all(one.last < other.first for one, other in pairwise(periods)):
        return periods
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


def _stretches(chosen: list[_Period]) -> list[_Period]:
    """The periods as they are; of very many, those that follow day on day as one.

    A year of daily releases is one stretch: kept apart, the windows of each day's state would
    outgrow the statements they come from by far.
    """
    if len(chosen) <= _APART:
        return chosen
    told: list[_Period] = []
    for period in chosen:
        low, high = period.low, period.high
        if told and told[-1].last + 1 == period.first:
            last = told.pop()
            low, high = last.low + low, last.high + high
            told.append(_Period(last.first, period.last, low, high, low, high))
        else:
            told.append(_Period(period.first, period.last, low, high, low, high))
    return told


def _contradicted(periods: Sequence[_Period], chosen: Sequence[_Period]) -> Decimal:
    """How far, at most, the chosen exceed the low of a wider window that they do not fit in."""
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
    return max(excesses, default=_NOTHING)
