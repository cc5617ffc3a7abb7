"""What an action refuses, besides what the database refuses."""

from __future__ import annotations

from typing import Any

from tracker.domain.bounds import Misreading


class NotAllowed(Exception):
    """This person may not do this to this record; the sentence says why, and who may."""


class NotNow(NotAllowed):
    """Nobody may do this to the record at the stage where it is."""


class InTheWay(NotAllowed):
    """Two sessions waited for each other, and PostgreSQL ended this one: nothing of it was done."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody wrote the same records at once: nothing was done. Send it once more."
        )


class Misread(NotAllowed):
    """A number that is said to come from the words, and is not what they say (semantics E10).

    ``field`` is what is to be mended.
    """

    def __init__(self, code: str, found: Misreading, field: str) -> None:
        self.field = field
        super().__init__(f"{code}: {found.wrong} {found.mend}")


class PlanChanged(Exception):
    """What was shown before it was confirmed is not what would be done by now; nothing was."""


class StaleSave(Exception):
    """Somebody else changed the record since it was opened; nothing was saved.

    ``theirs`` is the record as it is now, ``mine`` as it would have been saved.
    """

    def __init__(self, *, mine: Any, theirs: Any) -> None:
        self.mine, self.theirs = mine, theirs
        super().__init__(
            f"{theirs} was changed since you opened it (version {theirs.version} now). "
            "Compare both versions, then save yours again on top of it."
        )
