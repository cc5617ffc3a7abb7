"""Semantics E: what the quantities of one contribution add up to."""

from decimal import Decimal
from typing import Any

import pytest

from tests.domain.builders import ends, reading, state
from tracker.domain.dates import Span
from tracker.domain.figures import Bounds, Figure, combine
from tracker.domain.state import Reading


def figures(*readings: Reading) -> list[Figure]:
    return list(state("FR", *readings).figures)


def figure(*readings: Reading) -> Figure:
    found = figures(*readings)
    assert len(found) == 1, found
    return found[0]


def bounds(*readings: Reading) -> tuple[int, int | None]:
    return ends(figure(*readings))


def aircraft(number: int, amount: Any, status: str = "ongoing", **given: Any) -> Reading:
    return reading(number, status, amount=amount, metric="aircraft", **given)


def strikes(number: int, amount: Any, status: str = "done", **given: Any) -> Reading:
    return reading(number, status, amount=amount, metric="strikes", **given)


# --- E1: levels, changes, totals ------------------------------------------------------------


def test_e1_from_twelve_to_thirty_eight_is_thirty_eight() -> None:
    twelve = aircraft(1, 12, quote=1, place=(3919, 1), when="../2015-11-23")
    thirty_eight = aircraft(2, 38, quote=1, place=(3919, 2))
    found = figure(twelve, thirty_eight)
    assert (*ends(found), found.conflict) == (38, 38, False)
    assert state("FR", twelve, thirty_eight).statement == 2


def test_e1_a_level_without_a_status_drives_nothing() -> None:
    twelve = aircraft(1, 12, status="", quote=1, place=(3919, 1), when="../2015-11-23")
    assert bounds(twelve, aircraft(2, 38, quote=1, place=(3919, 2))) == (38, 38)


@pytest.mark.parametrize(
    "change", [{"reads_as": "change"}, {"change": "more"}, {"change": "less"}, {"change": "end"}]
)
def test_e1_a_change_is_no_level_and_adds_nothing(change: dict[str, str]) -> None:
    assert figures(aircraft(1, 230, **change)) == []
    later = aircraft(2, 230, said="2015-12-01", **change)
    assert bounds(aircraft(1, 600), later) == (600, 600)


def test_e1_an_analyst_may_say_that_words_of_more_give_a_level() -> None:
    assert bounds(aircraft(1, 38, change="more", reads_as="level")) == (38, 38)


def test_e1_what_had_been_done_by_the_end_counts() -> None:
    assert bounds(strikes(1, 251, change="end", said="2016-02-17")) == (251, 251)


# --- E2: actual and prospective -------------------------------------------------------------


def test_e2_canada_has_six_hundred_and_promises_eight_hundred_and_thirty() -> None:
    found = state(
        "CA",
        reading(1, "ongoing", amount=(600, 660), metric="personnel", said="2015-11-23"),
        reading(2, "pledged", amount=(0, 830), metric="personnel", said="2016-02-08"),
    )
    actual, prospective = found.figures
    assert (actual.group, actual.bounds) == ("actual", Bounds(Decimal(600), Decimal(660)))
    assert (prospective.group, ends(prospective)) == ("prospective", (0, 830))
    both = combine(actual.bounds, prospective.bounds)
    assert both == Bounds(Decimal(600), Decimal(830))


def test_e2_an_open_promise_leaves_the_top_open() -> None:
    assert combine(Bounds(Decimal(5), Decimal(5)), Bounds(Decimal(2), None)) == Bounds(
        Decimal(5), None
    )


def test_e2_one_group_alone_is_itself() -> None:
    five = Bounds(Decimal(5), Decimal(5))
    assert combine(five, None) == combine(None, five) == five
    assert combine(None, None) is None


def test_e2_a_conditioned_figure_is_prospective() -> None:
    assert figure(aircraft(1, 6, conditioned=True)).group == "prospective"


# --- E3: stocks and promises ----------------------------------------------------------------


def test_e3_a_stock_is_the_hull_of_what_speaks_last() -> None:
    old = aircraft(1, 12, said="2015-10-01")
    found = figure(old, aircraft(2, (30, 38)), aircraft(3, (36, 40)))
    assert (*ends(found), found.conflict) == (30, 40, False)
    assert found.windows[0].span == Span.on(reading(9, "").known_from)


