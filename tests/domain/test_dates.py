"""Semantics A: what EDTF dates mean, and what a statement's dates do."""

import contextlib
import io
from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import pytest
from edtf import parse_edtf as parsed_by_library
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.edtf_texts import BEYOND, texts
from tracker.domain.dates import (
    UNDATED,
    DateError,
    Span,
    as_of,
    effective_when,
    parse_edtf,
    promise_as_deed,
)


def span(earliest: str, latest: str, *, interval: bool = False) -> Span:
    """A span from ISO days; empty is unbounded."""
    first, last = (date.fromisoformat(day) if day else None for day in (earliest, latest))
    return Span(first, last, interval)


def day(text: str) -> Span:
    return span(text, text)


SAID = day("2015-11-23")

days = st.dates()
sides = st.none() | days


@st.composite
def spans(draw: st.DrawFn) -> Span:
    first, last = draw(sides), draw(sides)
    if first and last and first > last:
        first, last = last, first
    return Span(first, last)


# --- Reading --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2015-11-23", "2015-11-23", "2015-11-23"),
        ("2015-11", "2015-11-01", "2015-11-30"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2015", "2015-01-01", "2015-12-31"),
        # ~ widens by three days, a month, a year; % does too, ? does not
        ("2015-11-23~", "2015-11-20", "2015-11-26"),
        ("2015-11~", "2015-10-01", "2015-12-31"),
        ("2016-01~", "2015-12-01", "2016-02-29"),
        ("2015~", "2014-01-01", "2016-12-31"),
        ("2015-11-23?", "2015-11-23", "2015-11-23"),
        ("2015?", "2015-01-01", "2015-12-31"),
        ("2015-11-23%", "2015-11-20", "2015-11-26"),
        ("2015-11%", "2015-10-01", "2015-12-31"),
        # seasons: winter begins in December of its year
        ("2015-21", "2015-03-01", "2015-05-31"),
        ("2015-22", "2015-06-01", "2015-08-31"),
        ("2015-23", "2015-09-01", "2015-11-30"),
        ("2015-24", "2015-12-01", "2016-02-29"),
        ("2015-21~", "2014-12-01", "2015-08-31"),
        # unspecified digits
        ("201X", "2010-01-01", "2019-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("1XXX", "1000-01-01", "1999-12-31"),
        ("2015-XX", "2015-01-01", "2015-12-31"),
        ("2015-XX-XX", "2015-01-01", "2015-12-31"),
        ("2015-11-XX", "2015-11-01", "2015-11-30"),
        ("201X~", "2000-01-01", "2029-12-31"),
        ("2015-XX~", "2014-01-01", "2016-12-31"),
        ("2015-11-XX~", "2015-10-01", "2015-12-31"),
        # intervals: both ends belong to them, .. and nothing are unbounded
        ("2014-08-08/2016-09-13", "2014-08-08", "2016-09-13"),
        ("2014-08/2015", "2014-08-01", "2015-12-31"),
        ("../2015-11-23", "", "2015-11-23"),
        ("/2015-11-23", "", "2015-11-23"),
        ("2014-08/..", "2014-08-01", ""),
        ("2014-08/", "2014-08-01", ""),
        ("2015-21/2015-22", "2015-03-01", "2015-08-31"),
        # each end is widened by itself
        ("2015-11-23~/2015-12-01", "2015-11-20", "2015-12-01"),
        ("2015-11-23/2015-12~", "2015-11-23", "2016-01-31"),
        ("2015-12~/2015-11", "2015-11-01", "2015-11-30"),
        ("2015-12-01/2015-11~", "2015-12-01", "2015-12-31"),
        # the first and last days there are
        ("0001-01-04~", "0001-01-01", "0001-01-07"),
        ("9999-12-28~", "9999-12-25", "9999-12-31"),
        ("9XXX", "9000-01-01", "9999-12-31"),
        ("", "", ""),
    ],
)
def test_bounds(text: str, earliest: str, latest: str) -> None:
    assert parse_edtf(text) == span(earliest, latest)


