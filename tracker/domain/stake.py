"""Whose word a statement is, seen from the contributor it speaks of (semantics C5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tracker.domain.ladder import Group, Status, Word

MEMBERSHIP = "membership"  # the kind whose states say who is a member

# Of each country the periods for which something is recorded, ends exclusive:
# (known from, known until or None, "member" or "outside").
Membership = Mapping[str, Sequence[tuple[date, date | None, str]]]


class Stake(Word):
    """Nearest to the deed first; among statements of one time the nearest is shown."""

    SELF = "self", "Its own", "A serving official or soldier of the contributor"
    ALLY = "ally", "An ally's", "Of the government of another member of the coalition"
    OUTSIDE = "outside", "An outsider's", "Of a government recorded as no member"
    UNKNOWN = "unknown", "A government's", "Of a government whose membership is not recorded"
    EXPERT = "expert", "An expert's", "Of an expert, former officials among them"
    REPORTER = "reporter", "The reporter's", "The source's own words"
    UNATTRIBUTED = "unattributed", "Unattributed", "Nobody says whose word it is"


STAKE_ORDER: dict[str, int] = {stake: number for number, stake in enumerate(Stake)}

_SERVING = frozenset({"official", "military"})
_BY_ROLE = {
    "": Stake.REPORTER,
    "reporter": Stake.REPORTER,
    "expert": Stake.EXPERT,
    "former": Stake.EXPERT,
}
_BY_MEMBERSHIP = {"member": Stake.ALLY, "outside": Stake.OUTSIDE}


def stake_of(role: str, speaker_country: str, contributor: str, membership: str) -> Stake:
    """The stake of a speaker; ``membership`` is the speaker's country's: member, outside, unknown.

    ``role`` is empty where nobody is quoted: the reporter's own words. A region's own officials
    are its self; those of the state it lies in are not.
    """
    if role not in _SERVING:
        return _BY_ROLE.get(role, Stake.UNATTRIBUTED)
    if not speaker_country:
        return Stake.UNATTRIBUTED
    if speaker_country == contributor:
        return Stake.SELF
    return _BY_MEMBERSHIP.get(membership, Stake.UNKNOWN)


def speaks_for_another(role: str, speaker_country: str, contributor: str) -> bool:
    """A government speaks, and not the contributor's: its stake depends on membership."""
    return role in _SERVING and bool(speaker_country) and speaker_country != contributor


def standing_in(group: str, status: str) -> str:
    """What the state of a membership records: member, outside, or '' where it decides nothing."""
    if group == Group.DENIED or status == Status.ENDED:
        return "outside"
    return "member" if group == Group.ACTUAL else ""


def membership_on(membership: Membership, country: str, day: date) -> str:
    """What is recorded of a country's membership on a day: member, outside or unknown."""
    for begins, ends, standing in membership.get(country, ()):
        if begins <= day and (ends is None or day < ends):
            return standing
    return "unknown"
