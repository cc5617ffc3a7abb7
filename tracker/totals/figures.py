"""The figures of a question's contributions, added up by the database as far as they are alike.

What the rule of totals (``tracker.domain.totals``) treats alike comes as one row; whatever
contains something, or lies in something, comes by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import BigIntegerField, Func

from tracker.domain.figures import Bounds
from tracker.models import Figure, Metric
from tracker.models.choices import Nature
from tracker.totals.asked import Ask, Params, days_in, fetch, listed

_ALIKE = (
    *("metric", "currency", "has_sum", "has_rate", "t_disputed", "doubtful", "open", "undated"),
    *("has_equivalent", "equivalent_open"),
)
_SUMS = (
    *("count(*)", "sum(low)", "sum(high)", "sum(equivalent_low)", "sum(equivalent_high)"),
    "array_agg(DISTINCT hull) FILTER (WHERE hull IS NOT NULL)",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What ``number`` contributions of one cell have of one metric; of ``single``, what it has.

    ``bounds`` is None where they have no figure that could be added; ``rate``: no more than a
    rate. ``equivalent``: the same money in the currency that was asked for.
    """

    cell: tuple[Any, ...]
    metric: str
    currency: str
    bounds: Bounds | None
    rate: bool
    disputed: bool
    doubtful: bool
    undated: bool
    equivalent: Bounds | None
    single: int | None
    number: int
    periods: frozenset[str]


def measured(ask: Ask, single: Sequence[int]) -> list[Measured]:
    """What each cell has of each metric; the contributions of these keys by themselves."""
    amounts, given = _amounts(ask)
    alike = (*ask.groups, *_ALIKE, "CASE WHEN t_id = ANY (%s) THEN t_id END")
    by = listed(*(str(number + 1) for number in range(len(alike))))
    text = f"""
        , amounts AS ({amounts}), measured AS ({_measured(ask)})
        SELECT {listed(*alike, *_SUMS)} FROM measured GROUP BY {by}"""
    rows = fetch(ask, text, (*given, ask.question.convert_to, list(single)))
    return [_read(row, len(ask.groups)) for row in rows]


def _read(row: tuple[Any, ...], groups: int) -> Measured:
    metric, currency, has_sum, rate, disputed, doubtful, is_open, undated, *rest = row[groups:]
    has_equivalent, equivalent_open, single, number, low, high, *rest = rest
    equivalent_low, equivalent_high, periods = rest
    return Measured(
        cell=row[:groups],
        metric=metric,
        currency=currency,
        bounds=_bounds(low, high, is_open) if has_sum else None,
        rate=rate and not has_sum,
        disputed=disputed,
        doubtful=doubtful,
        undated=undated,
        equivalent=(
            _bounds(equivalent_low, equivalent_high, equivalent_open) if has_equivalent else None
        ),
        single=single,
        number=number,
        periods=frozenset(periods or ()),
    )


def _bounds(low: Decimal, high: Decimal | None, is_open: bool) -> Bounds:
    return Bounds(low, None if is_open else high)


# --- One row a contribution and metric ------------------------------------------------------


def _measured(ask: Ask) -> str:
    """Of both groups a contribution counts from the low of its deeds to the higher high (E2).

    It does so in the currency of its deeds. How high a promise goes of which nothing is stated in
    that currency, nobody knows: the high is open.
    """
    added = "NOT rate AND CASE WHEN beside IS NULL THEN NOT equivalent ELSE currency = beside END"
    converted = "NOT rate AND currency = %s AND (equivalent OR beside IS NOT NULL)"
    elsewhere = "NOT rate AND NOT equivalent AND NOT undated AND beside IS NOT NULL"

    def low_of(which: str) -> str:
        if ask.own:
            return f"max(low) FILTER (WHERE {which})"
        return f"coalesce(max(low) FILTER (WHERE {which} AND deed), 0)"

    def open_of(which: str) -> str:
        is_open = f"coalesce(bool_or(open) FILTER (WHERE {which}), false)"
        if ask.own:
            return is_open
        return f"{is_open} OR bool_or(elsewhere) AND NOT bool_or({which} AND NOT deed)"

    promised = "" if ask.own else " OR NOT bool_or(added AND deed)"
    by = ("t_id", *ask.groups, "t_disputed", "t_doubtful", "metric")
    return f"""
        SELECT {listed(*by)},
            coalesce(max(currency) FILTER (WHERE added), max(currency)) AS currency,
            bool_or(added) AS has_sum, bool_or(rate) AS has_rate,
            t_doubtful OR coalesce(bool_or(wider) FILTER (WHERE added), false){promised}
                AS doubtful,
            {open_of("added")} AS open,
            coalesce(bool_and(undated) FILTER (WHERE added), false) AS undated,
            {low_of("added")} AS low, max(high) FILTER (WHERE added) AS high,
            bool_or(converted AND (deed OR beside IS NULL)) AS has_equivalent,
            {open_of("converted")} AS equivalent_open,
            {low_of("converted")} AS equivalent_low,
            max(high) FILTER (WHERE converted) AS equivalent_high,
            max(hull) FILTER (WHERE added) AS hull
        FROM (SELECT *, {added} AS added, {converted} AS converted, {elsewhere} AS elsewhere
            FROM amounts) AS amounts
        GROUP BY {listed(*by)}"""


