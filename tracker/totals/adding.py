"""From what the database has of a cell to its totals, by the rule of ``tracker.domain.totals``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from tracker.domain.figures import Bounds
from tracker.domain.totals import Row, Total, total
from tracker.models import Metric
from tracker.totals.containers import Contained, Key
from tracker.totals.figures import Measured

Rows = list[Row[int | Key]]
Equivalents = Mapping[int | Key, Bounds]
RATE = Bounds(Decimal(0), None)  # of a rate nothing is added, whatever its bounds


@dataclass(frozen=True, slots=True)
class MetricTotal:
    """One metric of one cell, in one currency where it is money.

    ``exceeded`` are codes of the wholes whose parts say more than they do.
    """

    metric: Metric
    currency: str
    total: Total[int | Key]
    exceeded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Having:
    """What a cell has: its contributions, what they measure, and which lie in one another."""

    contributions: int
    measured: Sequence[Measured]
    inside: Contained
    convert_to: str = ""

    def totals(self, metric: Metric) -> Iterator[MetricTotal]:
        """Of one metric, in each of its currencies or in that which was asked for."""
        having = [each for each in self.measured if each.metric == metric.code]
        rows, equivalents = self._rows(having)

        def convert(row: Row[int | Key]) -> tuple[Bounds, Literal["equivalent"]] | None:
            bounds = equivalents.get(row.key)
            return (bounds, "equivalent") if bounds else None

        for currency in self._currencies(having):
            found = total(
                rows,
                containers=self.inside.containers,
                currency=currency,
                convert=convert if self.convert_to else None,
            )
            exceeded = tuple(sorted(self.inside.code(key) for key in found.exceeded))
            yield MetricTotal(metric, currency, found, exceeded)

    def _currencies(self, having: Sequence[Measured]) -> list[str]:
        """Of what can be added; if nothing can, of the rates."""
        added = {each.currency for each in having if each.bounds is not None}
        currencies = added or {each.currency for each in having if each.rate} or {""}
        return [self.convert_to] if self.convert_to and any(currencies) else sorted(currencies)

    def _rows(self, having: Sequence[Measured]) -> tuple[Rows, Equivalents]:
        """What is measured, and a row for all of which there is nothing of this metric."""
        rows: Rows = []
        equivalents: dict[int | Key, Bounds] = {}
        for number, each in enumerate(having):
            key = number if each.single is None else self.inside.keys[each.single]
            rows.append(_row(key, each))
            if each.equivalent is not None:
                equivalents[key] = each.equivalent
        single = {each.single for each in having}
        silent = [key for pk, key in self.inside.keys.items() if pk not in single]
        rows += [Row(key=key, bounds=None) for key in silent]
        rest = self.contributions - sum(row.number for row in rows)
        return [*rows, Row(key=-1, bounds=None, number=rest)], equivalents


def _row(key: int | Key, each: Measured) -> Row[int | Key]:
    return Row(
        key=key,
        bounds=RATE if each.rate else each.bounds,
        currency=each.currency,
        rate=each.rate,
        disputed=each.disputed,
        doubtful=each.doubtful,
        undated=each.undated,
        periods=each.periods,
        number=each.number,
    )
