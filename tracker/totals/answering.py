"""The answer: each cell's counts and metrics, the whole of it, and what stayed out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction

from tracker.filters import ContributionFilterSet, FilterError, Mistake
from tracker.models import Kind, LineOfEffort, Metric
from tracker.totals.adding import Having, MetricTotal
from tracker.totals.asked import Ask, counts, days, in_no_period
from tracker.totals.containers import Related, contained, related_in
from tracker.totals.figures import Measured, measured
from tracker.totals.groupings import (
    GROUPINGS,
    PERIODS,
    UNSTATED,
    Group,
    Narrowing,
    named,
    numbered,
)
from tracker.totals.question import Omission, Question

LINE = "line_of_effort"
LARGEST = 10_000  # cells of an answer: nothing is cut, a question for more is refused
WORK_MEM = "64MB"  # sorting and hashing of a large question, while it is answered


@dataclass(frozen=True, slots=True)
class Cell:
    """``asked`` are the parameters that find exactly its contributions.

    ``countries`` are states; ``countries_certain`` those of which one contribution at least is
    neither disputed nor in doubt.
    """

    groups: Mapping[str, Group]
    contributions: int
    countries: int
    countries_certain: int
    metrics: tuple[MetricTotal, ...]
    asked: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many contributions stayed out for this reason alone.

    ``asked`` finds them; None where no parameters could.
    """

    because: str
    contributions: int
    asked: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Answer:
    question: Question
    cells: tuple[Cell, ...]
    whole: Cell
    left_out: tuple[LeftOut, ...]


def answer(question: Question) -> Answer:
    """All of one moment of the database.

    Raises :class:`~tracker.filters.FilterError` where there would be too many cells.
    """
    with _one_moment(question.query.rows.db):
        metrics = {metric.code: metric for metric in Metric.objects.all()}
        related = related_in(question)
        cells: list[Cell] = []
        for ask in _asks(question) if question.groupings else ():
            cells += _cells(ask, metrics, related)
            if len(cells) > LARGEST:
                raise _too_many(question)
        (whole,) = _cells(Ask(question.ungrouped()), metrics, related) or [_empty(question)]
        return Answer(
            question=question,
            cells=tuple(_in_order(question, cells)),
            whole=whole,
            left_out=(
                *(_left_out(question, each) for each in question.omitted),
                *_in_no_period(question),
            ),
        )


@contextmanager
def _one_moment(using: str) -> Iterator[None]:
    """One read-only REPEATABLE READ transaction; in somebody else's, it is theirs."""
    own = not connections[using].in_atomic_block
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        if own:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT set_config('work_mem', %s, true)", [WORK_MEM])
        yield


# --- What is asked --------------------------------------------------------------------------


def _asks(question: Question) -> Iterator[Ask]:
    """One; or one for each line of effort, since a contribution may stand in several."""
    columns = tuple(grouping for grouping in question.groupings if not grouping.overlaps)
    kind = _period_of(question)
    for part, fixed in _parts(question):
        low, high = _periods(part, kind) if kind else (0, 0)
        if high - low >= LARGEST:
            raise _too_many(question)
        yield Ask(part, columns, fixed, kind, low, high)


def _period_of(question: Question) -> str:
    """Month or year, if it is grouped by one."""
    return next((g.name for g in question.groupings if g.name in PERIODS), "")


def _parts(question: Question) -> Iterator[tuple[Question, dict[str, Group]]]:
    """With what is the same in all cells of each."""
    if all(grouping.name != LINE for grouping in question.groupings):
        yield question, {}
        return
    chosen = question.given.get(LINE)
    lines = LineOfEffort.objects.order_by("code").values_list("code", flat=True)
    for line in chosen.values if chosen else (*lines, ""):
        yield question.narrowed(**{LINE: line or UNSTATED}), {LINE: line or None}


def _periods(question: Question, kind: str) -> tuple[int, int]:
    """From the first to the last that a deed can have touched, within what the question bounds."""
    first, last = days(question)
    after, before = (question.given.get(f"held_{side}") for side in ("after", "before"))
    if first is None:
        return 0, -1
    bounds = max(first, after or first), min(last, before or last)
    low, high = (numbered(day, kind) for day in bounds)
    return low, high


