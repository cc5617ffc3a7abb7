"""How much: what the quantities of one contribution's statements add up to (semantics E)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tracker.domain.dates import Span
from tracker.domain.flows import Sum, Window, add_windows, bundle
from tracker.domain.ladder import Group
from tracker.domain.money import counted_currency
from tracker.domain.reading import Amount, Evidence, latest_set, span_of

_GROUP_ORDER = {Group.ACTUAL.value: 0, Group.PROSPECTIVE.value: 1, Group.DENIED.value: 2}


@dataclass(frozen=True, slots=True)
class Bounds:
    """From low to high, both included; high is None where it is open."""

    low: Decimal
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One group's figure of one metric in one currency.

    ``conflict``: readings of one time exclude each other. ``windows``: the periods that were
    added; of what is no flow, the time it speaks of. ``readings``: the statements it rests on.
    ``rate``: so much per day, month or year (``per``), in no sum. ``equivalent``: the same money
    in a currency in which the figure is not counted, in no sum either.
    """

    group: str
    metric: str
    nature: str
    currency: str
    low: Decimal
    high: Decimal | None
    conflict: bool = False
    windows: tuple[Window, ...] = ()
    readings: tuple[int, ...] = ()
    rate: bool = False
    per: str = ""
    equivalent: bool = False

    @property
    def bounds(self) -> Bounds:
        return Bounds(self.low, self.high)


def figures_of(evidences: Iterable[Evidence]) -> tuple[Figure, ...]:
    """The figures of live statements, by group, metric and currency.

    Groups are never added to one another (E2), changes are no figures (E1), rates stand alone
    (E6). Money is counted in one currency, deeds, promises and rates each in their own; the
    others are kept as its equivalents (E7).
    """
    measured: dict[tuple[str, str, str], list[Evidence]] = defaultdict(list)
    for evidence in evidences:
        if evidence.amounts:
            measured[evidence.measure].append(evidence)
    figures = [figure for having in measured.values() for figure in _by_currency(having)]
    return tuple(sorted(figures, key=_order))


def combine(actual: Bounds | None, prospective: Bounds | None) -> Bounds | None:
    """What one contribution counts where both groups are asked for: never their sum (E2)."""
    if actual is None or prospective is None:
        return actual or prospective
    return Bounds(actual.low, _higher(actual.high, prospective.high))


def hull(bounds: Sequence[Bounds]) -> tuple[Bounds, bool]:
    """From the lowest low to the highest high, and whether some exclude each other."""
    highs = [bound.high for bound in bounds if bound.high is not None]
    high = max(highs) if len(highs) == len(bounds) else None
    conflict = bool(highs) and max(bound.low for bound in bounds) > min(highs)
    return Bounds(min(bound.low for bound in bounds), high), conflict


def _by_currency(having: Sequence[Evidence]) -> Iterator[Figure]:
    """Of one measure: a figure in the currency that counts, and its equivalents."""
    counted = counted_currency(having)
    for currency in sorted({currency for evidence in having for currency in evidence.amounts}):
        yield _figure(having, currency, equivalent=currency != counted)


def _figure(having: Sequence[Evidence], currency: str, *, equivalent: bool) -> Figure:
    reading = having[0].reading
    group = having[0].group
    adds = group == Group.ACTUAL and reading.nature == "flow" and not reading.per
    said = _amounts_in(currency, having)
    amounts = said if adds else latest_set(said)
    found = add_windows(amounts) if adds else _hull_of(amounts)
    return Figure(
        group=group,
        metric=reading.metric,
        nature=reading.nature,
        currency=currency,
        low=found.low,
        high=found.high,
        conflict=found.conflict,
        windows=found.windows,
        readings=tuple(sorted(number for amount in amounts for number in amount.ids)),
        rate=bool(reading.per),
        per=reading.per,
        equivalent=equivalent,
    )


def _amounts_in(currency: str, having: Sequence[Evidence]) -> list[Amount]:
    """The amounts in a currency; the events of one table are one amount, their sum (E5)."""
    amounts: list[Amount] = []
    events: dict[str, list[Amount]] = defaultdict(list)
    for evidence in having:
        amount = evidence.amounts.get(currency)
        if amount is None:
            continue
        if amount.event:
            events[evidence.reading.origin].append(amount)
        else:
            amounts.append(amount)
    return amounts + [bundle(rows) for rows in events.values()]


def _hull_of(latest: Sequence[Amount]) -> Sum:
    """A stock, a promise, a rate: the hull of what speaks last (E3)."""
    bounds, conflict = hull([Bounds(amount.low, amount.high) for amount in latest])
    spans = [span_of(amount.as_lo, amount.as_hi) for amount in latest]
    windows = (Window(Span.hull(spans), bounds.low, bounds.high),)
    return Sum(bounds.low, bounds.high, conflict, windows)


def _higher(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else max(one, other)


def _order(figure: Figure) -> tuple[int, str, str, bool, str]:
    group = _GROUP_ORDER[figure.group]
    return group, figure.metric, figure.per, figure.equivalent, figure.currency