def _amounts(ask: Ask) -> tuple[str, Params]:
    """The figures of each row's state that may be added, or what they have where it looks."""
    question = ask.question
    wider, given = _wider(ask)
    bounds, days = _bounded(ask)
    group, beside = "f.status_group = t_group", "NULL::text"
    if not ask.own:
        group = f"({group} OR t_group = 'actual' AND f.status_group = 'prospective')"
        beside = _BESIDE
    wanted = " AND f.metric_id = ANY (%s)" if question.metrics else ""
    metrics = (list(question.metrics),) if question.metrics else ()
    text = f"""
        SELECT asked.*, f.metric_id AS metric, f.currency, f.status_group = 'actual' AS deed,
            f.rate, f.equivalent, {beside} AS beside, {_WITHIN if bounds else _WHOLE},
            {"NULL::text" if ask.kind else _HULL} AS hull,
            {wider}{_OUTREACHES if bounds else "false"} AS wider
        FROM asked JOIN {Figure._meta.db_table} f ON f.state_id = t_state
        JOIN {Metric._meta.db_table} m ON m.code = f.metric_id
        {bounds}
        WHERE t_group = ANY (%s) AND {group}{wanted}"""
    return text, (*given, *days, list(question.groups), *metrics)


# Of a promise beside a deed: the currency in which the deed counts.
_BESIDE = f"""CASE WHEN f.status_group <> t_group THEN (
                SELECT d.currency FROM {Figure._meta.db_table} d
                WHERE d.state_id = t_state AND d.metric_id = f.metric_id
                    AND d.status_group = t_group AND NOT d.rate AND NOT d.equivalent) END"""

# --- Periods and days -----------------------------------------------------------------------

_HULL = f"""CASE WHEN m.nature = '{Nature.FLOW}'
                THEN concat(f.windows->0->>'earliest', '/', f.windows->-1->>'latest') END"""
_WHOLE = "f.low, f.high, f.high IS NULL AS open, false AS undated"
_WITHIN = """CASE WHEN n.reaching = 0 THEN f.low ELSE n.low END AS low,
            CASE WHEN n.reaching = 0 THEN f.high ELSE n.high END AS high,
            CASE WHEN n.reaching = 0 THEN f.high IS NULL ELSE n.open END AS open,
            n.touching = 0 AS undated"""
_OUTREACHES = "(n.inside IS NOT TRUE)"


def _bounded(ask: Ask) -> tuple[str, Params]:
    """What the figure has where it is looked at: of windows inside it all, of wider ones up to all.

    That is in the cell's period, and of a flow's deeds also between the days that were asked for;
    a level, or a promise, is of no such days. ``reaching`` are the windows that are not inside.
    """
    after, before = ask.days
    if not ask.kind and after is None and before is None:
        return "", ()
    first, last = days_in("t_period", ask.kind) if ask.kind else ("NULL::date", "NULL::date")
    flow = f"m.nature = '{Nature.FLOW}' AND f.status_group = 'actual'"
    text = f"""CROSS JOIN LATERAL (
            SELECT greatest({first}, CASE WHEN {flow} THEN %s::date END) AS first,
                least({last}, CASE WHEN {flow} THEN %s::date END) AS last
        ) AS looked
        CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE touches) AS touching,
                count(*) FILTER (WHERE NOT inside) AS reaching,
                bool_or(high IS NULL) FILTER (WHERE touches) AS open,
                coalesce(sum(low) FILTER (WHERE inside), 0) AS low,
                sum(high) FILTER (WHERE touches) AS high, bool_or(inside) AS inside
            FROM jsonb_array_elements(f.windows) AS w
            CROSS JOIN LATERAL (SELECT (w->>'earliest')::date AS earliest,
                (w->>'latest')::date AS latest, (w->>'low')::numeric AS low,
                (w->>'high')::numeric AS high) AS told
            CROSS JOIN LATERAL (SELECT
                coalesce(earliest <= looked.last, true)
                    AND coalesce(latest >= looked.first, true) AS touches,
                coalesce(earliest >= looked.first, looked.first IS NULL)
                    AND coalesce(latest <= looked.last, looked.last IS NULL) AS inside) AS placed
        ) AS n"""
    return text, (after, before)


# --- Words that were not asked for ----------------------------------------------------------


def _wider(ask: Ask) -> tuple[str, Params]:
    """Whether a figure rests on other statements than those asked for (F3): looked up by key."""
    matching = ask.question.query.filterset.matching()
    if matching is None:
        return "", ()
    rested = Func(template="rests.id", output_field=BigIntegerField())
    found = matching.filter(pk=rested).order_by().values("pk")
    try:
        sql, params = found.query.get_compiler(matching.db).as_sql()
    except EmptyResultSet:
        sql, params = "SELECT 1 WHERE false", ()
    return (
        f"EXISTS (SELECT FROM unnest(f.statements) AS rests(id) WHERE NOT EXISTS ({sql})) OR ",
        params,
    )
