"""What a load would do, as data: shown before it is done.

Each cell is compared three ways: what the file says, what it said at the last load, and what
stands. If the file did not change, what stands is kept; if only the file changed, its change is
applied; if both did, that is a conflict, kept as it stands unless told to overwrite. A statement
or tally is one reading and compared as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tracker.annotations.database import Base, Row, SaidRow, Standing
from tracker.annotations.matching import Match, Slot
from tracker.annotations.mistakes import Place
from tracker.annotations.records import Cells, Record


class Action(StrEnum):
    """What is done to a record; replaced is withdrawn, with a successor that says the new thing."""

    CREATE = "created"
    CHANGE = "changed"
    REPLACE = "replaced"
    WITHDRAW = "withdrawn"
    DELETE = "deleted"
    KEEP = "unchanged"


Pair = tuple[Any, Any]


@dataclass(slots=True)
class Step:
    """One record of the plan.

    ``changes`` (old, new) are applied; ``edited`` (file, here) were edited here since and stay;
    ``conflicts`` (file, here) changed on both sides and stay. ``overwrites``: an edit is lost.
    ``gone``: no file says it any more.
    """

    model: str
    key: str
    action: Action
    place: Place | None = None
    changes: dict[str, Pair] = field(default_factory=dict)
    edited: dict[str, Pair] = field(default_factory=dict)
    conflicts: dict[str, Pair] = field(default_factory=dict)
    overwrites: bool = False
    gone: bool = False
    cells: Cells = field(default_factory=dict)
    base: Cells = field(default_factory=dict)
    row: Row | None = None
    match: Match | None = None
    slot: Slot | None = None
    new_code: str = ""
    position: int = 0

    @property
    def said(self) -> SaidRow:
        """The row of a statement or tally."""
        assert isinstance(self.row, SaidRow)  # noqa: S101
        return self.row

    @property
    def quiet(self) -> bool:
        """Nothing of it is worth a line."""
        return self.action is Action.KEEP and not (self.edited or self.conflicts or self.gone)

    def as_dict(self) -> dict[str, Any]:
        return {
            "model": self.model,
            "key": self.key,
            "action": self.action.value,
            "file": self.place.file if self.place else "",
            "line": self.place.line if self.place else 0,
            "changes": {name: list(pair) for name, pair in self.changes.items()},
            "edited": {name: list(pair) for name, pair in self.edited.items()},
            "conflicts": {name: list(pair) for name, pair in self.conflicts.items()},
            "overwrites": self.overwrites,
            "gone": self.gone,
            "successor": self.new_code,
        }


@dataclass(slots=True)
class Plan:
    steps: list[Step] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    standing: Standing = field(default_factory=Standing)
    slots: list[Slot] = field(default_factory=list)
    bases: dict[tuple[str, str], Base] = field(default_factory=dict)  # to be remembered
    forgotten: set[tuple[str, str]] = field(default_factory=set)
    just_checked: list[int] = field(default_factory=list)  # quotes never checked before

    @property
    def is_empty(self) -> bool:
        return not any(step.action is not Action.KEEP for step in self.steps) and not (
            self.just_checked
        )

    @property
    def loses(self) -> list[Step]:
        """Steps that take back what somebody did here, or what no file says any more."""
        return [
            step
            for step in self.steps
            if step.overwrites or step.action in (Action.WITHDRAW, Action.DELETE)
        ]

    def of(self, *actions: Action) -> Iterator[Step]:
        return (step for step in self.steps if step.action in actions)

    def by_model(self, *actions: Action) -> dict[str, list[Step]]:
        """The same, or all steps, each model's by themselves."""
        found: dict[str, list[Step]] = {}
        for step in self.of(*actions) if actions else self.steps:
            found.setdefault(step.model, []).append(step)
        return found

    def counts(self) -> dict[str, Counter[str]]:
        """By model, how many of each."""
        counts: dict[str, Counter[str]] = {}
        for step in self.steps:
            of_model = counts.setdefault(step.model, Counter())
            of_model[step.action.value] += 1
            of_model["edited here since"] += bool(step.edited)
            of_model["conflicts"] += bool(step.conflicts)
            of_model["gone"] += step.gone
        return counts

    def as_dict(self) -> dict[str, Any]:
        return {
            "counts": {model: dict(counts) for model, counts in self.counts().items()},
            "steps": [step.as_dict() for step in self.steps if not step.quiet],
            "remarks": self.remarks,
        }


# --- Cell by cell ---------------------------------------------------------------------------


def compare(record: Record, row: Row | None, base: Base | None, *, overwrite: bool = False) -> Step:
    """The step for a record that is edited in place: reference data, sources, quotes."""
    place = record.at.place()
    step = Step(record.model, record.key, Action.CREATE, place, cells=record.cells, row=row)
    if row is None:
        step.changes = {name: (None, value) for name, value in record.cells.items()}
        step.base = dict(record.cells)
        return step
    step.base = dict(record.cells)
    for name in _names(record.cells, row.cells, base.cells if base else {}):
        _compare_cell(step, name, base, overwrite=overwrite)
    step.action = Action.CHANGE if step.changes else Action.KEEP
    return step


def _names(*cells: Cells) -> list[str]:
    return list(dict.fromkeys(name for each in cells for name in each))


def _compare_cell(step: Step, name: str, base: Base | None, *, overwrite: bool) -> None:
    assert step.row is not None  # noqa: S101
    file, here = step.cells.get(name), step.row.cells.get(name)
    if file == here:
        return
    before = base.cells.get(name) if base else _NOTHING
    if overwrite or here == before:
        step.changes[name] = (here, file)
        step.overwrites |= here != before
    elif file == before:
        step.edited[name] = (file, here)
    else:
        step.conflicts[name] = (file, here)
        _keep_base(step, name, before)


_NOTHING = object()


def _keep_base(step: Step, name: str, before: Any) -> None:
    """A conflict is told again at the next load: what was loaded last stays what it was."""
    if before is _NOTHING or before is None:
        step.base.pop(name, None)
    else:
        step.base[name] = before


# --- Differences of what is compared as a whole ---------------------------------------------


def differences(old: Cells, new: Cells) -> dict[str, Pair]:
    return {
        name: (old.get(name), new.get(name))
        for name in _names(old, new)
        if old.get(name) != new.get(name)
    }
