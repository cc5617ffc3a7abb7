"""What totals can be grouped by. A cell is the question with its group as further parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.filters.asked import Given

Group = str | None  # of one grouping: a code, a word, a month; None where there is none
Params = dict[str, str]
UNSTATED = "unstated"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a cell's question is made from: the parameters as texts and read, and the kinds."""

    asked: Mapping[str, str]
    given: Given
    kinds_below: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Grouping:
    """``column`` is the path to the group's column; empty where a row may stand in many groups."""

    name: str
    label: str
    column: str
    narrow: Callable[[Narrowing, Group], Params]

    @property
    def overlaps(self) -> bool:
        return not self.column


def _one(name: str) -> Callable[[Narrowing, Group], Params]:
    return lambda _, group: {name: group or UNSTATED}


def _kind(of: Narrowing, group: Group) -> Params:
    """The kind alone: what lies below it has cells of its own."""
    kind = group or ""
    left_out = of.asked.get("kind!", "").split(",")
    below = [code for code in of.kinds_below.get(kind, ()) if code not in left_out]
    excluded = ",".join(filter(None, [*left_out, *below]))
    return {"kind": kind, **({"kind!": excluded} if excluded else {})}


def _period(of: Narrowing, group: Group) -> Params:
    """Within what the question itself bounds: spans that touch both touch where both meet."""
    if group is None:
        return {"dated": "false"}
    first, last = days_of(group)
    after, before = of.given.get("held_after") or first, of.given.get("held_before") or last
    return {
        "held_after": max(first, after).isoformat(),
        "held_before": min(last, before).isoformat(),
    }


def numbered(day: date, kind: str) -> int:
    """A day's month or year as a number, so that the next one is one more."""
    return day.year if kind == "year" else day.year * 12 + day.month - 1


def named(number: int, kind: str) -> str:
    """2015, or 2015-11."""
    return f"{number:04}" if kind == "year" else f"{number // 12:04}-{number % 12 + 1:02}"


def days_of(period: str) -> tuple[date, date]:
    """The first and the last day of 2015, or of 2015-11."""
    year, _, month = period.partition("-")
    first = date(int(year), int(month or 1), 1)
    following = (int(month) if month else 12) + 1
    years, months = divmod(following - 1, 12)
    return first, date(int(year) + years, months + 1, 1) - timedelta(days=1)


GROUPINGS: dict[str, Grouping] = {
    grouping.name: grouping
    for grouping in (
        Grouping("country", "country", "country_id", _one("country")),
        Grouping("region", "region", "country__region", _one("region")),
        Grouping("kind", "kind", "kind_id", _kind),
        Grouping("line_of_effort", "line of effort", "", _one("line_of_effort")),
        Grouping("status_group", "status group", "state__status_group", _one("status_group")),
        Grouping("month", "month", "", _period),
        Grouping("year", "year", "", _period),
    )
}
PERIODS = ("month", "year")
