"""How numbers, dates and the words of the vocabulary read in English."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.domain.amounts import SCALES
from tracker.domain.ladder import (
    SUSPENDED,
    SUSPENDED_LABEL,
    SUSPENDED_MEANING,
    Change,
    Group,
    Status,
    group_of,
)

UNSTATED = "unstated"
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([?~%]?)")
_QUALIFIERS = {"": "{}", "?": "{} (uncertain)", "~": "about {}", "%": "about {} (uncertain)"}


# --- Statuses -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Badge:
    """A status as readers see it: its word, its group and what it means."""

    label: str
    group: str
    group_label: str
    meaning: str


def badge(status: str, *, change: str = "", conditioned: bool = False) -> Badge:
    """Of a statement or a state; a condition makes it prospective at most."""
    group = group_of(status, conditioned=conditioned)
    label, meaning = _status(status)
    if change:
        label = f"{label}: {Change(change).label.lower()}"
        meaning = f"{meaning}. {Change(change).meaning}"
    return Badge(label, group or UNSTATED, group_label(group), meaning)


def group_label(group: str) -> str:
    return Group(group).label if group else "Unstated"


def _status(status: str) -> tuple[str, str]:
    if status == SUSPENDED:
        return SUSPENDED_LABEL, SUSPENDED_MEANING
    if not status:
        return "No status", "It is not said whether it is so"
    return Status(status).label, Status(status).meaning


# --- Numbers --------------------------------------------------------------------------------


def number(value: Decimal | int) -> str:
    """11,558 or 2.5: grouped, and without zeros that say nothing."""
    text = f"{Decimal(value):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def bounds(low: Decimal | None, high: Decimal | None) -> str:
    """38, 3–9, at least 3, up to 5; nothing where there is no number."""
    if low is None and high is None:
        return ""
    if high is None:
        return f"at least {number(low or 0)}"
    if low == high:
        return number(high)
    return f"{number(low)}–{number(high)}" if low else f"up to {number(high)}"


def amount(
    low: Decimal | None, high: Decimal | None, *, unit: str, currency: str = "", per: str = ""
) -> str:
    """With what is counted: 38 aircraft, EUR 440 million, USD 1 billion a year."""
    if low is None and high is None:
        return ""
    rate = f" a {per}" if per else ""
    if not currency:
        return f"{bounds(low, high)} {unit}{rate}"
    scale, word = _scale([bound for bound in (low, high) if bound])
    scaled = [bound if bound is None else bound / scale for bound in (low, high)]
    text = bounds(*scaled)
    begin = re.match(r"at least |up to |", text)
    cut = begin.end() if begin else 0
    return f"{text[:cut]}{currency} {text[cut:]}{word}{rate}"


def _scale(written: list[Decimal]) -> tuple[Decimal, str]:
    """The greatest scale in which every bound has three decimals at most."""
    for word, scale in SCALES.items():
        if written and all(bound >= scale and bound * 1000 % scale == 0 for bound in written):
            return scale, f" {word}"
    return Decimal(1), ""


def counted(count: int, singular: str, plural: str = "") -> str:
    """1 source, 2 sources."""
    return f"{number(count)} {singular if count == 1 else plural or f'{singular}s'}"


def listed(words: Iterable[str]) -> str:
    """A, B and C."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} and {last}" if most else last


# --- Dates ----------------------------------------------------------------------------------


def day(value: date | None) -> str:
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}" if value else ""


def edtf(text: str) -> str:
    """An EDTF date in words: 23 November 2015, about November 2015, some time from … to …."""
    if "/" not in text:
        return _one(text)
    first, _, last = text.partition("/")
    if first in ("", ".."):
        return f"up to {_one(last)}"
    if last in ("", ".."):
        return f"from {_one(first)} on"
    return f"some time from {_one(first)} to {_one(last)}"


def _one(text: str) -> str:
    match = _DATE.fullmatch(text)
    if match is None:
        return text
    year, month, on, qualifier = match.groups()
    words = year
    if month in _SEASONS:
        words = f"{_SEASONS[month]} {year}"
    elif month and 1 <= int(month) <= 12:
        words = f"{_MONTHS[int(month) - 1]} {year}"
        words = f"{int(on)} {words}" if on else words
    return _QUALIFIERS[qualifier].format(words)


def span(earliest: date | None, latest: date | None) -> str:
    """Two bounds of one day: on it, between them, by or after the one there is."""
    if earliest and earliest == latest:
        return day(earliest)
    if earliest and latest:
        return f"between {day(earliest)} and {day(latest)}"
    if latest:
        return f"by {day(latest)}"
    return f"not before {day(earliest)}" if earliest else ""
