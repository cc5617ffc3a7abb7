"""The part of a plan that is about statements and tallies.

What is published is not edited: it is withdrawn, and its successor says the new thing under the
next number. Only its position may change where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from tracker.annotations.database import SaidRow, Standing
from tracker.annotations.matching import PLACE, Match, Slot, match, next_numbers, slots_of
from tracker.annotations.plan import Action, Step, differences
from tracker.annotations.records import Cells, SourceRecord

REFERENCES = ("denies", "corrects", "part_of")


class SaidPlanner:
    """Plans what is said in some sources, against all that was ever said there."""

    def __init__(
        self, sources: Iterable[SourceRecord], standing: Standing, *, overwrite: bool = False
    ) -> None:
        self.overwrite = overwrite
        self.slots = slots_of(standing)
        self.matches = match(sources, self.slots)
        self.highest = next_numbers(self.slots, self.matches)
        self.by_code = {row.key: slot for slot in self.slots for row in slot.members}
        self.in_files = {
            f"{found.quote.key}:{found.said.effective}": found for found in self.matches
        }

    def steps(self) -> Iterator[Step]:
        by_quote: dict[str, list[Step]] = {}
        for found in self.matches:
            by_quote.setdefault(found.quote.key, []).append(self.step(found))
        for steps in by_quote.values():
            _give_positions(steps)
            for step in steps:
                self._finish(step)
                yield step

    # --- One statement ----------------------------------------------------------------------

    def step(self, found: Match) -> Step:
        said, slot = found.said, found.slot
        step = Step(said.model, found.code, Action.CREATE, said.at.place("of"), match=found)
        step.cells = said.cells
        if slot is None:
            step.changes = differences({}, said.cells)
            return step
        step.row, step.slot = slot.row, slot
        step.action = Action.KEEP
        self._decide(step, slot)
        return step

    def _decide(self, step: Step, slot: Slot) -> None:
        file, here = self.told(step.cells), self.told(slot.row.cells)
        before = self.told(slot.cells) if slot.base else None
        here_is_base = slot.row.published and before is not None and here == before
        if slot.row.published and file == here:
            return
        pairs = differences(slot.row.cells, step.cells)
        if not slot.row.published:
            pairs["review"] = (slot.row.review, "published")
        if here_is_base or slot.was_pruned or self.overwrite:
            step.action = Action.REPLACE
            step.changes = pairs
            step.overwrites = not (here_is_base or slot.was_pruned)
            return
        turned = {name: (file, here) for name, (here, file) in pairs.items()}
        if file == before:
            step.edited = turned
        else:
            step.conflicts = turned

    def _finish(self, step: Step) -> None:
        """The number of a successor, and what is remembered of it."""
        found = step.match
        assert found is not None  # noqa: S101
        if step.action is Action.KEEP and "position" in step.changes:
            step.action = Action.CHANGE
        if step.action is Action.REPLACE:
            quote = found.quote.key
            self.highest[quote] = self.highest.get(quote, 0) + 1
            found.number = self.highest[quote]
            step.new_code = f"{quote}:{found.number}"
        step.base = {**step.cells, PLACE: found.said.place}
        if step.conflicts and found.slot:  # to be told again: the last load stays what it was
            step.base = found.slot.base.cells if found.slot.base else {}

    # --- What one statement says of another -------------------------------------------------

    def told(self, cells: Cells) -> Cells:
        """Cells in which a reference names what stands, whatever number it was known by.

        What refers to something that nobody says any more refers to nothing.
        """
        if not any(name in cells for name in REFERENCES):
            return cells
        told = {name: value for name, value in cells.items() if name not in REFERENCES}
        for name in REFERENCES:
            target = self.target(cells[name]) if name in cells else ""
            if target:
                told[name] = target
        return told

    def target(self, code: str) -> str:
        slot = self.by_code.get(code)
        if slot is not None:
            return "" if slot.row.review == "withdrawn" else slot.row.key
        found = self.in_files.get(code)
        return found.code if found is not None else code

    # --- What no file says any more ---------------------------------------------------------

    def left_over(self) -> Iterator[Slot]:
        return (slot for slot in self.slots if slot.base is not None and not slot.taken)

    def edited(self, slot: Slot) -> bool:
        """What stands is not what the file said."""
        return not slot.row.published or self.told(slot.row.cells) != self.told(slot.cells)


def _give_positions(steps: list[Step]) -> None:
    """Positions that keep the file's order and change as few of those that stand as can be."""
    kept = _fitting(steps)
    for place, step in enumerate(steps, start=1):
        step.position = kept[place - 1] if kept else place
        if isinstance(step.row, SaidRow) and step.position != step.row.position:
            step.changes["position"] = (step.row.position, step.position)


def _fitting(steps: list[Step]) -> list[int]:
    """The positions that stand, new ones fitted in between; empty if the order is another."""
    positions: list[int] = []
    for step in steps:
        if isinstance(step.row, SaidRow):
            positions.append(step.row.position)
        else:
            positions.append((positions[-1] if positions else 0) + 1)
    rising = all(left < right for left, right in pairwise(positions))
    return positions if rising or _unmoved(steps) else []


def _unmoved(steps: list[Step]) -> bool:
    """The file's own order is what it was: whoever changed that of the record, changed it here."""
    slots = [step.match.slot for step in steps if step.match]
    places = [slot.base.cells.get(PLACE) for slot in slots if slot and slot.base]
    return len(places) == len(steps) and places == sorted(places, key=lambda place: place or 0)
