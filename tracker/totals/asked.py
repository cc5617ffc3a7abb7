"""The contributions of a question as rows of SQL: ``asked``, which all its sums begin with.

Where groups are periods, ``asked`` has a row for each that a contribution's deeds can have touched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BooleanField, ExpressionWrapper, F, Q

from tracker.filters.holding import HOLDS
from tracker.filters.ranges import CERTAIN
from tracker.models.choices import CountryType
from tracker.totals.groupings import Group, Grouping
from tracker.totals.question import Question

Params = tuple[Any, ...]
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question, the columns that its cells are told apart by, and the periods it looks at.

    ``fixed`` are groups that all its cells are of. ``kind`` is month or year, ``low`` and ``high``
    are the numbers of the first and the last one (``groupings.numbered``); without a kind there
    are no periods.
    """

    question: Question
    columns: tuple[Grouping, ...] = ()
    fixed: dict[str, Group] = field(default_factory=dict)
    kind: str = ""
    low: int = 0
    high: int = 0

    @property
    def groups(self) -> list[str]:
        """The columns of ``asked`` that tell cells apart."""
        return [*(f"t_by_{g.name}" for g in self.columns), *(["t_period"] if self.kind else [])]

    @property
    def own(self) -> bool:
        """Each contribution counts in its own status group alone, not from deed to promise."""
        by_group = any(g.name == "status_group" for g in self.columns)
        return by_group or len(self.question.groups) < 2

    @property
    def days(self) -> tuple[date | None, date | None]:
        """Between which days something is asked to have been; None where there is no bound."""
        day, given = self.question.query.valid_on, self.question.given
        sides = (given.get(f"held_{side}") for side in ("after", "before"))
        after, before = ([each for each in (side, day) if each] for side in sides)
        return max(after, default=None), min(before, default=None)

    @property
    def certain(self) -> bool:
        """A contribution stands in a period only if its deeds lie in it."""
        chosen = self.question.given.get("date_match")
        return chosen is not None and chosen.values[0] == CERTAIN


def fetch(ask: Ask, text: str, params: Params = (), more: Mapping[str, F] | None = None) -> Rows:
    """The rows of a query over ``asked``; none where Django itself sees that nothing matches.

    ``more`` are further columns of ``asked``.
    """
    try:
        asked, given = _asked(ask, more or {})
    except EmptyResultSet:
        return []
    with connections[ask.question.query.rows.db].cursor() as cursor:
        cursor.execute(f"WITH {asked}\n{text}", (*given, *params))
        return list(cursor.fetchall())


def listed(*names: str) -> str:
    return ", ".join(names)


def number_of(day: str, kind: str) -> str:
    """SQL: the month or year of a day as a number; the next one is one more."""
    year = f"extract(year FROM {day})::int"
    return year if kind == "year" else f"({year} * 12 + extract(month FROM {day})::int - 1)"


def days_in(period: str, kind: str) -> tuple[str, str]:
    """SQL: the first and the last day of a numbered month or year."""
    months = f"({period} * 12)" if kind == "year" else period
    first = f"make_date({months} / 12, mod({months}, 12) + 1, 1)"
    length = "1 year" if kind == "year" else "1 month"
    return first, f"({first} + interval '{length}' - interval '1 day')::date"


def days(question: Question) -> tuple[Any, Any]:
    """The first and the last day that is known of any of the question's deeds."""
    bounds = "least(min(t_first), min(t_last)), greatest(max(t_first), max(t_last))"
    rows = fetch(Ask(question), f"SELECT {bounds} FROM asked", more=_HELD)
    return rows[0] if rows else (None, None)


def in_no_period(question: Question, kind: str) -> int:
    """How many contributions are dated, and have deeds that lie in no single period for certain."""
    first, last = number_of("t_first", kind), number_of("t_last", kind)
    text = f"""SELECT count(*) FROM asked WHERE (t_first IS NOT NULL OR t_last IS NOT NULL)
        AND ({first} = {last}) IS NOT TRUE"""
    rows = fetch(Ask(question), text, more=_HELD)
    return int(rows[0][0]) if rows else 0


def counts(ask: Ask, limit: int) -> Rows:
    """Of each cell: its groups, contributions, states, and states of which it is beyond doubt."""
    sure = "t_is_state AND NOT t_disputed AND NOT t_doubtful"
    numbers = (
        "count(*)",
        "count(DISTINCT t_country) FILTER (WHERE t_is_state)",
        f"count(DISTINCT t_country) FILTER (WHERE {sure})",
    )
    by = f"GROUP BY {listed(*ask.groups)}" if ask.groups else ""
    return fetch(ask, f"SELECT {listed(*ask.groups, *numbers)} FROM asked {by} LIMIT {limit}")


# --- The rows -------------------------------------------------------------------------------

_HELD = {"t_first": F("state__held_earliest"), "t_last": F("state__held_latest")}


def _asked(ask: Ask, more: Mapping[str, F]) -> tuple[str, Params]:
    rows = ask.question.query.rows
    columns = {
        "t_id": F("pk"),
        "t_state": F("state__id"),
        "t_group": F("state__status_group"),
        "t_country": F("country_id"),
        "t_is_state": _true(Q(country__type=CountryType.STATE)),
        "t_disputed": F("state__disputed"),
        "t_doubtful": _true(_in_doubt(ask.question)),
        **{f"t_by_{grouping.name}": F(grouping.column) for grouping in ask.columns},
        **(_HELD if ask.kind else {}),
        **more,
    }
    found = rows.order_by().values(**columns)
    sql, params = found.query.get_compiler(rows.db).as_sql()
    if not ask.kind:
        return f"asked AS ({sql})", params
    return f"dated AS ({sql}), asked AS ({_spread(ask)})", params


def _in_doubt(question: Question) -> Q:
    """Whether it is one, on the day that was asked about (semantics F3)."""
    doubt = Q(state__status_conflict=True) | Q(state__implied_only=True)
    return doubt if question.query.valid_on is None else doubt | ~Q(**{HOLDS: "yes"})


def _true(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _spread(ask: Ask) -> str:
    """A row for each period that a span overlaps, or lies in; one without where it is undated."""
    first, last = number_of("t_first", ask.kind), number_of("t_last", ask.kind)
    inside = f" AND {first} = {last}" if ask.certain else ""
    return f"""
        SELECT dated.*, t_period FROM dated
        LEFT JOIN LATERAL generate_series(
            greatest({first}, {ask.low}), least({last}, {ask.high})) AS p(t_period)
            ON (t_first IS NOT NULL OR t_last IS NOT NULL){inside}
        WHERE t_period IS NOT NULL OR (t_first IS NULL AND t_last IS NULL)"""
