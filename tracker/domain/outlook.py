"""What is still to come: the promises and doubts beside a deed (semantics C7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.domain.dates import Span
from tracker.domain.ladder import Change
from tracker.domain.reading import UNBOUNDED_BELOW, Evidence, latest_set
from tracker.domain.verdict import Stakes, Tracks, Verdict, best

_STOPS = {Change.END.value: ("end",), Change.SUSPEND.value: ("end", "suspend")}


@dataclass(frozen=True, slots=True)
class Outlook:
    """The latest intents, the best of them, and the day promised where nothing followed yet."""

    readings: tuple[int, ...] = ()
    status: str = ""
    change: str = ""
    due: Span | None = None


def outlook_of(tracks: Tracks, verdict: Verdict, stakes: Stakes) -> Outlook:
    """The latest of the intents that carry a change or are not earlier than the deeds."""
    if not tracks.intent:
        return Outlook()
    ahead = latest_set(_ahead(tracks))
    promises = {intent.id: intent for intent in (*ahead, *verdict.doubts)}
    if not tracks.deeds:
        promises |= {intent.id: intent for intent in tracks.intents}
    due = _due(promises.values(), tracks)
    if not ahead:
        return Outlook(due=due)
    first = best(ahead, stakes)
    return Outlook(tuple(sorted(e.id for e in ahead)), first.status, first.change, due)


def _ahead(tracks: Tracks) -> list[Evidence]:
    """Without those certainly earlier than a deed, or told before it in the same quote."""
    day = max((deed.as_lo for deed in tracks.deeds), default=UNBOUNDED_BELOW)
    places = {deed.quote: deed.place for deed in tracks.deeds}
    return [
        intent
        for intent in tracks.intent
        if intent.change
        or (intent.as_hi >= day and intent.place >= places.get(intent.quote, intent.place))
    ]


def _due(promises: Iterable[Evidence], tracks: Tracks) -> Span | None:
    """The days promised; None where none was, or a deed has followed.

    A promise is followed by any later deed, but a promise to stop only by a stop.
    """
    followed: dict[str, int] = {}
    dues = []
    for promise in promises:
        due = promise.reading.due
        if due is None or not due.is_dated or not promise.probable:
            continue
        change = promise.change
        if change not in followed:
            followed[change] = _last_follower(change, tracks)
        if followed[change] <= promise.as_hi:
            dues.append(due)
    return Span.hull(dues) if dues else None


def _last_follower(change: str, tracks: Tracks) -> int:
    stops = _STOPS.get(change)
    followers = tracks.actual if stops is None else [e for e in tracks.actual if e.stop in stops]
    return max((deed.as_lo for deed in followers), default=UNBOUNDED_BELOW)
