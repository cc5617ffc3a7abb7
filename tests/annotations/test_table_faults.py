"""What is wrong with a table or its mapping: all at once, with rows, cells and the mend."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.annotations.dataset import (
    HEADER,
    MAPPING,
    RELEASES,
    ROWS,
    WEAPONS,
    blocks,
    csv_text,
    fault,
    faults,
    read,
)
from tracker.annotations.schema import Reading
from tracker.annotations.tables import TableError, expand_tables

EVENTS = """
- row: event
  says: [{of: '{Who}/airstrikes', amount: '{No} strikes', status: done, when: '{Day}'}]
  check: {rows: 3}
"""
TEXT = "Who,No,Day\nXN,1,2015-01-01\nXS,2,2015-01-02\nXS,3,2015-01-03\n"


# --- The text -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("\ufeff" + TEXT, "byte order mark"),
        (TEXT.replace("\n", "\r\n"), "Line 1 ends in CR LF"),
        (TEXT.replace("XS", "X\rS"), "holds a CR"),
    ],
)
def test_a_text_that_is_none_is_refused(text: str, wrong: str) -> None:
    assert wrong in fault(EVENTS, text)


def test_ragged_rows_are_told_by_number_and_line() -> None:
    text = TEXT.replace("XS,2,2015-01-02", '"X\nS",2').replace("2015-01-03", "2015-01-03,")
    mend = "A cell that holds ',' stands in quotes. If the table ends above: `rows: {to: …}`."
    assert faults(EVENTS.replace("rows: 3", "rows: 1"), text) == [
        f"rows: Row 3, 2 cells where the header has 3. {mend}",
        f"rows: Row 4 (line 5), 4 cells where the header has 3. {mend}",
    ]


def test_a_quote_that_never_ends_is_told_once() -> None:
    assert fault(EVENTS, TEXT.replace("XS,2", '"XS,2')).startswith(
        "dialect: Row 3: a cell begins with \" and never ends: '\"XS,2,2015-01-02'."
    )


def test_rows_beyond_the_text_and_within_the_header() -> None:
    found = faults(EVENTS.replace("check", "rows: {from: 1, to: 9}\n  check"), TEXT)
    assert "rows.from: Row 1 is not below the header." in found[0]
    assert "rows.to: The text ends with row 4." in found[1]
    assert "nothing follows a header" in fault(EVENTS, "Who,No,Day")


# --- Columns --------------------------------------------------------------------------------


def test_a_column_that_is_not_there_is_told_with_the_nearest() -> None:
    mapping = EVENTS.replace("{Who}", "{Whom}").replace("check", "key: no\n  check")
    assert faults(mapping, TEXT) == [
        "key: No column is called 'no'. [No] Columns are Who, No, Day.",
        "says.0.of: No column is called 'Whom'. [Who] Columns are Who, No, Day.",
    ]


def test_another_delimiter_is_suggested() -> None:
    assert "`dialect: {delimiter: ';'}`" in faults(EVENTS, TEXT.replace(",", ";"))[0]


def test_what_nothing_uses_is_refused() -> None:
    mapping = EVENTS.replace(
        "check", "look_ups: {of: {a: b}}\n  columns: {Day2: {date: YYYY}}\n  check"
    )
    assert [sentence.split(".")[0] for sentence in faults(mapping, TEXT)] == ["columns", "look_ups"]


def test_filters_that_take_no_row_are_refused() -> None:
    where = EVENTS.replace("check", "rows: {unless: {Who: XNN}}\n  check")
    assert fault(where, TEXT) == (
        "rows.unless.Who: No row has 'XNN' in column Who. [XN] Look at its values."
    )


# --- Cells ----------------------------------------------------------------------------------


def test_a_value_in_no_look_up_is_told_once_with_all_its_rows() -> None:
    rows = [list(row) for row in ROWS]
    for index in (3, 10, 11, 12, 800):
        rows[index][1] = "Nord"
    found = faults(MAPPING, csv_text([HEADER, *rows]))
    assert found[-1].startswith(
        "columns.Country: Rows 5, 12–14 and 802, column Country: 'Nord' is "
    )
    assert "[North]" in found[-1]


def test_each_kind_is_told_five_times_and_then_counted() -> None:
    text = "Who,No,Day\n" + "".join(f"XN,{n}x,2015-01-01\n" for n in range(2, 200))
    found = faults(EVENTS.replace("rows: 3", "rows: 198"), text)
    assert len(found) == 6
    assert found[0] == (
        "says.0.amount: Row 2, column No: '2x' is no plain number. "
        "`number: {scale: {x: million}}` reads it."
    )
    assert found[-1] == "says.0.amount: … and 193 more of this kind, in rows 7–199."


def test_cells_that_the_notation_refuses_are_told_with_column_and_rows() -> None:
    text = TEXT.replace("XS", "South").replace("2015-01-03", "3.1.2015").replace("XN", "")
    found = faults(EVENTS, text)
    assert found[0].startswith("says.0.of: Row 2, column Who is silent, so the row has no `of`.")
    assert found[1].startswith("says.0.of: Rows 3–4, column Who: 'South/airstrikes' is no path")
    assert "`columns: {Who: {values: {South: …}}}`" in found[1]
    assert found[2].startswith("says.0.when: Row 4, column Day: '3.1.2015' is not read as a date")
    assert "D.M.YYYY" in found[2]


def test_what_the_mapping_itself_says_wrong_is_told_once() -> None:
    assert fault(EVENTS.replace("done", "donne"), TEXT).startswith(
        "says.0.status: 'donne' is no status. [done] One of "
    )


def test_an_amount_of_no_column_is_the_analysts() -> None:
    mapping = EVENTS.replace("{No} strikes", "1 strikes")
    assert "`bounds: analyst`" in fault(mapping, TEXT)
    assert faults(mapping.replace("1 strikes',", "1 strikes', bounds: analyst,"), TEXT) == []


CELLS = st.one_of(
    st.sampled_from(["XN", "3", "1,200", "2015-01-01", "-", "", "1.200", "²", "٣", "3/4", "{No}"]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=6),
)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=4), st.booleans())
def test_whatever_cells_hold_rows_are_read_or_refused(rows: list[list[str]], words: bool) -> None:
    text = csv_text([["Who", "No", "Day"], *rows])
    how = "{words: true}" if words else "{scale: {k: thousand}, ignore: '*'}"
    columns = f"columns: {{No: {{number: {how}}}, Day: {{date: [YYYY-MM-DD, D/M]}}}}\n  check"
    for reading in read_or_refused(EVENTS.replace("check", columns).replace("D/M", "D/M/YY"), text):
        assert text[reading.at or 0 :].startswith(reading.quote)
    for reading in read_or_refused(EVENTS, text):
        assert text[reading.at or 0 :].startswith(reading.quote)


def read_or_refused(mapping: str, text: str) -> list[Reading]:
    try:
        return expand_tables(blocks(mapping.replace("rows: 3", "rows: 1")), text)
    except TableError:
        return []


# --- The check ------------------------------------------------------------------------------


def test_a_check_that_does_not_hold_says_what_was_found() -> None:
    mapping = MAPPING.replace("2000", "2188").replace("700}", "789}")
    found = faults(mapping.replace(f"{WEAPONS}}}", f"{WEAPONS + 1}}}"), RELEASES)
    added = f"{WEAPONS:,} ({sum(row[3] == '-' for row in ROWS)} cells are silent)"
    assert [sentence.split(" [")[0] for sentence in found] == [
        "check.rows: 2,000 rows are read, not 2,188.",
        "check.repeats: 700 rows repeat an earlier one to the character, not 789.",
        f"check.sum.Weapons: Column Weapons adds up to {added}, not to {WEAPONS + 1:,}.",
    ]
    assert f"[{WEAPONS}] Look what differs before you write down what was found." in found[2]


def test_repeats_are_never_taken_in_unseen() -> None:
    assert "700 rows repeat an earlier one" in fault(
        MAPPING.replace(", repeats: 700", ""), RELEASES
    )


def test_rows_of_contributions_do_not_say_the_same_twice() -> None:
    mapping = EVENTS.replace("event", "contribution")
    text = TEXT.replace("2015-01-03", "2015-01-02")
    assert "Row 4, this says the same as row 3" in fault(mapping, text)
    assert "`row: event`" in fault(mapping, text)
    assert faults(mapping, TEXT) == []


def test_a_key_is_unique_and_everywhere() -> None:
    mapping = EVENTS.replace("check", "key: Who\n  check")
    assert "Rows 3–4, column Who: they share the key 'XS'." in fault(mapping, TEXT)
    assert "column No is silent" in fault(
        mapping.replace("key: Who", "key: No"), TEXT.replace(",1,", ",,")
    )


# --- The notation ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("event", "level", "[0].row: 'level' is no thing a row is."),
        ("of: ", "tally: countries, of: ", "[0].says[0]: Both are here."),
        ("amount: '{No} strikes'", "silent: skip", "[0].says[0]: `silent` speaks of an amount"),
        ("status: done", "counts: {kind: x}", "[0].says[0]: A statement has no `counts`."),
        ("event", "tally", "[0]: A row is a tally, and says a statement."),
        ("status: done", "reads_as: level", "[0]: Events read as events."),
        ("{No}", "{No", "[0].says[0].amount: A brace in '{No strikes' has no other."),
        ("check", "header: [1, 3]\n  check", "[0].header: Header rows follow one another."),
        ("check", "dialect: {delimiter: ab}\n  check", "[0].dialect.delimiter: 'ab' is no single"),
        ("check", "columns: {Day: {date: dd/mm/yyyy}}\n  check", "[0].columns.Day.date: 'dd' in"),
        ("check", "columns: {Who: {look_up: who}}\n  check", "[0]: Column Who has a look-up that"),
        ("check", "columns: {No: {number: {}, date: YYYY}}\n  check", "[0].columns.No: A column"),
        ("check: {rows: 3}", "note: none", "[0]: `check` is missing."),
    ],
)
def test_blocks_are_strict(old: str, new: str, mistake: str) -> None:
    _, mistakes = read(EVENTS.replace(old, new, 1))
    assert mistakes[0].startswith(mistake)