# --- Cells ----------------------------------------------------------------------------------


def _cells(ask: Ask, metrics: Mapping[str, Metric], related: Related) -> list[Cell]:
    rows = [row for row in counts(ask, LARGEST + 1) if row[len(ask.groups)]]
    if not rows:
        return []
    inside = contained(ask, related)
    found = measured(ask, list(inside.keys))
    by_cell: dict[tuple[Any, ...], list[Measured]] = {}
    for each in found:
        by_cell.setdefault(each.cell, []).append(each)
    kinds_below = _kinds_below()
    cells = []
    for *group, contributions, countries, certain in rows:
        cell = tuple(group)
        groups = ask.fixed | _groups(ask, cell)
        having = Having(
            contributions, by_cell.get(cell, []), inside.within(cell), ask.question.convert_to
        )
        cells.append(
            Cell(
                groups=groups,
                contributions=contributions,
                countries=countries,
                countries_certain=certain,
                metrics=tuple(_metrics(ask.question, having, metrics)),
                asked=_asked(ask, groups, kinds_below),
            )
        )
    return cells


def _metrics(
    question: Question, having: Having, metrics: Mapping[str, Metric]
) -> Iterator[MetricTotal]:
    """Those that were asked for; if none were, those that something is known of."""
    found = {each.metric for each in having.measured}
    for code in question.metrics or sorted(found):
        yield from having.totals(metrics[code])


def _groups(ask: Ask, cell: tuple[Any, ...]) -> dict[str, Group]:
    """Of each grouping, in the order that was asked for, the group that a cell is of."""
    found: dict[str, Group] = {
        grouping.name: value or None for grouping, value in zip(ask.columns, cell, strict=False)
    }
    if ask.kind:
        found[ask.kind] = None if cell[-1] is None else named(cell[-1], ask.kind)
    return found


def _asked(
    ask: Ask, groups: Mapping[str, Group], kinds_below: Mapping[str, list[str]]
) -> dict[str, str]:
    """The question's parameters with those of the cell: they find its contributions."""
    asked = dict(ask.question.asked)
    for name, group in groups.items():
        asked |= GROUPINGS[name].narrow(Narrowing(asked, ask.question.given, kinds_below), group)
    return asked


def _kinds_below() -> dict[str, list[str]]:
    below: dict[str, list[str]] = {}
    kinds = Kind.objects.exclude(parent=None).order_by("code")
    for code, parent in kinds.values_list("code", "parent"):
        below.setdefault(str(parent), []).append(code)
    return below


def _empty(question: Question) -> Cell:
    return Cell({}, 0, 0, 0, (), question.asked)


def _in_order(question: Question, cells: Iterable[Cell]) -> list[Cell]:
    """By each grouping in turn; what is in no group comes last."""
    names = [grouping.name for grouping in question.groupings]
    return sorted(
        cells,
        key=lambda cell: [(cell.groups[name] is None, cell.groups[name] or "") for name in names],
    )


# --- What stays out -------------------------------------------------------------------------


def _left_out(question: Question, omission: Omission) -> LeftOut:
    kept = {name: text for name, text in question.asked.items() if name != omission.parameter}
    asked = {**kept, **omission.opposite}
    return LeftOut(omission.because, ContributionFilterSet.read(asked).rows.count(), asked)


def _in_no_period(question: Question) -> Iterator[LeftOut]:
    """What a certain match puts in no cell: it was in two months, or nobody knows in which."""
    kind = _period_of(question)
    if kind and Ask(question).certain:
        because = f"in no single {kind} for certain"
        yield LeftOut(because, in_no_period(question.ungrouped(), kind), None)


def _too_many(question: Question) -> FilterError:
    by = ",".join(grouping.name for grouping in question.groupings)
    why = f"more than {LARGEST:,} cells; narrow the question, or group by less."
    return FilterError([Mistake("by", by, why)])