@pytest.mark.parametrize("text", BEYOND)
def test_what_is_beyond_level_1_is_refused(text: str) -> None:
    with pytest.raises(DateError):
        parse_edtf(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2015-11-31", "there is no such day"),
        ("2015-02-29", "there is no such day"),
        ("0000", "years run from 0001 to 9999"),
        ("0001~", "years run from 0001 to 9999"),
        ("0001-01-03~", "years run from 0001 to 9999"),
        ("9999-12-29~", "years run from 0001 to 9999"),
        ("9999-24", "years run from 0001 to 9999"),
        ("2016/2015", "it ends before it begins"),
        ("2016-01-01/2015-11~", "it ends before it begins"),
        ("../..", "at least one end"),
        ("/", "at least one end"),
        ("2015-XX/2016", "an interval takes no X"),
        ("2015-11-23T10:00:00Z", "not times of day"),
        ("[2015,2016]", "sets are EDTF's level 2"),
        ("2015-25", "seasons are 21 (spring) to 24 (winter)"),
        ("2015-13", "months are 01 to 12"),
        ("2015-1", "two digits"),
        ("23.11.2015", "the year comes first"),
        ("20151123", "parted by hyphens"),
        ("201x", "capital X"),
        ("201X-11", "X stands for the last digits"),
        ("2015 ", "space"),
        ("2015-11-23?~", "% is both"),
        ("2015~-11", "stand at the end"),
        ("2015..2016", "a stroke between its ends"),
        ("2015/2016/2017", "two ends"),
        ("last week", "space"),
        ("Monday", "no EDTF has this form"),
    ],
)
def test_a_refusal_says_why_and_shows_right_dates(text: str, why: str) -> None:
    with pytest.raises(DateError) as refusal:
        parse_edtf(text)
    assert str(refusal.value).startswith(f"{text!r} is not read as a date: ")
    assert why in str(refusal.value)
    assert str(refusal.value).endswith(
        "Right are 2015-11-23, 2015-11, 2015-11~ and 2014-08-08/2015-11-23."
    )


@given(texts)
def test_nothing_but_a_span_or_a_refusal_comes_out(text: str) -> None:
    with contextlib.suppress(DateError):
        read = parse_edtf(text)
        assert read.is_dated == bool(text)
        assert read.is_interval == ("/" in text)


def by_library(text: str) -> Any:
    """What the edtf library makes of a text. It prints, and raises whatever befell it."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return parsed_by_library(text)
    except Exception:
        return None


@given(texts)
def test_the_edtf_library_reads_what_we_read_to_the_same_days(text: str) -> None:
    """Left aside is where the library has rules of its own: ~, winter, an end without a day."""
    try:
        read = parse_edtf(text)
    except DateError:
        return
    qualified_season = text[4:6] == "-2" and text[7:] in ("?", "~", "%")
    if not text or qualified_season:  # the library has neither
        return
    other = by_library(text)
    assert other is not None
    if not (set(text) & set("~%") or "-24" in text or text[0] in "./" or text[-1] in "./"):
        assert read == Span(_day_of(other.lower_strict()), _day_of(other.upper_strict()))


def _day_of(struct: Any) -> date:
    return date(struct.tm_year, struct.tm_mon, struct.tm_mday)


@given(days)
def test_a_day_lies_in_its_month_year_and_decade(given_day: date) -> None:
    text = str(given_day)
    inside = parse_edtf(text)
    last = monthrange(given_day.year, given_day.month)[1]
    assert parse_edtf(text[:7]) == Span(given_day.replace(day=1), given_day.replace(day=last))
    assert inside.certainly_in(parse_edtf(text[:4]))
    if given_day.year >= 10:
        assert parse_edtf(text[:4]).certainly_in(parse_edtf(f"{text[:3]}X"))


# --- Spans ----------------------------------------------------------------------------------


def test_a_span_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        span("2015-11-24", "2015-11-23")


def test_certainly_in_wants_both_bounds_inside_and_possibly_in_an_overlap() -> None:
    november = span("2015-11-01", "2015-11-30")
    assert day("2015-11-30").certainly_in(november)
    assert span("2015-11-30", "2015-12-01").possibly_in(november)
    assert not span("2015-11-30", "2015-12-01").certainly_in(november)
    assert not day("2015-12-01").possibly_in(november)


def test_an_unbounded_side_is_certain_only_where_the_range_is_open_too() -> None:
    since = span("2014-08-08", "")
    assert since.certainly_in(span("2014-01-01", ""))
    assert since.possibly_in(day("2030-01-01"))
    assert not since.certainly_in(span("2014-01-01", "2015-01-01"))
    assert not since.possibly_in(span("", "2014-08-07"))


def test_undated_is_neither_certainly_nor_possibly_in_any_range() -> None:
    for wanted in (UNDATED, SAID, span("2014-01-01", "")):
        assert not UNDATED.certainly_in(wanted)
        assert not UNDATED.possibly_in(wanted)


def test_turkey_does_not_certainly_strike_on_a_day_of_its_interval() -> None:
    """A2: 266 strikes over 2014-08-08/2016-09-13 say of 2014-09-23 only "maybe"."""
    strikes = parse_edtf("2014-08-08/2016-09-13")
    assert strikes.possibly_in(day("2014-09-23"))
    assert not strikes.certainly_in(day("2014-09-23"))


def test_the_hull_reaches_from_the_first_to_the_last_and_leaves_out_the_undated() -> None:
    """C6: Canada's strikes ended 2016-02-15/2016-02-22."""
    ends = [day("2016-02-22"), UNDATED, day("2016-02-15")]
    assert Span.hull(ends) == span("2016-02-15", "2016-02-22")
    assert Span.hull([day("2016-02-22"), span("", "2016-02-15")]) == span("", "2016-02-22")
    assert Span.hull([UNDATED]) == Span.hull([]) == UNDATED


