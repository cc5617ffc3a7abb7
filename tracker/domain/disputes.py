"""Who denies that it exists (semantics C9). A quarrel over a date or a figure is none of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracker.domain.ladder import Group, Status
from tracker.domain.reading import Evidence
from tracker.domain.verdict import OF_THE_THING, Tracks

_DENYING = frozenset({Status.RULED_OUT.value, Status.ABSENT.value})


def is_disputed(tracks: Tracks) -> bool:
    """A live denial stands against a live deed of another origin.

    Where there is no deed: a denial or doubt against a promise, both of the thing itself, both
    among the latest, of different origins.
    """
    if not tracks.actual:
        return _is_promise_disputed(tracks)
    return any(
        denial.reading.origin != deed.reading.origin
        for denial in _denials(tracks.intent)
        for deed in _denied(denial, tracks.actual)
    )


def is_denied_by_self(tracks: Tracks) -> bool:
    """The contributor itself denies, and nobody of its own asserts a deed."""
    if any(deed.own for deed in tracks.actual):
        return False
    if not tracks.actual:
        return any(denial.own for denial in _denials(tracks.intents))
    own = [denial for denial in _denials(tracks.intent) if denial.own]
    return any(True for denial in own for _ in _denied(denial, tracks.actual))


def is_quarrel(actual: Sequence[Evidence]) -> bool:
    """A deed told otherwise: a statement of the deed that denies another statement of it."""
    denied = {evidence.reading.denies for evidence in actual} - {None}
    return any(evidence.id in denied for evidence in actual)


def _is_promise_disputed(tracks: Tracks) -> bool:
    of_the_thing = [evidence for evidence in tracks.intents if evidence.change in OF_THE_THING]
    for_it = {e.reading.origin for e in of_the_thing if e.group == Group.PROSPECTIVE}
    against = {e.reading.origin for e in of_the_thing if e.group == Group.DENIED}
    if for_it and against and len(for_it | against) > 1:
        return True
    origins = {evidence.id: evidence.reading.origin for evidence in tracks.intent}
    return any(
        origins.get(evidence.reading.denies, evidence.reading.origin) != evidence.reading.origin
        for evidence in tracks.intent
        if evidence.reading.denies is not None
    )


def _denials(intents: Iterable[Evidence]) -> list[Evidence]:
    """Unconditioned denials of the thing itself, and what denies a statement by name."""
    return [
        evidence
        for evidence in intents
        if evidence.reading.denies is not None or _denies_the_thing(evidence)
    ]


def _denies_the_thing(evidence: Evidence) -> bool:
    reading = evidence.reading
    return reading.status in _DENYING and not reading.change and not reading.conditioned


def _denied(denial: Evidence, actual: Iterable[Evidence]) -> Iterable[Evidence]:
    """The deeds a denial is about: the one it names; and all that it reaches back over.

    A deed certainly later than the denial is out of its reach, as is one outside the period that
    the denial itself gives.
    """
    named = denial.reading.denies
    general = _denies_the_thing(denial)
    dated = denial.reading.when is not None and denial.reading.when.is_dated
    for deed in actual:
        reached = general and deed.as_lo <= denial.as_hi and (not dated or _meet(deed, denial))
        if deed.id == named or reached:
            yield deed


def _meet(deed: Evidence, denial: Evidence) -> bool:
    return deed.when_lo <= denial.when_hi and denial.when_lo <= deed.when_hi
