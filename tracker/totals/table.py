"""An answer as plain data: JSON for programs, a row a cell and metric for tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from tracker.totals.adding import MetricTotal
from tracker.totals.answering import Answer, Cell

Address = Callable[[Mapping[str, str]], str]  # of the list that parameters find

COUNTS = ("contributions", "countries", "countries_certain")
OUTCOMES = (
    *("counted", "without_figure", "without_upper_bound", "other_currency", "rates"),
    *("inside_another", "undated", "disputed", "doubtful", "by_equivalent", "periods"),
)
MEASURES = ("metric", "unit", "nature", "currency", "low", "high", "high_of_bounded", "at_least")
COLUMNS = (*COUNTS, *MEASURES, *OUTCOMES, "exceeded", "records")


def as_json(answer: Answer, address: Address) -> dict[str, Any]:
    return {
        "by": [grouping.name for grouping in answer.question.groupings],
        "results": [_cell(cell, address) for cell in answer.cells],
        "total": _cell(answer.whole, address),
        "left_out": [
            {
                "because": each.because,
                "contributions": each.contributions,
                "records": None if each.asked is None else address(each.asked),
            }
            for each in answer.left_out
        ],
        "read_as": list(answer.question.query.read_as),
    }


def table_of(answer: Answer, address: Address) -> Iterator[list[Any]]:
    """A header, then a row for each cell and metric; one without where a cell has none.

    Of a question without groups the row is of the whole.
    """
    names = [grouping.name for grouping in answer.question.groupings]
    yield [*names, *COLUMNS]
    for cell in answer.cells if names else (answer.whole,):
        counts = {name: getattr(cell, name) for name in COUNTS}
        more = counts | {"records": address(cell.asked)}
        for metric in cell.metrics or (None,):
            row = more | (_metric(metric) if metric else {})
            row["exceeded"] = "; ".join(row.get("exceeded", ()))
            yield [*(cell.groups[name] for name in names), *(row.get(name) for name in COLUMNS)]


def _cell(cell: Cell, address: Address) -> dict[str, Any]:
    return {
        **cell.groups,
        **{name: getattr(cell, name) for name in COUNTS},
        "metrics": [_metric(metric) for metric in cell.metrics],
        "records": address(cell.asked),
    }


def _metric(of: MetricTotal) -> dict[str, Any]:
    """Where nothing was counted there is no number: silence is not zero."""
    found = of.total
    known = found.counted > 0
    return {
        "metric": of.metric.code,
        "unit": of.metric.unit,
        "nature": of.metric.nature,
        "currency": of.currency or None,
        "low": _number(found.low) if known else None,
        "high": _number(found.high) if known and not found.is_at_least else None,
        "high_of_bounded": _number(found.high) if known else None,
        "at_least": found.is_at_least,
        **{name: getattr(found, name) for name in OUTCOMES},
        "exceeded": list(of.exceeded),
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
