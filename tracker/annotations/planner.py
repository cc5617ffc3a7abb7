"""From what files say and what stands to a plan."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from tracker.annotations.database import REFERENCE, Base, Row, Standing
from tracker.annotations.matching import Slot
from tracker.annotations.mistakes import Report
from tracker.annotations.plan import Action, Plan, Step, compare
from tracker.annotations.reading import Files, short_name
from tracker.annotations.records import Cells, Record, SourceRecord
from tracker.annotations.said_plan import SaidPlanner
from tracker.annotations.tree import At


@dataclass(slots=True)
class Wanted:
    """What the files of a run say, as records.

    ``checked`` are sources whose quotes were held against their text; ``texts`` those to be held.
    """

    files: Files
    rows: list[Record] = field(default_factory=list)
    sources: list[SourceRecord] = field(default_factory=list)
    checked: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def contributions(self) -> dict[str, At]:
        """Every contribution of which something is said, and where first."""
        found: dict[str, At] = {}
        for source in self.sources:
            for quote in source.quotes.values():
                for said in quote.says:
                    if said.model == "statement":
                        found.setdefault(said.cells["contribution"], said.at)
        return found


def make_plan(
    wanted: Wanted,
    standing: Standing,
    report: Report,
    *,
    overwrite: bool,
    prune: bool,
    publishes: bool = True,
) -> Plan:
    """What a load would do. Contributions that cannot be spoken of are mistakes.

    Unless it ``publishes`` what it makes, it leaves what stands as it is.
    """
    planner = _Planner(wanted, standing, report, overwrite=overwrite, prune=prune)
    planner.publishes = publishes
    return planner.plan()


class _Planner:
    def __init__(
        self, wanted: Wanted, standing: Standing, report: Report, *, overwrite: bool, prune: bool
    ) -> None:
        self.wanted, self.standing, self.report = wanted, standing, report
        self.overwrite, self.prune = overwrite, prune
        self.publishes = True
        self.seen: set[tuple[str, str]] = set()
        self.made = Plan(standing=standing)

    def plan(self) -> Plan:
        declared = {row.key: row for row in self.wanted.rows if row.model == "contribution"}
        for row in self.wanted.rows:
            if row.model != "contribution":
                self.add(self.compared(row))
        for source in self.wanted.sources:
            self.source(source)
        said = SaidPlanner(self.wanted.sources, self.standing, overwrite=self.overwrite)
        steps = list(said.steps())
        self.made.slots = said.slots
        gone = self.no_longer_said(said, steps)
        for step in steps:
            self.add_said(step)
        self.made.steps += gone
        self.contributions(declared, steps)
        self.no_longer_declared(declared)
        self.remarks(steps)
        return self.made

    # --- Records that are edited in place ---------------------------------------------------

    def add(self, step: Step) -> None:
        self.made.steps.append(step)
        self.remember(step.model, step.key, step)

    def compared(self, record: Record) -> Step:
        row = self.standing.row(record.model, record.key)
        base = self.standing.loaded.get((record.model, record.key))
        if base is None and record.model == "contribution":
            base = Base("", {})  # it was spoken of, and no file declared anything of it
        return compare(record, row, base, overwrite=self.overwrite)

    def source(self, source: SourceRecord) -> None:
        step = self.compared(source)
        self.add(step)
        if step.changes.get("hold", (None, None))[1] and source.key not in self.wanted.texts:
            wrong = "There is no copy of the text to hold."
            self.report.add(source.at.place("text", "hold"), wrong, "Give its folder: --texts DIR.")
        for speaker in source.speakers.values():
            self.add(self.compared(speaker))
        for quote in source.quotes.values():
            step = self.compared(quote)
            self.add(step)
            never = step.row is not None and step.row.extra == (None,)
            if never and step.row is not None and source.key in self.wanted.checked:
                self.made.just_checked.append(step.row.pk)

    def remember(self, model: str, key: str, step: Step) -> None:
        """What this file says becomes what it said last."""
        self.seen.add((model, key))
        file = short_name(step.place.file) if step.place else ""
        known = self.standing.loaded.get((model, key))
        if known is None or (known.file, known.cells) != (file, step.base):
            self.made.bases[model, key] = Base(file, step.base)

    # --- Contributions ----------------------------------------------------------------------

    def contributions(self, declared: dict[str, Record], said: Iterable[Step]) -> None:
        """Those of which something new is said are made, or published along with it."""
        spoken_of = self.wanted.contributions
        fresh = {
            step.cells["contribution"]
            for step in said
            if step.model == "statement" and step.action in (Action.CREATE, Action.REPLACE)
        }
        for key in sorted(spoken_of.keys() | declared.keys()):
            at = declared[key].at if key in declared else spoken_of[key]
            record = declared.get(key) or Record("contribution", key, {}, at)
            row = self.standing.row("contribution", key)
            step = self.compared(record) if key in declared or row is None else _kept(record, row)
            if row is not None and key in fresh:
                self.publish_along(step, row, at)
            if row is None and key not in fresh:
                self.unspoken(key, at, spoken_of)
                continue
            self.made.steps.append(step)
            if key in declared:
                self.remember("contribution", key, step)

    def unspoken(self, key: str, at: At, spoken_of: Collection[str]) -> None:
        """A contribution of which nothing will be said is not made."""
        if key not in spoken_of:
            wrong = f"{key.partition(':')[2]} is a contribution of which nothing is said."
            self.report.add(at.place("path"), wrong, "A source's file says something of it.")

    def publish_along(self, step: Step, row: Row, at: At) -> None:
        review, reason, successor = row.extra
        if successor:
            path = step.key.partition(":")[2]
            wrong = f"{path} was withdrawn here: {reason}"
            self.report.add(at.place("of"), wrong, "Write its successor.", successor)
        elif review != "published" and self.publishes:
            step.changes["review"] = (review, "published")
            step.action = Action.CHANGE

    # --- Statements and tallies -------------------------------------------------------------

    def add_said(self, step: Step) -> None:
        """Remember it by the code it ends with, and by no other."""
        self.made.steps.append(step)
        code = step.new_code or step.key
        if step.base:
            self.remember(step.model, code, step)
        for row in step.slot.members if step.slot else ():
            if row.key != code:
                self.forget(row.model, row.key)

    def forget(self, model: str, key: str) -> None:
        self.seen.add((model, key))
        if (model, key) in self.standing.loaded:
            self.made.forgotten.add((model, key))

    # --- What no file says any more ---------------------------------------------------------

    def no_longer_said(self, said: SaidPlanner, steps: Iterable[Step]) -> list[Step]:
        fresh = _by_content(said, steps)
        gone: list[Step] = []
        for slot in said.left_over():
            self.seen.add((slot.row.model, slot.base_key))
            if slot.base is None or not self.covered(slot.base):
                continue
            moved = fresh.get(_content(said, slot.row.model, slot.row.quote, slot.row.cells))
            if slot.row.review == "withdrawn":
                self.forget(slot.row.model, slot.base_key)
            elif moved and not said.edited(slot):
                self._move(moved.pop(), slot)
            else:
                gone.append(self._gone(slot, said))
        return gone

    def _move(self, step: Step, slot: Slot) -> None:
        """The same is read from other words: the reading before is withdrawn in its favour."""
        step.action, step.new_code = Action.REPLACE, step.key
        step.row, step.slot = slot.row, slot
        step.changes = {"quote": (slot.row.quote, step.match.quote.key if step.match else "")}
        self.forget(slot.row.model, slot.base_key)

    def _gone(self, slot: Slot, said: SaidPlanner) -> Step:
        step = Step(slot.row.model, slot.row.key, Action.KEEP, row=slot.row, gone=True)
        edited = said.edited(slot)
        if self.prune and slot.row.published and (self.overwrite or not edited):
            step.action = Action.WITHDRAW
            step.overwrites = edited
            self.forget(slot.row.model, slot.base_key)
        return step

    def no_longer_declared(self, declared: dict[str, Record]) -> None:
        """Reference data, speakers, quotes and sources; an override of a title is taken back."""
        rested_on = self.standing.rested_on()
        for (model, key), base in sorted(self.standing.loaded.items()):
            if (model, key) in self.seen or not self.covered(base):
                continue
            row = self.standing.row(model, key)
            if row is None:
                self.forget(model, key)
            elif model == "contribution":
                self._take_back(key, row, base)
            elif model == "quote" and key not in rested_on:
                self.forget(model, key)
            else:
                self._no_longer(model, key, row)

    def _no_longer(self, model: str, key: str, row: Row) -> None:
        """Told until it is pruned; what others may rest on is kept even then."""
        delete = self.prune and model in DELETABLE
        action = Action.DELETE if delete else Action.KEEP
        self.made.steps.append(Step(model, key, action, row=row, gone=True))
        if self.prune:
            self.made.forgotten.add((model, key))

    def _take_back(self, key: str, row: Row, base: Base) -> None:
        """What was declared of a contribution, and is no more; an edit of it stays."""
        known = (
            step for step in self.made.steps if (step.model, step.key) == ("contribution", key)
        )
        step = next(known, None) or Step("contribution", key, Action.KEEP, row=row)
        step.changes |= {
            name: (row.cells.get(name), None)
            for name, value in base.cells.items()
            if row.cells.get(name) == value
        }
        if step.changes:
            step.action = Action.CHANGE
        if step not in self.made.steps:
            self.made.steps.append(step)
        self.made.forgotten.add(("contribution", key))

    def covered(self, base: Base) -> bool:
        """The file that said it was read now, or the folder that it was in."""
        return base.is_of(self.wanted.files.names, self.wanted.files.folders)

    # --- Remarks ----------------------------------------------------------------------------

    def remarks(self, steps: Iterable[Step]) -> None:
        other = sum(
            1
            for step in steps
            if step.match and step.match.number != step.match.said.effective
        )  # fmt: skip
        if other:
            have = "statement has" if other == 1 else "statements have"
            self.report.remark(
                f"{other} {have} another number here than the place in the file; "
                "`manage.py dump` writes `number:`."
            )


DELETABLE = (*REFERENCE, "speaker")


def _content(said: SaidPlanner, model: str, quote: str, cells: Cells) -> str:
    """What is said, in which source, whatever the words it is read from."""
    return json.dumps([model, quote.partition(":")[0], said.told(cells)], sort_keys=True)


def _by_content(said: SaidPlanner, steps: Iterable[Step]) -> dict[str, list[Step]]:
    fresh: dict[str, list[Step]] = {}
    for step in steps:
        if step.action is Action.CREATE and step.match is not None:
            content = _content(said, step.model, step.match.quote.key, step.cells)
            fresh.setdefault(content, []).append(step)
    return fresh


def _kept(record: Record, row: Row) -> Step:
    """A contribution that exists and that no file declares: what is known of it is said."""
    return Step("contribution", record.key, Action.KEEP, record.at.place("of"), row=row)
