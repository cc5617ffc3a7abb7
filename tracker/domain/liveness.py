"""What is live on a day of knowledge, and on which days that can change (semantics B)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from graphlib import CycleError, TopologicalSorter

from tracker.domain.reading import Evidence, Reading
from tracker.domain.stake import Membership


class CircularCorrection(ValueError):
    """Statements that correct each other in a circle: none of them could be the last word."""

    def __init__(self, ids: Sequence[int]) -> None:
        chain = " corrects ".join(str(number) for number in ids)
        super().__init__(
            f"statements correct each other in a circle ({chain}): "
            "withdraw one, or empty its `corrects`."
        )


class Corrections:
    """Who corrects whom, so that correcting a correction revives what it had corrected (B1).

    Raises :class:`CircularCorrection`.
    """

    def __init__(self, readings: Iterable[Reading]) -> None:
        pool = list(readings)
        known = {reading.id for reading in pool}
        self._by_corrected: dict[int, list[int]] = {}
        for reading in pool:
            if reading.corrects in known:
                self._by_corrected.setdefault(reading.corrects, []).append(reading.id)
        self._order: tuple[int, ...] = ()
        if self._by_corrected:
            self._order = self._in_order()

    def _in_order(self) -> tuple[int, ...]:
        """Who corrects before whom it corrects."""
        try:
            return tuple(TopologicalSorter(self._by_corrected).static_order())
        except CycleError as error:
            raise CircularCorrection(error.args[1]) from None

    def standing(self, present: Sequence[Evidence]) -> list[Evidence]:
        """Those of the statements present that no live one corrects."""
        if not self._by_corrected:
            return list(present)
        here = {evidence.id for evidence in present}
        for number in self._order:
            if number in here and any(by in here for by in self._by_corrected.get(number, ())):
                here.discard(number)
        return [evidence for evidence in present if evidence.id in here]


def is_known(reading: Reading, day: date) -> bool:
    """Published by the day, and its source not yet replaced."""
    until = reading.known_until
    return reading.known_from <= day and (until is None or day < until)


def days_of_change(evidences: Sequence[Evidence], membership: Membership) -> list[date]:
    """The days from which something may be known otherwise, in order."""
    days = {evidence.reading.known_from for evidence in evidences}
    days.update(e.reading.known_until for e in evidences if e.reading.known_until is not None)
    if not days:
        return []
    speaking = {e.reading.speaker_country for e in evidences if e.foreign}
    first = min(days)
    for country in speaking:
        for begins, ends, _ in membership.get(country, ()):
            days.update(day for day in (begins, ends) if day is not None and day > first)
    return sorted(days)


def believed(live: Sequence[Evidence]) -> list[Evidence]:
    """What says a status; what is improbable only where nothing else does (B4)."""
    speaking = [evidence for evidence in live if evidence.group]
    return [evidence for evidence in speaking if evidence.probable] or speaking
