"""A published statement as the rules of state see it, and the same one weighed for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

from tracker.domain.dates import UNDATED, Span, as_of, effective_when
from tracker.domain.ladder import Change, Group, Status, group_of, rung
from tracker.domain.stake import speaks_for_another

# Days are compared as numbers, with room below and above for what is unbounded.
UNBOUNDED_BELOW = 0
UNBOUNDED_ABOVE = date.max.toordinal() + 1

IMPROBABLE = 5  # credibility: shown, and believed only where nothing else is live (B4)

Equivalent = tuple[Decimal | None, Decimal | None, str]  # low, high, currency


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One published statement. Empty text means that nothing was said of it.

    ``code`` is the statement's, the same in every database, as ``id`` is not. ``place`` is the
    offset in the text and the order within the quote. ``known_until`` is the day a newer edition of
    its source took its words away. ``said`` is always dated.
    """

    id: int
    code: str
    quote: int
    place: tuple[int, int]
    source: int
    origin: str
    status: str
    said: Span
    known_from: date
    change: str = ""
    conditioned: bool = False
    implied: bool = False
    presumed: bool = False
    reads_as: str = ""
    metric: str = ""
    nature: str = ""
    currency: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    per: str = ""
    when: Span | None = None
    due: Span | None = None
    speaker_role: str = ""
    speaker_country: str = ""
    credibility: int = 6
    denies: int | None = None
    corrects: int | None = None
    known_until: date | None = None
    converted: Equivalent | None = None


@dataclass(slots=True, eq=False)
class Amount:
    """A quantity in one currency (or none) with its times; events of one table are one amount."""

    low: Decimal
    high: Decimal | None
    as_lo: int
    as_hi: int
    when_lo: int
    when_hi: int
    quote: int
    place: tuple[int, int]
    ids: tuple[int, ...]
    event: bool = False


@dataclass(slots=True, eq=False)
class Evidence:
    """A reading with what the rules ask of it again and again, worked out once.

    ``group`` counts a conditioned statement as prospective at most. ``stop`` is "end" or
    "suspend" where a deed stops. ``foreign``: its stake depends on a membership. The dates and
    the quantity of an improbable statement are unknown here, so that they are used nowhere (B4).
    """

    reading: Reading
    id: int
    quote: int
    place: tuple[int, int]
    group: str
    rung: int
    stop: str
    own: bool
    foreign: bool
    probable: bool
    as_lo: int
    as_hi: int
    when: Span
    when_lo: int
    when_hi: int
    measure: tuple[str, str, str]
    amounts: dict[str, Amount]

    @property
    def status(self) -> str:
        return self.reading.status

    @property
    def change(self) -> str:
        return self.reading.change


class Timed(Protocol):
    """What can be later or earlier than another of its sort."""

    as_lo: int
    as_hi: int
    quote: int
    place: tuple[int, int]


_T = TypeVar("_T", bound=Timed)


def latest_set(items: Iterable[_T]) -> list[_T]:
    """Those that are not certainly earlier than another (A7), of each quote the last.

    One is certainly earlier if its last day lies before the first day of another. So the set is
    what reaches the latest first day, and all of it has that day in common.
    """
    pool = list(items)
    if not pool:
        return []
    day = max(item.as_lo for item in pool)
    last: dict[int, _T] = {}
    for item in pool:
        if item.as_hi < day:
            continue
        held = last.get(item.quote)
        if held is None or held.place < item.place:
            last[item.quote] = item
    return list(last.values())


# --- Weighing -------------------------------------------------------------------------------


def weigh(contributor: str, reading: Reading) -> Evidence:
    group = group_of(reading.status, conditioned=reading.conditioned)
    probable = reading.credibility != IMPROBABLE
    spoken = as_of(group, reading.when or UNDATED, reading.said) if probable else UNDATED
    held = _held(group, reading) if probable else UNDATED
    role, country = reading.speaker_role, reading.speaker_country
    evidence = Evidence(
        reading=reading,
        id=reading.id,
        quote=reading.quote,
        place=reading.place,
        group=group,
        rung=rung(reading.status),
        stop=_stop(reading),
        own=role in ("official", "military") and country == contributor,
        foreign=speaks_for_another(role, country, contributor),
        probable=probable,
        as_lo=first_day(spoken),
        as_hi=last_day(spoken),
        when=held,
        when_lo=first_day(held),
        when_hi=last_day(held),
        measure=(group, reading.metric, reading.per),
        amounts={},
    )
    if probable and group:
        evidence.amounts = _amounts(evidence)
    return evidence


def reads_as(reading: Reading) -> str:
    """What a quantity is: as the analyst said, else a change beside words of change, else a level.

    "230 more" is no level (E1), nor are the six aircraft that were withdrawn; what had been done
    by the end is.
    """
    if reading.reads_as:
        return reading.reads_as
    if reading.change in (Change.MORE, Change.LESS):
        return "change"
    stopped = reading.change in (Change.END, Change.SUSPEND)
    return "change" if stopped and reading.nature != "flow" else "level"


def first_day(span: Span) -> int:
    return span.earliest.toordinal() if span.earliest else UNBOUNDED_BELOW


def last_day(span: Span) -> int:
    return span.latest.toordinal() if span.latest else UNBOUNDED_ABOVE


def day_of(number: int) -> date | None:
    """The day of a number; None where it is unbounded."""
    bounded = UNBOUNDED_BELOW < number < UNBOUNDED_ABOVE
    return date.fromordinal(number) if bounded else None


def span_of(first: int, last: int) -> Span:
    return Span(day_of(first), day_of(last))


def _stop(reading: Reading) -> str:
    if reading.status == Status.ENDED or reading.change == Change.END:
        return Change.END.value
    return Change.SUSPEND.value if reading.change == Change.SUSPEND else ""


def _held(group: str, reading: Reading) -> Span:
    """When it held; a deed not after the day it was told of."""
    when = effective_when(reading.status, reading.when or UNDATED, reading.said)
    cap = reading.said.latest
    if group != Group.ACTUAL or cap is None or not when.is_dated:
        return when
    if when.latest is not None and when.latest <= cap:
        return when
    earliest = when.earliest and min(when.earliest, cap)
    return Span(earliest, cap, interval=when.interval)


def _amounts(evidence: Evidence) -> dict[str, Amount]:
    reading = evidence.reading
    kind = reads_as(reading)
    if kind == "change" or not reading.metric:
        return {}
    stated: list[Equivalent] = [(reading.low, reading.high, reading.currency)]
    if reading.converted is not None:
        stated.append(reading.converted)
    begins = UNBOUNDED_BELOW if kind == "total" and _is_a_day(reading.when) else evidence.when_lo
    return {
        currency: Amount(
            low=low if low is not None else Decimal(0),
            high=high,
            as_lo=evidence.as_lo,
            as_hi=evidence.as_hi,
            when_lo=begins,
            when_hi=evidence.when_hi,
            quote=evidence.quote,
            place=evidence.place,
            ids=(evidence.id,),
            event=kind == "event",
        )
        for low, high, currency in stated
        if low is not None or high is not None
    }


def _is_a_day(when: Span | None) -> bool:
    """Not written as an interval: of a total to date it is the day it was counted, not a period."""
    return when is None or not when.is_interval
