"""The same rows in every format, each value as its format has it; nothing is cut in silence."""

from __future__ import annotations

import io
import json
import sys
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from pyarrow import parquet

from tests.exports.files import (
    FORMULAS,
    NASTY,
    csv_rows,
    file_of,
    ndjson_rows,
    parquet_rows,
    xlsx_rows,
)
from tests.record import claimed, quote, said, source, speaker
from tracker.domain.formulas import undefuse
from tracker.exports import FORMATS, Unwritable, Written, read_export, xlsx
from tracker.fields import REGISTRIES
from tracker.filters import FILTER_SETS

pytestmark = pytest.mark.django_db
READ = {"csv": csv_rows, "ndjson": ndjson_rows, "xlsx": xlsx_rows, "parquet": parquet_rows}


def record() -> None:
    earnest = speaker("josh-earnest", of="US")
    deed = said("FR/deployment.air@syria", NASTY, amount="38 aircraft", by=earnest)
    said("FR/deployment.air@syria", deed.quote, status="pledged", amount="EUR 3.5 million")
    said("DE/training#erbil", status="done", when="2015-09-27", rests_on=(quote("as of"),))


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", FILTER_SETS)
def test_every_record_in_every_format(name: str, format_: str) -> None:
    record()
    claimed("Twenty-five", "25", counts={"kind": "training"}, names="FR")
    written = Written()
    export = read_export(name, {}, format_=format_)
    content = b"".join(FORMATS[format_].write(export, written))
    rows = READ[format_](content)
    assert [row["code"] for row in rows] == [row["code"] for row in csv_rows(file_of(name))]
    assert all(list(row) == list(REGISTRIES[name].names) for row in rows)
    assert (written.rows, written.size, written.complete) == (len(rows), len(content), True)


@pytest.mark.parametrize("format_", FORMATS)
def test_nothing_found_is_a_file_all_the_same(format_: str) -> None:
    said("FR/airstrikes")
    assert READ[format_](file_of("contributions", format_, known_on="1999-01-01")) == []


@pytest.mark.parametrize("words", [NASTY, *FORMULAS, "#N/A", "_x000D_ stays", "\x0b and \r", " x "])
def test_words_come_back_to_the_character(words: str) -> None:
    said("FR/airstrikes", words)
    asked = {"fields": "code,quote"}
    assert csv_rows(file_of("contributions", **asked))[0]["quote"] == words
    assert ndjson_rows(file_of("contributions", "ndjson", **asked))[0]["quote"] == words
    assert parquet_rows(file_of("contributions", "parquet", **asked))[0]["quote"] == words
    for_a_spreadsheet = csv_rows(file_of("contributions", flavour="spreadsheet", **asked))
    assert undefuse(for_a_spreadsheet[0]["quote"]) == words
    assert xlsx.unescaped(xlsx_rows(file_of("contributions", "xlsx", **asked))[0]["quote"]) == words


def test_a_workbook_has_no_formula_and_says_that_a_text_is_one() -> None:
    for number, words in enumerate(FORMULAS):
        said(f"FR/airstrikes#n{number}", words)
    content = file_of("contributions", "xlsx", fields="quote")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)


def test_values_have_their_types() -> None:
    record()
    asked = {"country": "FR", "fields": "low,disputed,known_from,started_earliest,relayed,figures"}
    (sheet,) = xlsx_rows(file_of("contributions", "xlsx", **asked))
    (column,) = parquet_rows(file_of("contributions", "parquet", **asked))
    (line,) = ndjson_rows(file_of("contributions", "ndjson", **asked))
    assert (sheet["low"], sheet["disputed"]) == (38, False)
    assert sheet["known_from"] == datetime(2015, 11, 23)  # noqa: DTZ001 - Excel has no zones
    assert (column["low"], column["disputed"]) == (38.0, False)
    assert (column["known_from"], column["started_earliest"]) == (date(2015, 11, 23), None)
    assert (line["known_from"], line["relayed"]) == ("2015-11-23", [])
    assert sheet["figures"] == "38 aircraft; prospective: EUR 3500000"
    assert json.loads(column["figures"]) == line["figures"]


