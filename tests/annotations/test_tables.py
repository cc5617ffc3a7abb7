"""Blocks applied to their texts: what rows say, where they stand, and what is refused."""

import sys
from decimal import Decimal

import pytest

from tests.annotations.dataset import (
    HEADER,
    MAPPING,
    RELEASES,
    ROWS,
    WEAPONS,
    blocks,
    csv_text,
    expanded,
    fault,
    faults,
    read,
)
from tracker.annotations.schema import Reading, Statement, Tally
from tracker.annotations.tables import expand_tables, stored, written
from tracker.domain.amounts import format_amount


def statement(reading: Reading, index: int = 0) -> Statement:
    said = reading.says[index]
    assert isinstance(said, Statement)
    return said


def amounts(readings: list[Reading]) -> list[str]:
    return [
        format_amount(said.amount) if said.amount else ""
        for reading in readings
        for said in reading.says
    ]


# --- A dataset of events --------------------------------------------------------------------


def test_every_row_is_a_quote_of_its_own_at_its_own_place() -> None:
    readings = expanded(MAPPING, RELEASES)
    assert len(readings) == 2000
    assert len({reading.at for reading in readings}) == 2000
    assert len({reading.quote for reading in readings}) == 1300
    for reading in readings:
        start = reading.at or 0
        assert RELEASES[start : start + len(reading.quote)] == reading.quote
        assert reading.voice == "table"


def test_events_add_up_and_a_silent_cell_is_no_amount() -> None:
    said = [statement(reading) for reading in expanded(MAPPING, RELEASES)]
    lows = [one.amount.low for one in said if one.amount]
    assert sum(low for low in lows if low is not None) == Decimal(WEAPONS)
    assert [one.reads_as == "event" for one in said] == [bool(one.amount) for one in said]
    assert len(lows) == sum(row[3] != "-" for row in ROWS)


def test_twice_the_rows_take_twice_the_steps() -> None:
    """Calls, C's own among them: every row costs the same, however many stand before it."""
    mapping = (
        MAPPING.replace("rows: 2000", "rows: 4000")
        .replace("repeats: 700", "repeats: 2700")
        .replace(f"Weapons: {WEAPONS}", f"Weapons: {2 * WEAPONS}")
    )
    once, twice = steps(MAPPING, RELEASES), steps(mapping, csv_text([HEADER, *ROWS, *ROWS]))
    assert 1.9 < twice / once < 2.1