@given(spans(), spans())
def test_before_after_and_overlap_part_all_dated_pairs(one: Span, other: Span) -> None:
    relations = [one.certainly_before(other), one.certainly_after(other), one.possibly_in(other)]
    assert sum(relations) == one.is_dated
    assert one.certainly_before(other) == other.certainly_after(one)
    if one.certainly_in(other):
        assert one.possibly_in(other)


@given(st.lists(spans(), max_size=4))
def test_every_dated_span_is_certainly_in_its_hull(members: list[Span]) -> None:
    hull = Span.hull(members)
    assert all(member.certainly_in(hull) for member in members if member.is_dated)


# --- When, as of, and promises --------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("ongoing", SAID),
        ("absent", SAID),
        ("ruled_out", SAID),
        ("unlikely", SAID),
        ("done", span("", "2015-11-23")),
        ("ended", span("", "2015-11-23")),
        ("pledged", UNDATED),
        ("possible", UNDATED),
        ("", UNDATED),
    ],
)
def test_the_default_of_when(status: str, expected: Span) -> None:
    assert effective_when(status, UNDATED, SAID) == expected
    stated = day("2015-11-17")
    assert effective_when(status, stated, SAID) == stated


@pytest.mark.parametrize(
    ("group", "when", "said", "expected"),
    [
        ("actual", "2015-11-17", "2015-11-23", "2015-11-17"),
        ("actual", "", "2015-11-23", "2015-11-23"),
        # of an interval its last day, capped at the day it was said
        ("actual", "2014-08-08/2016-09-13", "2016-09-20", "2016-09-13"),
        ("actual", "../2015-11-23", "2015-11-23", "2015-11-23"),
        ("actual", "2015-11-17/..", "2015-11-23", "2015-11-23"),
        ("actual", "2015-11-17/2016-03", "2015-11-23", "2015-11-23"),
        ("actual", "2014-08/2015-10", "2015-11-23", "2015-10-31"),
        # a month is no interval: both its bounds stay
        ("actual", "2015-10", "2015-11-23", "2015-10"),
        ("actual", "2015-11", "2015-11-23", "2015-11-01/2015-11-23"),
        # said on a day that is itself not certain
        ("actual", "2014-08/..", "2015-11", "2015-11"),
        ("actual", "2014-08/2015-11-20", "2015-11", "2015-11-01/2015-11-20"),
        ("actual", "2015-11-17", "2015-11", "2015-11-17"),
        ("actual", "2014-08/2015-10-05", "../2015-11-23", "../2015-10-05"),
        # what was said before it began is refused elsewhere; here it counts as of that day
        ("actual", "2015-12", "2015-11-23", "2015-11-23"),
        # without any day said, nothing caps
        ("actual", "2014-08/2015-10", "", "2015-10-31"),
        ("actual", "2015-10", "", "2015-10"),
        # promises, denials and the unstated are as of the day they were said
        ("prospective", "2016", "2015-11-23", "2015-11-23"),
        ("denied", "2014-08-08/2015-01-01", "2015-11-23", "2015-11-23"),
        ("", "2014", "2015-11-23", "2015-11-23"),
    ],
)
def test_as_of(group: str, when: str, said: str, expected: str) -> None:
    assert as_of(group, parse_edtf(when), parse_edtf(said)) == parse_edtf(expected)


@given(texts, days, st.sampled_from(["ongoing", "done", "ended"]))
def test_nothing_actual_is_as_of_a_day_after_it_was_said(
    text: str, said: date, status: str
) -> None:
    with contextlib.suppress(DateError):
        when = effective_when(status, parse_edtf(text), Span.on(said))
        latest = as_of("actual", when, Span.on(said)).latest
        assert latest is not None
        assert latest <= said


def test_the_stored_bounds_of_an_interval_need_to_be_told_that_it_was_one() -> None:
    stored = span("2014-08-08", "2015-11-20", interval=True)
    assert as_of("actual", stored, SAID) == day("2015-11-20")
    assert stored == parse_edtf("2014-08-08/2015-11-20")


@pytest.mark.parametrize(
    ("status", "when", "refused"),
    [
        ("done", "2015-11-24", True),
        ("ongoing", "2016", True),
        ("ended", "2015-12/..", True),
        ("done", "2015-11-24~", False),
        ("done", "2015-11", False),
        ("done", "../2016", False),
        ("done", "", False),
        ("pledged", "2016", False),
        ("absent", "2016", False),
        ("", "2016", False),
    ],
)
def test_a_promise_told_as_a_deed(status: str, when: str, refused: bool) -> None:
    assert promise_as_deed(status, parse_edtf(when), SAID) is refused


@given(days, st.integers(1, 1000))
def test_a_deed_of_a_later_day_is_a_promise(said: date, days_later: int) -> None:
    try:
        later = said + timedelta(days=days_later)
    except OverflowError:
        return
    assert promise_as_deed("done", Span.on(later), Span.on(said))
    assert not promise_as_deed("done", Span.on(said), Span.on(later))
