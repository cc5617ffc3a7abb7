"""EDTF dates (ISO 8601-2) as the first and the last day they can mean: semantics A.

Levels 0 and 1 of EDTF are read, by the same grammar as ``tracker_edtf_earliest`` and
``tracker_edtf_latest`` in ``models/sql/edtf.sql``; change both or neither.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from tracker.domain.ladder import Group, Status, group_of

_DATE = re.compile(
    r"(?:(?P<unspecified>[0-9]X{3}|[0-9]{2}XX|[0-9]{3}X)"
    r"|(?P<year>[0-9]{4})"
    r"(?:-(?:(?P<season>2[1-4])|XX(?:-XX)?|(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-9]{2}|XX))?))?"
    r")(?P<qualifier>[?~%]?)"
)

# What people (and EDTF's level 2) write instead, and what to say to them. The first that
# matches anywhere in the text is said.
_REFUSED = [
    (r"\s", "there is space in it"),
    (r"T[0-9]", "days are kept, not times of day; write the day alone"),
    (r"^Y|^-", "years run from 0001 to 9999"),
    (r"S[0-9]", "significant digits are EDTF's level 2; write an interval: 1950/1959"),
    (r"[\[\]{},]", "sets are EDTF's level 2; write an interval from the first to the last day"),
    (r"[0-9]\.\.[0-9]?|\.\.[0-9]", "an interval has a stroke between its ends: ../2015-11-23"),
    (r"x", "an unspecified digit is a capital X: 201X"),
    (r"[?~%][0-9X-]", "?, ~ and % stand at the end of a date and qualify all of it"),
    (r"[?~%]{2}", "one of ?, ~ and % is enough; % is both"),
    (r"^[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}$", "the year comes first: 2015-11-23"),
    (r"^[0-9]{8}$", "year, month and day are parted by hyphens: 2015-11-23"),
    (r"X-[0-9]|[0-9]X[0-9]|^X|-[0-9]X|-X[0-9]", "X stands for the last digits: 201X, 2015-XX"),
    (r"/.*/", "an interval has two ends"),
    (r"-(2[5-9]|3[0-9]|4[01])$", "seasons are 21 (spring) to 24 (winter)"),
    (r"-(00|1[3-9]|20)\b", "months are 01 to 12, seasons 21 to 24"),
    (r"-[0-9]\b", "months and days have two digits: 2015-01-09"),
]


class DateError(ValueError):
    """A text that is no date this record can hold; the message says why and shows a right one."""

    def __init__(self, text: str, why: str) -> None:
        super().__init__(
            f"{text!r} is not read as a date: {why}. "
            "Right are 2015-11-23, 2015-11, 2015-11~ and 2014-08-08/2015-11-23."
        )


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day a date can mean; None is unbounded, None on both sides undated.

    ``interval`` says that it was written as one ("at some time within"), which as_of asks; it is
    no part of equality. Where the bounds come from two columns it is ``"/" in text``.
    """

    earliest: date | None
    latest: date | None
    interval: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"a span from {self.earliest} to {self.latest} ends before it begins")

    @classmethod
    def on(cls, day: date) -> Span:
        return cls(day, day)

    @classmethod
    def hull(cls, spans: Iterable[Span]) -> Span:
        """From the first earliest to the last latest day; undated ones are left out."""
        dated = [span for span in spans if span.is_dated]
        starts = [span.earliest for span in dated if span.earliest]
        ends = [span.latest for span in dated if span.latest]
        return cls(
            min(starts) if starts and len(starts) == len(dated) else None,
            max(ends) if ends and len(ends) == len(dated) else None,
        )

    @property
    def is_dated(self) -> bool:
        return self.earliest is not None or self.latest is not None

    @property
    def is_interval(self) -> bool:
        """Written as an interval; with one side open it cannot be anything else."""
        return self.is_dated and (self.interval or not (self.earliest and self.latest))

    def certainly_before(self, other: Span) -> bool:
        return bool(self.latest and other.earliest and self.latest < other.earliest)

    def certainly_after(self, other: Span) -> bool:
        return other.certainly_before(self)

    def possibly_in(self, wanted: Span) -> bool:
        """It overlaps the range. Undated is in no range, not even in one without bounds."""
        apart = self.certainly_before(wanted) or self.certainly_after(wanted)
        return self.is_dated and not apart

    def certainly_in(self, wanted: Span) -> bool:
        """Both bounds lie inside the range; a side that the range leaves open holds everything."""
        begins = not wanted.earliest or bool(self.earliest and self.earliest >= wanted.earliest)
        ends = not wanted.latest or bool(self.latest and self.latest <= wanted.latest)
        return self.is_dated and begins and ends


