"""Semantics E4, E5: periods of a flow, and tables of events."""

from datetime import date, timedelta
from time import perf_counter
from typing import Any

from tests.domain.builders import MEMBERS, day, ends, reading, state
from tracker.domain.dates import Span
from tracker.domain.figures import Figure
from tracker.domain.state import Reading, State, timeline


def strikes(number: int, amount: Any, when: str = "", **given: Any) -> Reading:
    given.setdefault("said", "2016-09-14")
    if when:
        given["when"] = when
    return reading(number, "done", amount=amount, metric="strikes", **given)


def figure(*readings: Reading) -> Figure:
    (found,) = state("US", *readings).figures
    return found


def test_e4_more_than_a_thousand_are_among_the_eleven_thousand() -> None:
    early = strikes(1, (1001, None), "2014-08/..", said="2014-12-01", reads_as="total")
    late = strikes(2, 11558, "2014-08-08/2016-09-13", reads_as="total")
    found = figure(early, late)
    assert (*ends(found), found.conflict) == (11558, 11558, False)
    assert [window.span for window in found.windows] == [Span(day("2014-08-08"), day("2016-09-13"))]


def test_e4_whichever_of_the_two_was_told_last() -> None:
    found = figure(
        strikes(1, (1001, None), "2014-08/..", said="2016-12-01"),
        strikes(2, 11558, "../2016-09-13"),
    )
    assert ends(found) == (11558, 11558)


def test_e4_figures_of_one_window_make_a_hull() -> None:
    window = "2014-08-08/2016-09-13"
    found = figure(strikes(1, (250, 270), window), strikes(2, (266, 266), window))
    assert (*ends(found), found.conflict) == (250, 270, False)
    apart = figure(strikes(1, 250, window), strikes(2, 266, window))
    assert (*ends(apart), apart.conflict) == (250, 266, True)


def test_e4_disjoint_windows_add() -> None:
    several = strikes(1, (3, 9), "2015-11-15/2015-11-22", said="2015-11-23")
    two = strikes(2, 2, "2015-11-23", said="2015-11-23")
    found = figure(several, two)
    assert (*ends(found), len(found.windows)) == (5, 11, 2)


def test_e4_overlapping_windows_never_add() -> None:
    found = figure(
        strikes(1, 100, "2015-01/2015-06"),
        strikes(2, 150, "2015-04/2015-09"),
        strikes(3, 90, "2015-07/2015-12"),
    )
    assert ends(found) == (190, 190)
    assert [str(window.span.earliest) for window in found.windows] == ["2015-01-01", "2015-07-01"]


def test_e4_an_open_window_leaves_the_sum_open() -> None:
    found = figure(strikes(1, (100, None), "2015-01"), strikes(2, 5, "2015-02"))
    assert ends(found) == (105, None)


def test_e4_a_bare_upper_bound_still_adds() -> None:
    found = figure(strikes(1, (0, 5), "2015-01"), strikes(2, (0, 3), "2015-02"))
    assert ends(found) == (0, 8)


def test_e4_a_total_to_date_holds_all_that_came_before_its_day() -> None:
    before = strikes(1, 40, "2014-10")
    assert int(figure(before, strikes(2, 300, "2016-09-13", reads_as="total")).low) == 300
    assert int(figure(before, strikes(2, 300, "2016-09-13")).low) == 340


def test_e4_parts_that_exceed_the_window_they_lie_in_are_a_conflict() -> None:
    whole = strikes(1, 300, "2015")
    found = figure(whole, strikes(2, 200, "2015-03"), strikes(3, 250, "2015-05"))
    assert (*ends(found), found.conflict) == (300, 450, True)


def test_e4_a_deed_cannot_be_counted_beyond_the_day_it_was_told() -> None:
    found = figure(strikes(1, 5, "2015-01/..", said="2015-03-01"), strikes(2, 7, "2015-04"))
    assert ends(found) == (12, 12)


def releases(number: int, **given: Any) -> Reading:
    month = f"201{5 + number // 1100}-{number % 12 + 1:02}"
    return strikes(number, 1, month, reads_as="event", origin="table", said="2018", **given)


def dutch_table() -> State:
    """2,188 rows, most of them equal to others."""
    return state("NL", *(releases(number) for number in range(1, 2189)))


def test_e5_rows_of_a_table_of_events_always_add() -> None:
    started = perf_counter()
    found = dutch_table()
    assert perf_counter() - started < 2, "a table of events must not take time by its square"
    (releases,) = found.figures
    assert (*ends(releases), releases.conflict) == (2188, 2188, False)
    assert len(releases.readings) == 2188
    assert [window.span for window in releases.windows] == [
        Span(day("2015-01-01"), day("2016-12-31"))
    ]


def test_e5_two_tables_of_one_time_never_add() -> None:
    one = [strikes(n, 1, "2015-01", reads_as="event", origin="table") for n in (1, 2, 3)]
    other = [strikes(n, 1, "2015-01", reads_as="event", origin="copy") for n in (4, 5)]
    found = figure(*one, *other)
    assert (*ends(found), found.conflict) == (2, 3, True)


def test_e5_a_row_without_upper_bound_leaves_the_table_open() -> None:
    rows = [
        strikes(1, 1, "2015-01", reads_as="event", origin="table"),
        strikes(2, (2, None), "2015-02", reads_as="event", origin="table"),
    ]
    assert ends(figure(*rows)) == (3, None)


def daily(number: int) -> Reading:
    told = date(2014, 9, 1) + timedelta(number)
    return strikes(number, (1, 2), told.isoformat(), said=told.isoformat())


def test_e4_many_windows_that_follow_day_on_day_are_told_as_one() -> None:
    found = figure(*(daily(number) for number in range(1, 31)), strikes(99, 5, "2015-01-01"))
    assert ends(found) == (35, 65)
    assert [(str(w.span.earliest), str(w.span.latest), *ends(w)) for w in found.windows] == [
        ("2014-09-02", "2014-10-01", 30, 60),
        ("2015-01-01", "2015-01-01", 5, 5),
    ]


def test_e4_a_few_windows_are_told_one_by_one() -> None:
    assert len(figure(*(daily(number) for number in range(1, 8))).windows) == 7


def test_two_years_of_daily_releases_are_derived_in_seconds() -> None:
    started = perf_counter()
    states = timeline("US", [daily(number) for number in range(1, 701)], MEMBERS)
    assert perf_counter() - started < 10
    assert len(states) == 700
    assert ends(states[-1].figures[0]) == (700, 1400)
