"""Which word stands: deeds before intents, the nearest and most cautious first (semantics C)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tracker.domain.ladder import SUSPENDED, Change, Group, Status, group_of, rung
from tracker.domain.reading import Evidence, latest_set

Stakes = Callable[[Evidence], int]  # place in the order of stakes, on one day of knowledge

# A promise to begin, or to go on, is a promise of the thing; one of more of it presupposes it.
OF_THE_THING = frozenset({"", Change.START.value, Change.RESUME.value})


@dataclass(frozen=True, slots=True)
class Tracks:
    """What is believed on one day of knowledge, parted (C1), with the latest of each.

    ``intents`` are the latest intents of the thing itself; if all speak of a change, of those.
    """

    actual: list[Evidence]
    intent: list[Evidence]
    deeds: list[Evidence]
    intents: list[Evidence]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The status, the statement that carries it, and the promises that put a deed in doubt."""

    carrier: Evidence
    status: str
    group: str
    doubts: tuple[Evidence, ...] = ()


def part(believed: Iterable[Evidence]) -> Tracks:
    actual: list[Evidence] = []
    intent: list[Evidence] = []
    for evidence in believed:
        (actual if evidence.group == Group.ACTUAL else intent).append(evidence)
    of_the_thing = [evidence for evidence in intent if evidence.change in OF_THE_THING]
    return Tracks(actual, intent, latest_set(actual), latest_set(of_the_thing or intent))


def best(evidences: Iterable[Evidence], stakes: Stakes) -> Evidence:
    """By stake, lower rung, place in the text; between texts by code, whichever came first."""
    return min(evidences, key=lambda e: (stakes(e), e.rung, e.place, e.reading.code))


def decide(tracks: Tracks, stakes: Stakes) -> Verdict:
    """The status of a contribution of which something is said."""
    if not tracks.deeds:
        carrier = best(tracks.intents, stakes)
        return Verdict(carrier, carrier.status, carrier.group)
    deed = _decide_deed(tracks.deeds, stakes)
    doubts = tuple(_doubts(tracks))
    if not doubts:
        return deed
    doubt = best(doubts, stakes)
    if (stakes(doubt), doubt.rung) < (stakes(deed.carrier), rung(deed.status)):
        return Verdict(doubt, doubt.status, doubt.group, doubts)
    return Verdict(deed.carrier, deed.status, deed.group, doubts)


def _decide_deed(deeds: Sequence[Evidence], stakes: Stakes) -> Verdict:
    """C2: an end is an end, a pause a pause, whoever says it; else the best."""
    stops = (
        (Change.END, Status.ENDED.value),
        (Change.SUSPEND, SUSPENDED),
    )
    for stop, status in stops:
        stopped = [evidence for evidence in deeds if evidence.stop == stop]
        if stopped:
            return Verdict(best(stopped, stakes), status, group_of(status))
    carrier = best(deeds, stakes)
    return Verdict(carrier, carrier.status, carrier.group)


def _doubts(tracks: Tracks) -> list[Evidence]:
    """C3: promises of the thing, of another quote, neither before nor after any of the deeds."""
    first = max(deed.as_lo for deed in tracks.deeds)
    last = min(deed.as_hi for deed in tracks.deeds)
    quotes = {deed.quote for deed in tracks.deeds}
    return [
        evidence
        for evidence in tracks.intent
        if evidence.group == Group.PROSPECTIVE
        and not evidence.change
        and evidence.quote not in quotes
        and evidence.as_hi >= first
        and evidence.as_lo <= last
    ]
