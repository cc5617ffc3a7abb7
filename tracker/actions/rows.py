"""The stored form of what was derived: rows of states, figures and standings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tracker.domain.dates import UNDATED, Span
from tracker.domain.flows import Window
from tracker.domain.reading import Reading, span_of, weigh
from tracker.domain.stake import Membership, membership_on, stake_of
from tracker.domain.state import State as Derived
from tracker.models import Figure, Standing, State


@dataclass(frozen=True, slots=True)
class Sums:
    """A contribution with its readings and the states they add up to."""

    contribution: int
    country: str
    members: Membership
    readings: list[Reading]
    states: list[Derived]


def state_row(contribution: int, derived: Derived) -> State:
    """The stored form of a derived state."""
    return State(
        contribution_id=contribution,
        known_from=derived.known_from,
        known_until=derived.known_until,
        status=derived.status,
        status_group=derived.group,
        change=derived.change,
        statement_id=derived.statement,
        statements=len(derived.live),
        **_main_figure(derived),
        conditioned=derived.conditioned,
        implied_only=derived.implied_only,
        presumed_only=derived.presumed_only,
        disputed=derived.disputed,
        denied_by_self=derived.denied_by_self,
        status_conflict=derived.status_conflict,
        figure_conflict=derived.figure_conflict,
        **_bounds("started", derived.started),
        **_bounds("ended", derived.ended),
        **_bounds("held", derived.held),
        stands_from=derived.stands_from,
        last_as_of=derived.last_as_of,
        outlook=list(derived.outlook),
        outlook_status=derived.outlook_status,
        outlook_change=derived.outlook_change,
        due_latest=derived.due.latest if derived.due else None,
    )


def _main_figure(derived: Derived) -> dict[str, Any]:
    """The figure that a list shows beside the status."""
    own = [
        figure
        for figure in derived.figures
        if figure.group == derived.group and not figure.rate and not figure.equivalent
    ]
    if not own:
        return {}
    main = next((figure for figure in own if derived.statement in figure.readings), own[0])
    return {
        "metric_id": main.metric,
        "currency": main.currency,
        "low": main.low,
        "high": main.high,
    }


def figure_rows(state: State, derived: Derived) -> list[Figure]:
    """The stored form of a state's figures."""
    return [
        Figure(
            state=state,
            contribution_id=state.contribution_id,
            status_group=figure.group,
            metric_id=figure.metric,
            currency=figure.currency,
            low=figure.low,
            high=figure.high,
            conflict=figure.conflict,
            rate=figure.rate,
            per=figure.per,
            equivalent=figure.equivalent,
            windows=[_window(window) for window in figure.windows],
            statements=list(figure.readings),
        )
        for figure in derived.figures
    ]


def standing_rows(sums: Sums) -> list[Standing]:
    """Whose word each statement is, which days it covers, from when until when it was live."""
    live: dict[int, list[Derived]] = {}
    for derived in sums.states:
        for pk in derived.live:
            live.setdefault(pk, []).append(derived)
    return [
        _standing(sums, reading, live[reading.id])
        for reading in sums.readings
        if reading.id in live
    ]


def _standing(sums: Sums, reading: Reading, states: list[Derived]) -> Standing:
    until = states[-1].known_until
    member = membership_on(sums.members, reading.speaker_country, states[-1].known_from)
    evidence = weigh(sums.country, reading)
    return Standing(
        statement_id=reading.id,
        contribution_id=sums.contribution,
        stake=stake_of(reading.speaker_role, reading.speaker_country, sums.country, member),
        origin=reading.origin,
        known_from=states[0].known_from,
        known_until=until,
        **_bounds("said", reading.said),
        **_bounds("held", evidence.when),
        **_bounds("as_of", span_of(evidence.as_lo, evidence.as_hi)),
    )


def _bounds(name: str, span: Span | None) -> dict[str, Any]:
    span = span or UNDATED
    return {f"{name}_earliest": span.earliest, f"{name}_latest": span.latest}


def _window(window: Window) -> dict[str, Any]:
    first, last = window.span.earliest, window.span.latest
    return {
        "earliest": first and first.isoformat(),
        "latest": last and last.isoformat(),
        "low": str(window.low),
        "high": None if window.high is None else str(window.high),
    }