def steps(mapping: str, text: str) -> int:
    tables, count = blocks(mapping), 0

    def call(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(call)
    try:
        expand_tables(tables, text, language="en")
    finally:
        sys.setprofile(before)
    return count


def test_cells_become_codes_dates_and_words() -> None:
    text = csv_text([HEADER, ["03/07/2015", "North", "Tikrit, Saladin", "1,200", "first\nsecond"]])
    (reading,) = expanded(one_row(MAPPING), text)
    said = statement(reading)
    assert reading.quote == '03/07/2015,North,"Tikrit, Saladin","1,200","first\nsecond"'
    assert (reading.at, reading.locator) == (len("Day,Country,Area,Weapons,Remark\n"), "row-2")
    assert [str(path) for path in said.of] == ["XN/airstrikes"]
    assert (said.amount and format_amount(said.amount), said.words) == ("1200 weapons", "1,200")
    assert (said.when, said.when_words, said.bounds) == ("2015-07-03", "03/07/2015", None)
    assert (said.place, said.note) == ("tikrit", "first\nsecond")


def one_row(mapping: str) -> str:
    return mapping.replace("rows: 2000", "rows: 1").replace(", repeats: 700", "").replace(
        f"sum: {{Weapons: {WEAPONS}}}", "sum: {Weapons: 1200}"
    )  # fmt: skip


# --- What words force (semantics E10) -------------------------------------------------------

SUMS = """
- row: event
  columns: {Sum: {number: {ignore: €, scale: {m: million}}}}
  says: [{of: XN/funding, amount: 'EUR {Sum}', status: pledged, when: '{Year}'}]
  check: {rows: 1}
"""


@pytest.mark.parametrize(("language", "bounds"), [("en", None), ("de", "analyst"), ("", "analyst")])
def test_bounds_are_the_analysts_where_no_english_words_force_them(
    language: str, bounds: str | None
) -> None:
    (reading,) = expanded(SUMS, "Sum,Year\n€440m,2015\n", language)
    said = statement(reading)
    assert (said.words, said.bounds, said.when_words) == ("€440m", bounds, None)
    assert amounts([reading]) == ["EUR 440 million"]


def test_a_unit_outside_the_row_makes_the_bounds_the_analysts() -> None:
    mapping = SUMS.replace("EUR {Sum}", "EUR {Sum} million")
    (reading,) = expanded(mapping, "Sum,Year\n440,2015\n")
    assert (statement(reading).words, statement(reading).bounds) == ("440", "analyst")


def test_ranges_of_two_columns_and_dates_between_two() -> None:
    mapping = """
    - row: contribution
      says: [{of: XN/deployment, status: ongoing, amount: '{Low}..{High} personnel',
              when: '{From}/{To}'}]
      check: {rows: 1}
    """
    (reading,) = expanded(mapping, "Low,High,From,To\n600,660,2015-01,2015-03\n")
    said = statement(reading)
    assert amounts([reading]) == ["600..660 personnel"]
    assert (said.when, said.when_words, said.words, said.bounds) == (
        "2015-01/2015-03",
        None,
        None,
        "analyst",
    )


def test_words_in_doubled_quotes_stand_in_the_row_as_they_are() -> None:
    mapping = """
    - row: contribution
      says: [{of: XN/training, status: pledged, condition: '{If}', note: '{If}'}]
      check: {rows: 2}
    """
    text = 'If,No\n"as long as ""others"" do",1\n5" guns hold,2\n'
    readings = expanded(mapping, text)
    conditions = [statement(reading).condition for reading in readings]
    assert conditions == ['as long as ""others"" do', '5" guns hold']
    assert all((c or "") in r.quote for c, r in zip(conditions, readings, strict=True))
    assert statement(readings[0]).note == 'as long as "others" do'


# --- Which rows -----------------------------------------------------------------------------

WIDE = """
- row: contribution
  header: [3, 4]
  dialect: {delimiter: ';'}
  no_value: [n/a, '-']
  rows: {to: 9, unless: {State: Total}}
  columns:
    State: {values: {North: XN, South: XS, West: XW}}
    aircraft: {header: Present / Aircraft}
    personnel: {header: Present / Personnel, number: {thousands: '.'}}
  key: '#1'
  says:
  - {of: '{State}/deployment.air', amount: '{aircraft} aircraft', status: ongoing, silent: skip}
  - {of: '{State}/deployment', amount: '{personnel} personnel', status: ongoing, silent: keep}
  check: {rows: 3, sum: {aircraft: 6, personnel: 1450}}
"""
WIDE_TEXT = """Who is there;;;
;;;
;State;Present;
;;Aircraft;Personnel
a1;North;6;1.200
a2;South;n/a;250
;;;
a3;West;;
Total;Total;6;1.450
Source: nobody
"""


def test_preambles_merged_headers_empty_rows_and_tails() -> None:
    readings = expanded(WIDE, WIDE_TEXT)
    assert [reading.locator for reading in readings] == ["row-5", "row-6", "row-8"]
    assert [reading.note for reading in readings] == ["#1: a1", "#1: a2", "#1: a3"]
    assert [len(reading.says) for reading in readings] == [2, 1, 1]


def test_where_an_amount_is_silent_the_block_says_whether_the_row_is_too() -> None:
    assert amounts(expanded(WIDE, WIDE_TEXT)) == [
        *("6 aircraft", "1200 personnel", "250 personnel", "")
    ]
    found = faults(WIDE.replace(", silent: skip", "").replace(", silent: keep", ""), WIDE_TEXT)
    assert [sentence.split(": ", 1)[0] for sentence in found] == ["says.0.amount", "says.1.amount"]
    assert "Rows 6 and 8, column Present / Aircraft is silent" in found[0]
    assert "`silent: skip` if not, `silent: keep` if so" in found[0]


def test_rows_that_say_nothing_are_no_quotes() -> None:
    readings = expanded(WIDE.replace("silent: keep", "silent: skip"), WIDE_TEXT)
    assert [reading.locator for reading in readings] == ["row-5", "row-6"]


def test_a_statement_may_be_said_by_some_rows_only() -> None:
    mapping = """
    - row: event
      with_header: true
      rows: {where: {What: [Strike, Flight]}}
      says:
      - {of: XN/airstrikes, amount: '{No} strikes', status: done, where: {What: Strike}}
      - {of: XN/reconnaissance, amount: '{No} sorties', status: done, unless: {What: Strike}}
      check: {rows: 3}
    """
    readings = expanded(mapping, "What,No\nStrike,2\nVisit,9\nFlight,3\nStrike,1\n")
    assert amounts(readings) == ["2 strikes", "3 sorties", "1 strikes"]
    assert [(further.quote, further.at) for further in statement(readings[0]).with_] == [
        ("What,No", 0)
    ]


def test_a_table_without_a_header_has_numbered_columns() -> None:
    mapping = """
    - {row: event, header: none, dialect: {delimiter: tab, quote: none}, check: {rows: 2},
       says: [{of: XN/airstrikes, amount: '{#2} strikes', status: done, when: '{#1}'}]}
    """
    readings = expanded(mapping, "2015-01-01\t3\n2015-01-02\t4\n")
    assert amounts(readings) == ["3 strikes", "4 strikes"]


def test_rows_may_be_tallies_said_by_others() -> None:
    mapping = """
    - row: tally
      speaker: '{By}'
      said: '{On}'
      occasion: Monthly count
      columns:
        By: {values: {The ministry: ministry}}
        On: {date: MMM-YY}
      says: [{tally: countries, amount: '{Nations}', counts: {kind: '{Kind}'}, status: ongoing}]
      check: {rows: 2}
    """
    text = "By,On,Nations,Kind\nThe ministry,Nov-15,65,training\nThe ministry,Dec-15,,training\n"
    (reading,) = expanded(mapping, text)
    (tally,) = reading.says
    assert isinstance(tally, Tally)
    assert (reading.speaker, reading.said, reading.occasion) == (
        "ministry",
        "2015-11",
        "Monthly count",
    )
    assert (tally.amount.low, tally.words, tally.counts) == (
        Decimal(65),
        "65",
        {"kind": "training"},
    )


def test_two_blocks_read_different_rows_of_one_text() -> None:
    mapping = """
    - {row: event, rows: {to: 2}, check: {rows: 1},
       says: [{of: XN/airstrikes, amount: '{No} strikes', status: done}]}
    - {row: event, rows: {from: 3}, check: {rows: 1},
       says: [{of: XS/airstrikes, amount: '{No} strikes', status: done}]}
    """
    assert amounts(expanded(mapping, "No\n1\n2\n")) == ["1 strikes", "2 strikes"]
    sentence = fault(
        mapping.replace("rows: {to: 2}, check: {rows: 1}", "check: {rows: 2}"), "No\n1\n2\n"
    )
    assert "1 row is read by another block too, first row 3" in sentence


# --- Kept and given back --------------------------------------------------------------------


@pytest.mark.parametrize("mapping", [MAPPING, WIDE, SUMS])
def test_a_block_is_kept_as_text_and_given_back_the_same(mapping: str) -> None:
    tables = blocks(mapping)
    kept = stored(tables)
    assert written(kept) == kept
    assert [
        type(table).model_validate(block) for table, block in zip(tables, kept, strict=True)
    ] == tables


def test_what_is_left_out_stays_out_and_keys_of_ones_own_are_in_order() -> None:
    (kept,) = stored(blocks(WIDE))
    assert list(kept) == [
        *("row", "dialect", "header", "rows", "no_value", "columns", "key", "says", "check")
    ]
    assert kept["header"] == ["3", "4"]
    assert kept["columns"]["State"] == {"values": {"North": "XN", "South": "XS", "West": "XW"}}
    assert list(kept["columns"]) == ["State", "aircraft", "personnel"]


def test_a_mistake_in_a_block_is_told_by_its_key() -> None:
    _, mistakes = read(MAPPING.replace("thousands: ','", "thousands: 5").replace("sum:", "sums:"))
    assert [mistake.split(":")[0] for mistake in mistakes] == [
        "[0].columns.Weapons.number.thousands",
        "[0].check.sums",
    ]
    assert "Was sum meant?" in mistakes[1]
