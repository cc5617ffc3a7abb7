"""A plan for people: how many of each, then whatever is more than new, cell by cell."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from tracker.annotations.plan import Action, Plan, Step
from tracker.annotations.preview import Line, Preview
from tracker.annotations.reading import short_name
from tracker.annotations.shapes import SHAPES

LONGEST = 60  # characters of a value that are shown
MOST = 200  # records that are shown one by one
ROWS = 20  # of a spreadsheet
COLUMNS = (*(action.value for action in Action), "edited here since", "conflicts", "gone")


def shown(plan: Plan, remarks: Iterable[str]) -> Group:
    """What is printed before anything is done."""
    lines = list(_details(plan))
    more = len(lines) - MOST
    if more > 0:
        lines = [*lines[:MOST], Text(f"… and {more} more lines; --json has them all.")]
    told = [Text(f"• {remark}") for remark in remarks]
    return Group(_table(plan), *lines, *told)


def shown_rows(preview: Preview, remarks: Iterable[str]) -> Group:
    """What the rows of a spreadsheet would become: the first of them, each with its words."""
    lines = [part for line in preview.lines[:ROWS] for part in _row(line)]
    more = len(preview.lines) - ROWS
    told = [Text(f"• {remark}") for remark in remarks]
    told += [Text(f"… and {more} more; --json has them all.")] if more > 0 else []
    rows = f"{preview.rows} rows, {len(preview.lines)} drafts"
    new = f"{preview.contributions} of their contributions are new"
    return Group(*lines, *told, Text(f"\n{rows}; {new}.", style="bold"))


def _row(line: Line) -> Iterator[Text]:
    yield Text(f"row {line.row}: {' ⏎ '.join(line.words.splitlines())}", style="dim")
    read = Text(f"  {line.of}{' (new)' if line.is_new else ''}", style="bold")
    for name, value in line.cells.items():
        read.append(f"  {name.replace('_', ' ')} ", style="not bold dim")
        read.append(_short(value), style="not bold green")
    yield read


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _table(plan: Plan) -> Table:
    counts = plan.counts()
    used = [name for name in COLUMNS if any(each[name] for each in counts.values())]
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("")
    for name in used:
        table.add_column(name, justify="right")
    for model in SHAPES:
        if model in counts:
            cells = (str(counts[model][name] or "") for name in used)
            table.add_row(str(SHAPES[model].model._meta.verbose_name_plural), *cells)
    return table


def _details(plan: Plan) -> Iterator[Text]:
    parts = (
        ("Changed", lambda step: step.action in (Action.CHANGE, Action.REPLACE)),
        ("Edited here since, kept", lambda step: bool(step.edited)),
        ("Changed in the file and here; kept as it is here (--overwrite: the file wins)",
         lambda step: bool(step.conflicts)),
        ("No longer in the file", lambda step: step.gone),
    )  # fmt: skip
    for title, belongs in parts:
        steps = [step for step in plan.steps if belongs(step)]
        if steps:
            yield Text(f"\n{title}", style="bold")
            for step in steps:
                yield from _lines(step)


def _lines(step: Step) -> Iterator[Text]:
    place = f" ({short_name(step.place.file)}:{step.place.line})" if step.place else ""
    yield Text(f"  {SHAPES[step.model].model._meta.verbose_name} {step.key}{_fate(step)}{place}")
    for name, (old, new) in step.changes.items():
        yield _cell(name, old, new)
    for name, (file, here) in (step.edited | step.conflicts).items():
        yield Text(f"    {name}: {_value(file)} in the file, {_value(here)} here")


def _cell(name: str, old: Any, new: Any) -> Text:
    line = Text(f"    {name}: ")
    line.append(_value(old), style="red")
    line.append(" → ")
    line.append(_value(new), style="green")
    return line


def _fate(step: Step) -> str:
    if step.action is Action.REPLACE:
        return f" is withdrawn; its successor is {step.new_code}"
    if step.action in (Action.WITHDRAW, Action.DELETE):
        return f" is {step.action}"
    if step.gone:
        can_go = step.model in ("statement", "tally")
        return " is kept (--prune withdraws it)" if can_go else " is kept"
    return ""


def _value(value: Any) -> str:
    if value is None:
        return "nothing"
    return _short(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