def test_a_list_without_anything_is_told_from_what_is_not_known() -> None:
    """In CSV ``""`` and nothing; in NDJSON and Parquet ``[]`` and null."""
    said("FR/airstrikes")
    asked = {"fields": "relayed,part_of"}
    assert file_of("contributions", **asked) == b'relayed,part_of\r\n"",\r\n'
    nothing: list[dict[str, Any]] = [{"relayed": [], "part_of": None}]
    assert ndjson_rows(file_of("contributions", "ndjson", **asked)) == nothing
    assert parquet_rows(file_of("contributions", "parquet", **asked)) == nothing


def test_moments_are_of_utc_to_the_microsecond() -> None:
    said("FR/airstrikes")
    (line,) = ndjson_rows(file_of("contributions", "ndjson", fields="updated_at"))
    (column,) = parquet_rows(file_of("contributions", "parquet", fields="updated_at"))
    assert datetime.fromisoformat(line["updated_at"]) == column["updated_at"]
    assert column["updated_at"].tzinfo.utcoffset(None) == UTC.utcoffset(None)


def test_days_before_excels_and_numbers_beyond_it_are_texts() -> None:
    old = source("old", published="1899-12-30")
    said("FR/training", amount="123456789012345678 personnel", source=old)
    (row,) = xlsx_rows(file_of("contributions", "xlsx", fields="low,known_from"))
    assert row == {"low": "123456789012345678", "known_from": "1899-12-30"}


def test_a_sheet_with_the_codebook_and_one_with_what_was_asked() -> None:
    said("FR/airstrikes")
    content = file_of("contributions", "xlsx", country="FR", fields="code,status_group")
    code, group = xlsx_rows(content, "codebook")
    assert (code["field"], group["words"]) == ("code", "denied; prospective; actual")
    about = openpyxl.load_workbook(io.BytesIO(content), read_only=True)["about"]
    told: dict[Any, Any] = dict(about.iter_rows(values_only=True))
    assert told["asked"] == "country=FR&fields=code,status_group"
    assert told["read as"].startswith("Country: France")


def test_what_a_sheet_cannot_hold_is_said_before_the_first_byte(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said("FR/airstrikes", "x" * (xlsx.MOST_CHARACTERS + 1))
    said("DE/airstrikes")
    with pytest.raises(Unwritable, match="a cell has 32,767 characters, and one here 32,768"):
        file_of("contributions", "xlsx")
    monkeypatch.setattr(xlsx, "MOST_ROWS", 1)
    with pytest.raises(Unwritable, match=r"a sheet has 1 rows .* 2 were found; narrow"):
        file_of("contributions", "xlsx", fields="code")


def test_without_pyarrow_the_error_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(Unwritable, match=r"pip install -r requirements-parquet\.txt"):
        file_of("contributions", "parquet")


def test_parquet_says_what_its_columns_mean() -> None:
    said("FR/airstrikes")
    schema = parquet.read_schema(io.BytesIO(file_of("contributions", "parquet", fields="low")))
    meaning = schema.field("low").metadata[b"meaning"].decode()
    assert meaning == REGISTRIES["contributions"].choose(["low"])[0].description
    assert b"licence" in schema.metadata


@pytest.mark.parametrize("format_", FORMATS)
def test_long_has_a_row_a_statement(format_: str) -> None:
    record()
    rows = READ[format_](file_of("contributions", format_, shape="long", country="FR"))
    assert [row["path"] for row in rows] == ["FR/deployment.air@syria"] * 2


def test_tallies_have_their_reconciliation_beside_them() -> None:
    said("IT/training", status="ongoing")
    said("DE/training", status="pledged")
    claimed("four nations train", "4", counts={"kind": "training"}, names="FR")
    (row,) = csv_rows(file_of("tallies"))
    assert (row["claimed"], row["certain"], row["possible"]) == ("4", "IT", "FR; DE")
    assert (row["record_low"], row["record_high"]) == ("1", "3")
    assert (row["not_named"], row["not_named_low"], row["not_named_high"]) == ("1–3", "1", "3")
    (line,) = ndjson_rows(file_of("tallies", "ndjson", fields="certain,denied,excess"))
    assert line == {"certain": ["IT"], "denied": [], "excess": 0}
    (before,) = csv_rows(file_of("tallies", fields="certain,code", known_on="2015-11-23"))
    assert before["certain"] == "IT"
