"""The same totals the long way: row by row in Python, by the domain's rule alone.

What ``tracker.totals`` has the database add up is held against this.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from tracker.domain.codes import Path
from tracker.domain.dates import Span
from tracker.domain.figures import Bounds, combine
from tracker.domain.totals import Row, Total, containers_of, total
from tracker.filters import ContributionFilterSet, Query
from tracker.models import Contribution, Figure, State
from tracker.totals import Cell, Question
from tracker.totals.groupings import PERIODS, days_of


class Plain:
    """The contributions that a cell's own question finds, with their states and figures."""

    def __init__(self, cell: Cell, question: Question) -> None:
        query = ContributionFilterSet.read(cell.asked)
        self.rows = list(query.rows.select_related("country"))
        self.question, self.valid_on = question, query.valid_on
        self.own = "status_group" in cell.groups or len(question.groups) < 2
        self.by_period = any(name in cell.groups for name in PERIODS)
        period = next((cell.groups[name] for name in PERIODS if name in cell.groups), None)
        self.period = Span(*days_of(period)) if period else Span(None, None)
        self.days = _days(query)
        states = State.objects.at(query.known_on).filter(contribution__in=self.rows)
        self.states = {s.contribution_id: s for s in states.prefetch_related("figures__metric")}
        matching = query.filterset.matching()
        self.matching = (
            None if matching is None else set(matching.order_by().values_list("pk", flat=True))
        )

    @property
    def states_counted(self) -> int:
        return len({row.country_id for row in self.rows if row.country.type == "state"})

    def total(self, metric: str, currency: str, wholes: Mapping[Path, Path]) -> Total[Path]:
        equivalents: dict[Path, Bounds] = {}
        rows = [self._row(row, metric, equivalents) for row in self.rows]

        def convert(row: Row[Path]) -> tuple[Bounds, Literal["equivalent"]] | None:
            bounds = equivalents.get(row.key)
            return (bounds, "equivalent") if bounds else None

        return total(
            rows,
            containers=lambda path: containers_of(path, wholes),
            currency=currency,
            convert=convert if self.question.convert_to else None,
        )

    def _row(self, of: Contribution, metric: str, equivalents: dict[Path, Bounds]) -> Row[Path]:
        state = self.states[of.pk]
        figures = [
            f
            for f in state.figures.all()
            if f.metric_id == metric and f.status_group in self._groups(state)
        ]
        counted = {f.status_group: f for f in figures if not f.rate and not f.equivalent}
        first = counted.get("actual") or counted.get("prospective")
        added = _in_currency(figures, first.currency) if first else {}
        equivalent = _in_currency(figures, self.question.convert_to)
        if first and first.status_group in equivalent:
            read = self._bounds(equivalent, counted)
            if read:
                equivalents[of.parts_path] = read
        rate = not added and any(f.rate for f in figures)
        parts = {group: self._part(f) for group, f in added.items()}
        return Row(
            key=of.parts_path,
            bounds=Bounds(Decimal(0), None) if rate else self._bounds(added, counted),
            currency=next((f.currency for f in [*added.values(), *figures]), ""),
            rate=rate,
            disputed=state.disputed,
            doubtful=self._in_doubt(of, state) or self._reaches_beyond(added, parts),
            undated=bool(added) and all(part[2] for part in parts.values()),
            periods=frozenset()
            if self.by_period
            else frozenset(_hull(f) for f in added.values() if f.metric.nature == "flow"),
        )

    def _bounds(self, added: dict[str, Figure], counted: dict[str, Figure]) -> Bounds | None:
        """Both groups in one currency; a promise of which nothing is stated in it is open."""
        bounds = {group: self._part(f)[0] for group, f in added.items()}
        promise = counted.get("prospective")
        if promise and "actual" in added and "prospective" not in added:
            _, _, undated = self._part(promise)
            if not undated:
                bounds["prospective"] = Bounds(Decimal(0), None)
        return self._both(bounds)

    def _part(self, figure: Figure) -> tuple[Bounds, bool, bool]:
        return _within(figure, self._looked(figure))

    def _looked(self, figure: Figure) -> Span:
        """Where a figure is looked at: the period, and of a flow's deeds the days too."""
        if figure.metric.nature == "flow" and figure.status_group == "actual":
            return _both_of(self.period, self.days)
        return self.period

    def _groups(self, state: State) -> set[str]:
        if state.status_group not in self.question.groups:
            return set()
        more = {"prospective"} if not self.own and state.status_group == "actual" else set()
        return {state.status_group} | more

    def _both(self, bounds: Mapping[str, Bounds]) -> Bounds | None:
        """E2: from the low of its deeds; a promise alone adds nothing for certain."""
        if self.own or "actual" in bounds:
            return combine(bounds.get("actual"), bounds.get("prospective"))
        promise = bounds.get("prospective")
        return promise and Bounds(Decimal(0), promise.high)

    def _in_doubt(self, of: Any, state: State) -> bool:
        held = self.valid_on is None or of.holds == "yes"
        return state.status_conflict or state.implied_only or not held

    def _reaches_beyond(self, added: Mapping[str, Figure], parts: Mapping[str, Any]) -> bool:
        """The period, the words that were asked for, or what is done."""
        wider = self.matching is not None and any(
            not set(f.statements) <= self.matching for f in added.values()
        )
        promised = not self.own and bool(added) and "actual" not in added
        return wider or promised or any(part[1] for part in parts.values())


def _in_currency(figures: list[Figure], currency: str) -> dict[str, Figure]:
    """By status group, those that may be added."""
    return {f.status_group: f for f in figures if not f.rate and f.currency == currency}


def _days(query: Query) -> Span:
    """The days that were asked for."""
    given = query.filterset.given
    held = Span(given.get("held_after"), given.get("held_before"))
    return held if query.valid_on is None else _both_of(held, Span.on(query.valid_on))


def _both_of(one: Span, other: Span) -> Span:
    """What lies in both."""
    firsts = [day for day in (one.earliest, other.earliest) if day]
    lasts = [day for day in (one.latest, other.latest) if day]
    return Span(max(firsts, default=None), min(lasts, default=None))


def _within(figure: Figure, looked: Span) -> tuple[Bounds, bool, bool]:
    """Its bounds there, whether they reach beyond it, whether it has none there."""
    inside, touching = [], []
    for window in figure.windows:
        begins, ends = (_day(window["earliest"], date.min), _day(window["latest"], date.max))
        first, last = looked.earliest or date.min, looked.latest or date.max
        if begins <= last and ends >= first:
            touching.append(window)
        if first <= begins and ends <= last:
            inside.append(window)
    if len(inside) == len(figure.windows):
        return figure.bounds, False, False
    highs = [window["high"] for window in touching]
    low = sum((Decimal(window["low"]) for window in inside), Decimal(0))
    high = None if None in highs else sum((Decimal(high) for high in highs), Decimal(0))
    return Bounds(low, high), not inside, not touching


def _day(text: str | None, unbounded: date) -> date:
    return date.fromisoformat(text) if text else unbounded


def _hull(figure: Figure) -> str:
    return f"{figure.windows[0]['earliest'] or ''}/{figure.windows[-1]['latest'] or ''}"
