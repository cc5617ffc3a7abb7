"""The status ladder: what a statement may say of a deed, in three groups (semantics C).

Labels and meanings are what help texts, the codebook and the API's description show.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A word of the vocabulary, with the label an analyst reads and its meaning in a line."""

    _value_: str
    label: str
    meaning: str

    def __new__(cls, value: str, label: str = "", meaning: str = "") -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        word.meaning = meaning
        return word

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Value and label of each, in order, as a form's choices are written."""
        return [(word.value, word.label) for word in cls]


class Group(Word):
    DENIED = "denied", "Denied", "Somebody says that it will not be, was not, or is not likely"
    PROSPECTIVE = "prospective", "Prospective", "Spoken of, asked for or promised: not yet a deed"
    ACTUAL = "actual", "Actual", "It is happening or has happened"


class Status(Word):
    """The rungs, the most cautious of each group first; the order is that of ``rung``."""

    RULED_OUT = "ruled_out", "Ruled out", "It will not be done"
    ABSENT = "absent", "Absent", "It was not done, or is not there"
    UNLIKELY = "unlikely", "Unlikely", "It is not likely, or no more is expected"
    REQUESTED = "requested", "Requested", "Others have asked for it"
    POSSIBLE = "possible", "Possible", "It might be, could be, or is under consideration"
    PROPOSED = "proposed", "Proposed", "It is argued for, planned or sought, and not decided"
    EXPECTED = "expected", "Expected", "Others say that it will be"
    OFFERED = "offered", "Offered", "The contributor has offered it"
    PLEDGED = "pledged", "Pledged", "The contributor has promised it"
    AUTHORISED = "authorised", "Authorised", "A parliament or government has permitted it"
    COMMITTED = "committed", "Committed", "It is bound: signed, ordered or set aside"
    ONGOING = "ongoing", "Ongoing", "It is happening; of a permission: it is granted"
    DONE = "done", "Done", "It has happened"
    ENDED = "ended", "Ended", "It happened and is over"


class Change(Word):
    """What a status is of, where it is not of the contribution itself: an end may be pledged."""

    START = "start", "Start", "Of its beginning"
    MORE = "more", "More", "Of an increase, never of the whole"
    LESS = "less", "Less", "Of a decrease"
    SUSPEND = "suspend", "Suspend", "Of a pause"
    RESUME = "resume", "Resume", "Of going on after a pause"
    REPLACE = "replace", "Replace", "Of one thing given in place of another"
    END = "end", "End", "Of its end"


# What only a state can be: the latest word of a deed is that it pauses.
SUSPENDED = "suspended"
SUSPENDED_LABEL = "Suspended"
SUSPENDED_MEANING = "It has happened and pauses"

GROUP_OF: dict[str, Group] = {
    **dict.fromkeys((Status.RULED_OUT, Status.ABSENT, Status.UNLIKELY), Group.DENIED),
    **dict.fromkeys(
        (
            Status.REQUESTED,
            Status.POSSIBLE,
            Status.PROPOSED,
            Status.EXPECTED,
            Status.OFFERED,
            Status.PLEDGED,
            Status.AUTHORISED,
            Status.COMMITTED,
        ),
        Group.PROSPECTIVE,
    ),
    **dict.fromkeys((Status.ONGOING, Status.DONE, Status.ENDED, SUSPENDED), Group.ACTUAL),
}

_RUNGS: dict[str, int] = {status: number for number, status in enumerate(Status)}
_RUNGS[SUSPENDED] = _RUNGS[Status.ENDED]

STATE_STATUSES: tuple[str, ...] = (*(status.value for status in Status), SUSPENDED)


def rung(status: str) -> int:
    """Its place on the ladder; lower is more cautious. Unstated is below all."""
    return _RUNGS.get(status, -1)


def group_of(status: str, *, conditioned: bool = False) -> str:
    """The group a status counts in, '' for unstated; with a condition prospective at most."""
    group = GROUP_OF.get(status)
    if group is None:
        return ""
    return Group.PROSPECTIVE.value if conditioned and group is Group.ACTUAL else group.value


def statuses_in(group: str) -> tuple[str, ...]:
    """The statuses a state of this group may have, in order."""
    return tuple(status for status in STATE_STATUSES if GROUP_OF[status] == group)
