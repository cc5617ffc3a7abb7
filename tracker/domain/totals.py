"""Totals over a set of contributions: nothing twice, nothing left out in silence (semantics F)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Generic, Literal, TypeVar

from tracker.domain.codes import Path
from tracker.domain.figures import Bounds

K = TypeVar("K", bound=Hashable)

Containers = Callable[[K], Iterable[K]]
Convert = Callable[["Row[K]"], tuple[Bounds, Literal["equivalent", "rate"]] | None]

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Generic[K]):
    """One contribution as a total sees it; ``key`` is what containers are found by.

    ``doubtful``: its status is in conflict, or only implied, or it is wider than what was asked.
    ``undated``: a day or period was asked for, and it has none. ``periods``: what tells unlike
    periods apart, empty where the metric is no flow.

    Contributions that contain nothing and lie in nothing may come as one row, if all else but
    their bounds is alike: ``number`` of them, whose bounds are added up already.
    """

    key: K
    bounds: Bounds | None
    currency: str = ""
    rate: bool = False
    disputed: bool = False
    doubtful: bool = False
    undated: bool = False
    periods: frozenset[Hashable] = frozenset()
    number: int = 1

    @property
    def has_sum(self) -> bool:
        return self.bounds is not None and not self.rate and not self.undated


@dataclass(frozen=True, slots=True, kw_only=True)
class Total(Generic[K]):
    """``high`` is the sum of the highs there are: "at least" if some have none.

    ``counted`` is how many were added; ``disputed`` and ``doubtful`` are of these and count from
    0, or from what their parts say for certain. ``exceeded`` are the wholes whose parts say more
    than they do: the whole's words stand.
    ``periods``: how many unlike periods were added (E9).
    """

    low: Decimal = _NOTHING
    high: Decimal = _NOTHING
    counted: int = 0
    without_figure: int = 0
    without_upper_bound: int = 0
    other_currency: int = 0
    rates: int = 0
    disputed: int = 0
    doubtful: int = 0
    inside_another: int = 0
    undated: int = 0
    by_equivalent: int = 0
    by_rate: int = 0
    periods: int = 0
    exceeded: tuple[K, ...] = field(default=())

    @property
    def is_at_least(self) -> bool:
        return self.without_upper_bound > 0


def total(
    rows: Iterable[Row[K]],
    *,
    containers: Containers[K],
    currency: str = "",
    convert: Convert[K] | None = None,
) -> Total[K]:
    """Add up one metric, in one currency where it is money.

    ``containers`` gives all that contains a key, the nearest first (:func:`containers_of`);
    ``convert`` gives another currency's bounds and how they were come by, or None, and without it
    other currencies are left out and counted. Linear in the rows.
    """
    pool = list(rows)
    wholes = {row.key: row for row in pool if row.has_sum}
    parts: dict[K, Decimal] = defaultdict(Decimal)
    inner: dict[K, list[Row[K]]] = defaultdict(list)
    counts: Counter[str] = Counter()
    added: list[Row[K]] = []
    for row in pool:
        whole = next((key for key in containers(row.key) if key in wholes), None)
        fate, counting = _fate(row, currency, convert)
        counts[fate if whole is None else "inside_another"] += row.number
        if whole is not None:
            parts[whole] += _inside(row, wholes[whole])
        if counting is not None:
            (added if whole is None else inner[whole]).append(counting)
    low = sum((_certain(row, inner) for row in added), _NOTHING)
    exceeded = tuple(key for key in wholes if _exceeds(parts.get(key), wholes[key]))
    return _sum(added, low, counts, exceeded)


def containers_of(path: Path, part_of: Mapping[Path, Path]) -> list[Path]:
    """All that contains a path: its shortened paths and the wholes it is part of, and theirs.

    The nearest come first. A part of itself, by a slip, is not its own whole.
    """
    found: dict[Path, None] = {}
    ahead = [path]
    for inner in ahead:
        outer = [*_shortened(inner)]
        if inner in part_of:
            outer.insert(0, part_of[inner])
        fresh = [other for other in outer if other != path and other not in found]
        found.update(dict.fromkeys(fresh))
        ahead.extend(fresh)
    return list(found)


def _shortened(path: Path) -> Iterable[Path]:
    """One step shorter, each way there is."""
    if path.name:
        yield replace(path, name="")
    if path.theatre:
        yield replace(path, theatre="")
    if "." in path.kind:
        yield replace(path, kind=path.kind.rpartition(".")[0])


def _fate(row: Row[K], currency: str, convert: Convert[K] | None) -> tuple[str, Row[K] | None]:
    """Why a row is left out, or how it is counted, and the row as it then counts."""
    if row.bounds is None:
        return "without_figure", None
    if row.undated:
        return "undated", None
    if row.rate:
        return "rates", None
    if row.currency == currency:
        return "counted", row
    converted = convert(row) if convert else None
    if converted is None:
        return "other_currency", None
    bounds, how = converted
    return f"by_{how}", replace(row, bounds=bounds, currency=currency)


def _sum(
    added: Sequence[Row[K]], low: Decimal, counts: Counter[str], exceeded: tuple[K, ...]
) -> Total[K]:
    highs = [row.bounds.high for row in added if row.bounds and row.bounds.high is not None]
    return Total(
        low=low,
        high=sum(highs, _NOTHING),
        counted=sum(row.number for row in added),
        without_figure=counts["without_figure"],
        without_upper_bound=sum(row.number for row in added if _is_open(row)),
        other_currency=counts["other_currency"],
        rates=counts["rates"],
        disputed=sum(row.number for row in added if row.disputed),
        doubtful=sum(row.number for row in added if row.doubtful),
        inside_another=counts["inside_another"],
        undated=counts["undated"],
        by_equivalent=counts["by_equivalent"],
        by_rate=counts["by_rate"],
        periods=len(frozenset().union(*(row.periods for row in added))),
        exceeded=exceeded,
    )


def _certain(row: Row[K], inner: Mapping[K, Sequence[Row[K]]]) -> Decimal:
    """What a row adds for certain: nothing of its own, where it is disputed or in doubt (F3).

    What its parts say for certain is certain of it too, as far as its own words allow (F2).
    """
    if row.bounds is None:
        return _NOTHING
    own = _NOTHING if row.disputed or row.doubtful else row.bounds.low
    parts = sum((_certain(part, inner) for part in inner.get(row.key, ())), _NOTHING)
    fits = row.bounds.high is None or parts <= row.bounds.high
    return max(own, parts) if fits else own


def _is_open(row: Row[K]) -> bool:
    return row.bounds is not None and row.bounds.high is None


def _inside(row: Row[K], whole: Row[K]) -> Decimal:
    """What a part says of its whole, where they speak of the same unit."""
    comparable = row.has_sum and row.currency == whole.currency
    return row.bounds.low if comparable and row.bounds is not None else _NOTHING


def _exceeds(parts: Decimal | None, whole: Row[K]) -> bool:
    high = whole.bounds.high if whole.bounds is not None else None
    return parts is not None and high is not None and parts > high