UNDATED = Span(None, None)


# --- Reading --------------------------------------------------------------------------------


def parse_edtf(text: str) -> Span:
    """The bounds of an EDTF date of level 0 or 1; empty text is undated.

    ``~`` and ``%`` widen a day by 3 days and anything else by its own length (2015-11~ by a
    month, 2015~ and 2015-XX~ by a year, 2015-21~ by a season, 201X~ by ten years). Winter (24)
    begins in December of its year. Raises :class:`DateError`.
    """
    if not text:
        return UNDATED
    if "/" not in text:
        return _parse_date(text, text)
    first, _, last = text.partition("/")
    if {first, last} <= {"", ".."}:
        raise DateError(text, "an interval has at least one end; leave the date empty instead")
    if "X" in text:
        raise DateError(text, "an interval takes no X; write its end shorter: 2015 for 2015-XX")
    earliest = None if first in ("", "..") else _parse_date(first, text).earliest
    latest = None if last in ("", "..") else _parse_date(last, text).latest
    if earliest and latest and earliest > latest:
        raise DateError(text, "it ends before it begins")
    return Span(earliest, latest, interval=True)


def _parse_date(part: str, text: str) -> Span:
    match = _DATE.fullmatch(part)
    if match is None:
        raise DateError(text, _why_not(text))
    about = match["qualifier"] in ("~", "%")
    if match["day"] not in (None, "XX"):
        return _day(int(match["year"]), int(match["month"]), int(match["day"]), about, text)
    first, last = _months(match)
    widen = last - first + 1 if about else 0
    return Span(_first_day(first - widen, text), _last_day(last + widen, text))


def _why_not(text: str) -> str:
    return next((why for shape, why in _REFUSED if re.search(shape, text)), "no EDTF has this form")


def _day(year: int, month: int, day: int, about: bool, text: str) -> Span:
    try:
        middle = date(year, month, day).toordinal()
    except ValueError:
        raise DateError(text, "there is no such day") from None
    widen = 3 if about else 0
    try:
        return Span(date.fromordinal(middle - widen), date.fromordinal(middle + widen))
    except (ValueError, OverflowError):
        raise DateError(text, "years run from 0001 to 9999") from None


def _months(match: re.Match[str]) -> tuple[int, int]:
    """First and last month, counted from January of the year 0."""
    year = match["year"] or match["unspecified"]
    start = int(year.replace("X", "0")) * 12
    if match["season"]:
        start += 2 + 3 * (int(match["season"]) - 21)
        return start, start + 2
    if match["month"]:
        start += int(match["month"]) - 1
        return start, start
    return start, int(year.replace("X", "9")) * 12 + 11


def _first_day(month: int, text: str) -> date:
    year, index = divmod(month, 12)
    if not 1 <= year <= 9999:
        raise DateError(text, "years run from 0001 to 9999")
    return date(year, index + 1, 1)


def _last_day(month: int, text: str) -> date:
    first = _first_day(month, text)
    return first.replace(day=monthrange(first.year, first.month)[1])


# --- What a statement's dates mean ----------------------------------------------------------


def effective_when(status: str, when: Span, said: Span) -> Span:
    """When a statement holds, its ``when`` or the default (A4).

    What is ongoing or denied holds on the day it was said, what is done or ended happened up to
    it; a promise has no ``when`` of its own, it is dated by ``said``.
    """
    if when.is_dated:
        return when
    group = group_of(status)
    if status == Status.ONGOING or group == Group.DENIED:
        return said
    return Span(None, said.latest, interval=True) if group == Group.ACTUAL else UNDATED


def as_of(status_group: str, when: Span, said: Span) -> Span:
    """The day a statement speaks as of, by which later and earlier are told (A5).

    For the actual group ``when``, capped at ``said``; of an interval its last day. For all others
    ``said``. Both bounds stay: a deed of 2015-11 is as of some day in it, not its last.
    """
    if status_group != Group.ACTUAL or when.latest is None:
        return said  # open at its end: what is capped at `said` is `said`
    last = when.latest
    latest = min(last, said.latest) if said.latest else last
    if when.is_interval and said.is_dated:
        return Span(said.earliest and min(last, said.earliest), latest)
    first = last if when.is_interval else when.earliest or last
    return Span(min(first, latest), latest)


def promise_as_deed(status: str, when: Span, said: Span) -> bool:
    """An actual status whose ``when`` begins certainly after it was said (A6: refused)."""
    return group_of(status) == Group.ACTUAL and when.certainly_after(said)
