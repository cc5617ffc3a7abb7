"""Rows of a CSV text: each cell as csv reads it, each row at its own place."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.annotations.dataset import csv_text
from tracker.annotations.table_rows import BrokenRow, Header, NoColumn, cut_rows

CELLS = st.text(
    st.one_of(
        st.sampled_from(list(",;\t\"'\n |€😀\u2028\x0b\x85")),
        st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"),
    ),
    max_size=8,
)
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=8)


@given(TABLES, st.sampled_from(",;\t|"), st.sampled_from("\"'"))
def test_rows_that_csv_writes_are_read_back_cell_by_cell(
    table: list[list[str]], delimiter: str, quote: str
) -> None:
    text = csv_text(table, delimiter=delimiter, quotechar=quote)
    rows = list(cut_rows(text, delimiter, quote))
    assert [row.cells for row in rows] == table
    assert [text[row.start : row.end] for row in rows] == [row.text for row in rows]
    for row in rows:
        again = csv.reader(io.StringIO(row.text, newline=""), delimiter=delimiter, quotechar=quote)
        assert list(again) == [row.cells]


@given(TABLES)
def test_rows_and_line_feeds_are_the_whole_text(table: list[list[str]]) -> None:
    text = csv_text(table)
    assert "".join(f"{row.text}\n" for row in cut_rows(text, ",", '"')) == text


@given(TABLES)
def test_lines_and_numbers_count_from_one(table: list[list[str]]) -> None:
    text = csv_text(table)
    rows = list(cut_rows(text, ",", '"'))
    assert [row.number for row in rows] == list(range(1, len(table) + 1))
    assert [row.line for row in rows] == [text.count("\n", 0, row.start) + 1 for row in rows]


def test_a_quote_within_an_unquoted_cell_is_a_sign_like_others() -> None:
    (row,) = cut_rows('5" gun,"6"" gun",', ",", '"')
    assert row.cells == ['5" gun', '6" gun', ""]


def test_a_last_row_needs_no_line_feed_and_a_blank_line_is_an_empty_row() -> None:
    rows = list(cut_rows("a,b\n\n1,2", ",", '"'))
    assert [row.cells for row in rows] == [["a", "b"], [""], ["1", "2"]]
    assert [row.is_empty for row in rows] == [False, True, False]


def test_without_a_quote_sign_every_sign_is_itself() -> None:
    (row,) = cut_rows('"a;b";c', ";", "")
    assert row.cells == ['"a', 'b"', "c"]


@pytest.mark.parametrize(
    ("text", "wrong", "expected"),
    [
        ('a,b\n"x\ny",1\n2,"3\n4,5', "never ends: '\"3'", "Close it"),
        ('a,b\n"x\ny",1\n2,"3"4"\n', "'4\"' follows the \" that ends a cell", "written twice"),
    ],
)
def test_quotes_that_do_not_pair_are_refused_with_row_and_line(
    text: str, wrong: str, expected: str
) -> None:
    with pytest.raises(BrokenRow) as raised:
        list(cut_rows(text, ",", '"'))
    assert (raised.value.number, raised.value.line) == (3, 4)
    assert wrong in raised.value.wrong
    assert expected in raised.value.expected


# --- Headers --------------------------------------------------------------------------------


def header(*lines: str) -> Header:
    return Header.of(list(cut_rows("\n".join(lines), ",", '"')))


def test_columns_are_found_by_name_or_number() -> None:
    found = header(' Day ,"Weapons\n released",,Note,Note')
    assert [found.find(name) for name in ("Day", "Weapons  released", "#3", "#5")] == [0, 1, 2, 4]
    assert [found.label(index) for index in (0, 1, 2)] == ["Day", "Weapons released", "#3"]


def test_merged_cells_of_an_upper_header_stand_over_their_columns() -> None:
    found = header("Day,Aircraft,,,Note", ",Fast,Slow,,")
    assert found.names == ["Day", "Aircraft / Fast", "Aircraft / Slow", "", "Note"]


@pytest.mark.parametrize(
    ("name", "wrong", "expected", "near"),
    [
        ("weapon", "No column is called 'weapon'.", "Columns are Day, Weapons, Note, Note.",
         "Weapons"),
        ("Note", "'Note' heads several columns.", "Name one of #3 and #4.", ""),
        ("#5", "No column is called '#5'.", "Columns are Day, Weapons, Note, Note.", ""),
    ],
)  # fmt: skip
def test_a_name_that_is_not_there_is_told_with_those_that_are(
    name: str, wrong: str, expected: str, near: str
) -> None:
    with pytest.raises(NoColumn) as raised:
        header("Day,Weapons,Note,Note").find(name)
    assert (raised.value.wrong, raised.value.expected, raised.value.nearest) == (
        wrong,
        expected,
        near,
    )


def test_a_header_of_one_column_asks_for_the_delimiter() -> None:
    assert header("Day;Weapons").shown().endswith("`dialect: {delimiter: ';'}`")
    assert header("Day\tWeapons").shown().endswith("`dialect: {delimiter: tab}`")
