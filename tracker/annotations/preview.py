"""What the rows of a spreadsheet would become, cell by cell, before anything is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracker.annotations.documents import amount_of
from tracker.annotations.plan import Action, Plan, Step
from tracker.annotations.records import Cells

# The cells of a statement or tally that a preview shows, where any row has them.
NAMES = (
    *("status", "amount", "words", "bounds_by", "reads_as", "per", "change", "role", "place"),
    *("recipient", "line_of_effort", "effort", "when", "when_words", "due", "condition", "basis"),
    *("tie", "counts", "names", "excludes", "out_of", "not_narrowed", "credibility", "note"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One statement or tally of one row: the row's words, and what is read from them."""

    row: str
    words: str
    of: str
    is_new: bool
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Preview:
    """``columns`` are the names of cells that some line has."""

    lines: list[Line]
    columns: list[str]
    contributions: int  # that are new

    @property
    def rows(self) -> int:
        return len({(line.row, line.words) for line in self.lines})


def preview_of(plan: Plan) -> Preview:
    new = {
        step.key.partition(":")[2]
        for step in plan.of(Action.CREATE)
        if step.model == "contribution"
    }
    lines = list(_lines(plan.of(Action.CREATE), new))
    columns = [name for name in NAMES if any(name in line.cells for line in lines)]
    return Preview(lines, columns, len(new))


def _lines(steps: Iterable[Step], new: set[str]) -> Iterator[Line]:
    for step in steps:
        if step.match is None:
            continue
        quote = step.match.quote.cells
        of = step.cells.get("contribution", "").partition(":")[2]
        yield Line(
            row=quote.get("locator", "").removeprefix("row-"),
            words=quote["exact"],
            of=of or f"tally: {step.cells.get('metric', 'countries')}",
            is_new=of in new,
            cells=_shown(step.cells),
        )


def _shown(cells: Cells) -> dict[str, str]:
    told = cells | {"amount": amount_of(cells, metric=cells.get("metric", ""))}
    return {name: _text(told[name]) for name in NAMES if told.get(name)}


def _text(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {text}" for name, text in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
