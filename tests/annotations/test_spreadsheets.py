"""A spreadsheet as the text that quotes are cut from: nothing lost, nothing guessed."""

import hashlib
import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook

from tracker.annotations.spreadsheets import Sheet, SpreadsheetError, read_spreadsheet

AFTERNOON = datetime(2015, 11, 23, 14, 5)  # noqa: DTZ001  a workbook knows no zones


def workbook(*rows: list[Any], title: str = "Data", also: tuple[str, ...] = ()) -> Workbook:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for other in also:
        book.create_sheet(other).append(["x"])
    return book


def saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read(book: Workbook, sheet: str = "") -> Sheet:
    return read_spreadsheet("pledges.xlsx", saved(book), sheet)


def refused(content: bytes, sheet: str = "", name: str = "pledges.xlsx") -> list[str]:
    with pytest.raises(SpreadsheetError) as raised:
        read_spreadsheet(name, content, sheet)
    return [" ".join(fault) for fault in raised.value.faults]


# --- CSV ------------------------------------------------------------------------------------


def test_a_csv_that_is_a_text_is_taken_as_it_is() -> None:
    found = read_spreadsheet("folder/a.csv", "Day,Who\n1,Zoë\n".encode())
    assert (found.text, found.made_from, found.name) == ("Day,Who\n1,Zoë\n", "", "a.csv")


def test_line_ends_and_a_mark_are_mended_and_told() -> None:
    content = b"\xef\xbb\xbfDay,Who\r\n1,me\r\n"
    found = read_spreadsheet("a.csv", content)
    assert found.text == "Day,Who\n1,me\n"
    assert hashlib.sha256(content).hexdigest() in found.made_from
    assert len(found.remarks) == 1
    assert not found.is_made


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a,é\n".encode("latin-1"), "not UTF-8"),
        ("a,b\n".encode("utf-16"), "UTF-16"),
        (b"a,\x00\n", "NUL"),
        (b"\xd0\xcf\x11\xe0rest", "old kind"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "by a password"),
        (b"PK\x03\x04rest", "broken"),
    ],
)
def test_what_is_no_text_is_refused_with_the_way_to_mend_it(content: bytes, words: str) -> None:
    (sentence,) = refused(content)
    assert words in sentence


def test_only_workbooks_have_sheets() -> None:
    assert refused(b"a,b\n", "Data") == ["Only a workbook has sheets. Leave the sheet's name out."]


# --- Workbooks ------------------------------------------------------------------------------


def test_each_cell_is_its_own_value() -> None:
    found = read(
        workbook(
            ["Day", "Who", "Sum", "Ratio", "Sure"],
            [date(2015, 11, 23), 'Zoë, "Z"', 1200, 0.1 + 0.2, True],
            [AFTERNOON, "two\nlines", 1200.50, 12345678901234.0, None],
            ["1,200", "€440m", "Nov-15", "'=1+1", "n/a"],
        )
    )
    assert found.text == (
        "Day,Who,Sum,Ratio,Sure\n"
        '2015-11-23,"Zoë, ""Z""",1200,0.3,TRUE\n'
        '2015-11-23T14:05:00,"two\nlines",1200.5,12345678901234,\n'
        '"1,200",€440m,Nov-15,\'=1+1,n/a\n'
    )
    assert found.title == "Data"
    assert found.made_from.startswith("pledges.xlsx (sha256 ")
    assert found.made_from.endswith(", sheet Data")


def test_a_month_is_no_first_of_it_and_percent_is_told() -> None:
    book = workbook(["Month", "Share", "Sum"], [date(2015, 11, 1), 0.5, 440_000_000])
    for cell, shown in (("A2", "mmm-yy"), ("B2", "0%"), ("C2", '"€"#,##0,,"m"')):
        book.active[cell].number_format = shown
    found = read(book)
    assert found.text.splitlines()[1] == "2015-11,0.5,440000000"
    assert found.remarks == [
        "A2: a day of which the month alone is shown; so is its text",
        "B2: shown as 0%; the text has the bare number",
        'C2: shown as "€"#,##0,,"m"; the text has the bare number',
    ]


def test_empty_tails_are_left_out_and_told() -> None:
    book = workbook(["A", "B", None], [1, None, None], [None, None, None], [2, 3, ""])
    book.active["A9"].number_format = "0.00"
    found = read(book)
    assert found.text == "A,B\n1,\n,\n2,3\n"
    assert found.remarks == ["5 empty rows below row 4 left out."]


def test_formulas_without_results_and_errors_are_all_told_at_once() -> None:
    book = workbook(["A", "B"], ["=1+1", "=B1&B1"], ["fine", None])
    book.active["B3"] = "#REF!"
    assert refused(saved(book)) == [
        "A2, B2: a formula whose result was not saved Mend it in the workbook.",
        "B3: the error #REF! Mend it in the workbook.",
    ]


def test_one_of_several_sheets_is_named() -> None:
    book = workbook(["A"], [1], also=("Notes",))
    assert refused(saved(book)) == ["The workbook has several sheets. Name one: Data, Notes."]
    assert refused(saved(book), "data") == ["There is no sheet 'data'. Sheets are Data, Notes."]
    assert read(book, "Notes").text == "x\n"


def test_merged_cells_and_hidden_ones_are_known() -> None:
    book = workbook(["A", "B"], [1, 2], [3, 4])
    book.active.merge_cells("A2:A3")
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["B"].hidden = True
    found = read(book)
    assert [(each.name, each.first_row, each.last_row) for each in found.merged] == [
        ("A2:A3", 2, 3)
    ]
    assert found.remarks == [
        "Hidden row 3: in the text all the same.",
        "Hidden column B: in the text all the same.",
    ]


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_damaged_workbook_is_refused(part: str) -> None:
    content = saved(workbook(["A"], [1]))
    damaged = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(damaged, "w") as broken:
        for name in whole.namelist():
            data = whole.read(name)
            broken.writestr(name, data[: len(data) // 2] if name == part else data)
    (sentence,) = refused(damaged.getvalue())
    assert sentence.startswith("The workbook is damaged: ")


def test_an_empty_sheet_is_refused() -> None:
    assert refused(saved(workbook())) == ["The sheet Data is empty. Name another."]
