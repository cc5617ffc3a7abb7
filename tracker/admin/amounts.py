"""Amounts and bounds in a cell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any


def amount_of(record: Any) -> str:
    """“38 aircraft”, “at least 3 targets”, “EUR 440,000,000” of a statement, tally or figure."""
    number = bounds(record.low, record.high)
    if not number:
        return ""
    unit = record.metric.unit if record.metric_id else "countries"
    per = f" per {record.per}" if getattr(record, "per", "") else ""
    return f"{record.currency} {number}{per}" if record.currency else f"{number} {unit}{per}"


def bounds(low: Decimal | None, high: Decimal | None) -> str:
    if low is None and high is None:
        return ""
    if high is None:
        return f"at least {_plain(low)}"
    if low is None:
        return f"up to {_plain(high)}"
    return _plain(low) if low == high else f"{_plain(low)}–{_plain(high)}"


def _plain(value: Decimal | None) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
