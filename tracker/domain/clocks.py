"""When a deed held: its start, its end, and as of when it is known to stand (semantics C6, D)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.dates import Span
from tracker.domain.ladder import Change
from tracker.domain.reading import UNBOUNDED_BELOW, Evidence, day_of


@dataclass(frozen=True, slots=True)
class Clocks:
    """The times of a deed. ``conflict``: readings of its start, or of its end, exclude each other.

    ``stands_from``: the first day by which it certainly stood, since its last known interruption.
    ``last_as_of``: the last day as of which somebody says that it stands.
    """

    started: Span | None = None
    ended: Span | None = None
    held: Span | None = None
    stands_from: date | None = None
    last_as_of: date | None = None
    conflict: bool = False


def clocks_of(actual: Sequence[Evidence]) -> Clocks:
    dated = [evidence for evidence in actual if evidence.probable]
    if not dated:
        return Clocks()
    standing = [evidence for evidence in dated if not evidence.stop]
    last = max((evidence.as_lo for evidence in standing), default=UNBOUNDED_BELOW)
    overcome = [evidence.as_hi for evidence in dated if evidence.stop and evidence.as_hi < last]
    starts = [evidence for evidence in dated if evidence.change == Change.START]
    ends = [e for e in dated if e.stop == Change.END and e.as_hi >= last]
    resumed = max(overcome, default=UNBOUNDED_BELOW)
    return Clocks(
        started=_hull(starts),
        ended=_hull(ends),
        held=Span.hull(evidence.when for evidence in dated),
        stands_from=_stands_from([e for e in standing if e.as_lo > resumed or not overcome]),
        last_as_of=day_of(last),
        conflict=_exclude_each_other(starts) or _exclude_each_other(ends),
    )


def _stands_from(standing: Iterable[Evidence]) -> date | None:
    """A start is certain by the last reading of it, anything else by the first that is over."""
    starts: list[int] = []
    others: list[int] = []
    for evidence in standing:
        (starts if evidence.change == Change.START else others).append(evidence.when_hi)
    certain = [*others, max(starts)] if starts else others
    return day_of(min(certain)) if certain else None


def _said_when(evidences: Sequence[Evidence]) -> list[Span]:
    """The dates that were given; those that follow from the day of speaking only if none was."""
    given = [e.when for e in evidences if e.reading.when is not None and e.reading.when.is_dated]
    return given or [evidence.when for evidence in evidences]


def _hull(evidences: Sequence[Evidence]) -> Span | None:
    return Span.hull(_said_when(evidences)) if evidences else None


def _exclude_each_other(evidences: Sequence[Evidence]) -> bool:
    spans = _said_when(evidences)
    begins = [span.earliest for span in spans if span.earliest]
    ends = [span.latest for span in spans if span.latest]
    return bool(begins and ends) and max(begins) > min(ends)
