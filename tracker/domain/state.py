"""What a contribution's published statements add up to, day by day of knowledge (semantics C)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from tracker.domain.clocks import clocks_of
from tracker.domain.dates import Span
from tracker.domain.disputes import is_denied_by_self, is_disputed, is_quarrel
from tracker.domain.figures import Figure, figures_of
from tracker.domain.liveness import Corrections, believed, days_of_change, is_known
from tracker.domain.outlook import outlook_of
from tracker.domain.reading import Evidence, Reading, weigh
from tracker.domain.stake import STAKE_ORDER, Membership, membership_on, stake_of
from tracker.domain.verdict import Stakes, best, decide, part

__all__ = ["Membership", "Reading", "State", "known_on", "overdue", "timeline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What was known of a contribution from one day until another (exclusive; None: still is).

    ``status`` and ``change`` are those of ``statement``, ``status`` also "suspended", and '' where
    statements are live but none says anything of it. ``group`` counts what is conditioned as
    prospective at most. ``held`` is the hull of when its deeds held; ``stands_from`` the first day
    by which it certainly stood (since its last known interruption), ``last_as_of`` the last as of
    which somebody says that it stands. ``due`` is None once a deed has followed. ``outlook`` and
    ``live`` are ids of statements. ``presumed_only``: nothing that is live states its tie to the
    coalition.
    """

    known_from: date
    known_until: date | None
    status: str
    group: str
    change: str
    statement: int
    live: tuple[int, ...]
    conditioned: bool = False
    status_conflict: bool = False
    disputed: bool = False
    denied_by_self: bool = False
    figure_conflict: bool = False
    implied_only: bool = False
    presumed_only: bool = False
    started: Span | None = None
    ended: Span | None = None
    held: Span | None = None
    stands_from: date | None = None
    last_as_of: date | None = None
    outlook: tuple[int, ...] = ()
    outlook_status: str = ""
    outlook_change: str = ""
    due: Span | None = None
    figures: tuple[Figure, ...] = ()


def timeline(contributor: str, readings: Iterable[Reading], membership: Membership) -> list[State]:
    """The states of a contribution, in the order in which they came to be known.

    ``readings`` are its published statements, in any order; those of a withdrawn contribution are
    none. A day of knowledge at which nothing is live lies in no state. Raises
    :class:`~tracker.domain.liveness.CircularCorrection`.
    """
    evidences = [weigh(contributor, reading) for reading in readings]
    evidences.sort(key=lambda evidence: evidence.id)
    corrections = Corrections(evidence.reading for evidence in evidences)
    days = days_of_change(evidences, membership)
    states: list[State] = []
    for day, until in pairwise([*days, None]):
        if day is None:
            break
        present = [evidence for evidence in evidences if is_known(evidence.reading, day)]
        live = corrections.standing(present)
        if live:
            stakes = _stakes_on(day, contributor, membership)
            _append(states, _state(day, until, live, stakes))
    return states


def known_on(states: Iterable[State], day: date) -> State | None:
    """The state that was known on a day."""
    for state in states:
        if state.known_from <= day and (state.known_until is None or day < state.known_until):
            return state
    return None


def overdue(state: State, day: date) -> bool:
    """A promised day has passed and nothing followed."""
    return state.due is not None and state.due.latest is not None and state.due.latest < day


def _append(states: list[State], state: State) -> None:
    """Add a state, or let the last one last longer if nothing else differs."""
    last = states[-1] if states else None
    if last is not None and last.known_until == state.known_from:
        longer = replace(last, known_until=state.known_until)
        if longer == replace(state, known_from=last.known_from):
            states[-1] = longer
            return
    states.append(state)


def _stakes_on(day: date, contributor: str, membership: Membership) -> Stakes:
    orders: dict[tuple[str, str], int] = {}

    def order(evidence: Evidence) -> int:
        reading = evidence.reading
        speaker = (reading.speaker_role, reading.speaker_country)
        known = orders.get(speaker)
        if known is None:
            standing = membership_on(membership, speaker[1], day)
            known = orders[speaker] = STAKE_ORDER[stake_of(*speaker, contributor, standing)]
        return known

    return order


def _state(day: date, until: date | None, live: Sequence[Evidence], stakes: Stakes) -> State:
    ids = tuple(evidence.id for evidence in live)
    presumed = all(evidence.reading.presumed for evidence in live)
    pool = believed(live)
    if not pool:
        statement = best(live, stakes)
        return State(
            known_from=day,
            known_until=until,
            status="",
            group="",
            change=statement.change,
            statement=statement.id,
            live=ids,
            presumed_only=presumed,
        )
    tracks = part(pool)
    verdict = decide(tracks, stakes)
    clocks = clocks_of(tracks.actual)
    outlook = outlook_of(tracks, verdict, stakes)
    figures = figures_of(pool)
    quarrel = clocks.conflict or is_quarrel(tracks.actual)
    return State(
        known_from=day,
        known_until=until,
        status=verdict.status,
        group=verdict.group,
        change=verdict.carrier.change,
        statement=verdict.carrier.id,
        live=ids,
        conditioned=verdict.carrier.reading.conditioned,
        status_conflict=bool(verdict.doubts),
        disputed=is_disputed(tracks),
        denied_by_self=is_denied_by_self(tracks),
        figure_conflict=quarrel or any(figure.conflict for figure in figures),
        implied_only=bool(tracks.actual) and all(e.reading.implied for e in tracks.actual),
        presumed_only=presumed,
        started=clocks.started,
        ended=clocks.ended,
        held=clocks.held,
        stands_from=clocks.stands_from,
        last_as_of=clocks.last_as_of,
        outlook=outlook.readings,
        outlook_status=outlook.status,
        outlook_change=outlook.change,
        due=outlook.due,
        figures=figures,
    )