def test_e3_figures_of_one_time_that_exclude_each_other_are_in_conflict() -> None:
    found = state("FR", aircraft(1, 26), aircraft(2, 38))
    assert ends(found.figures[0]) == (26, 38)
    assert found.figure_conflict
    assert not found.disputed


def test_e3_at_least_leaves_the_top_open() -> None:
    assert bounds(aircraft(1, (26, None)), aircraft(2, 38)) == (26, None)


def test_e3_a_promised_flow_is_no_sum() -> None:
    later = strikes(2, 20, status="pledged", said="2015-12-01")
    assert bounds(strikes(1, 10, status="pledged"), later) == (20, 20)


# --- E6: rates ------------------------------------------------------------------------------


def test_e6_a_rate_stands_alone() -> None:
    rate = reading(1, "pledged", amount=(0, 1000), currency="USD", per="year")
    once = reading(2, "pledged", amount=5, currency="USD")
    found = figures(rate, once)
    assert [(f.rate, f.per, ends(f)) for f in found] == [
        (False, "", (5, 5)),
        (True, "year", (0, 1000)),
    ]


# --- E7: money ------------------------------------------------------------------------------

GBP_10M = (Decimal(10), Decimal(10), "GBP")


def counted(*readings: Reading) -> dict[str, bool]:
    return {found.currency: not found.equivalent for found in figures(*readings)}


def test_e7_money_counts_in_the_currency_stated_with_an_equivalent() -> None:
    both = reading(1, "done", amount=15, currency="USD", converted=GBP_10M, when="2015-11-01")
    others = [reading(n, "done", amount=10, currency="GBP", by="FR") for n in (2, 3)]
    assert counted(both, *others) == {"USD": True, "GBP": False}


def test_e7_else_in_that_of_most_origins_else_in_its_own() -> None:
    euros = [reading(n, "done", amount=12, currency="EUR", by="US") for n in (1, 2)]
    pounds = reading(3, "done", amount=10, currency="GBP", by="FR")
    assert counted(*euros, pounds) == {"EUR": True, "GBP": False}
    assert counted(euros[0], pounds) == {"EUR": False, "GBP": True}


def test_e7_one_origin_told_twice_is_one() -> None:
    euros = [reading(n, "done", amount=12, currency="EUR", origin="briefing") for n in (1, 2)]
    pounds = reading(3, "done", amount=10, currency="GBP", by="FR")
    assert counted(*euros, pounds) == {"EUR": False, "GBP": True}


def test_e7_equivalents_are_compared() -> None:
    both = reading(1, "pledged", amount=15, currency="USD", converted=GBP_10M)
    agreeing = reading(2, "pledged", amount=10, currency="GBP")
    other = reading(3, "pledged", amount=9, currency="GBP")
    assert not state("GB", both, agreeing).figure_conflict
    assert state("GB", both, other).figure_conflict


def test_e7_a_promise_in_another_currency_leaves_the_deed_in_its_own() -> None:
    done = reading(1, "done", amount=100, currency="USD", said="2015-11-01")
    more = [reading(n, "pledged", amount=400, currency="EUR") for n in (2, 3)]
    found = {(f.group, f.currency): f.equivalent for f in figures(done, *more)}
    assert found == {("actual", "USD"): False, ("prospective", "EUR"): False}


def test_e7_a_rate_in_another_currency_leaves_the_sum_in_its_own() -> None:
    done = reading(1, "done", amount=100, currency="USD", by="US")
    rates = [reading(n, "done", amount=4, currency="EUR", per="year") for n in (2, 3)]
    found = {(f.per, f.currency): f.equivalent for f in figures(done, *rates)}
    assert found == {("", "USD"): False, ("year", "EUR"): False}


# --- Order and kinds ------------------------------------------------------------------------


def test_figures_are_by_group_and_metric() -> None:
    found = figures(strikes(1, 2), aircraft(2, 38), strikes(3, 5, status="pledged", change="start"))
    assert [(f.group, f.metric) for f in found] == [
        ("actual", "aircraft"),
        ("actual", "strikes"),
        ("prospective", "strikes"),
    ]


def test_words_that_give_no_number_give_no_figure() -> None:
    assert figures(reading(1, "ongoing", metric="aircraft")) == []
