"""What spreadsheets and pandas make of our files: the documented form, and nothing is executed."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from pathlib import Path

import pandas
import pytest

from tests.exports.files import FORMULAS, NASTY, file_of
from tests.record import said
from tracker.domain.formulas import defuse, undefuse

pytestmark = pytest.mark.django_db
CANDIDATES = ("soffice", "libreoffice")
MISSING = "no LibreOffice here: this test needs it (Debian: apt-get install libreoffice-calc-nogui)"
# Commas, quotes as text, UTF-8, from line 1, no column formats, English, quoted cells are no
# texts by themselves, special numbers are read, and what is shown is what is saved: as a hasty
# person opens a file, with formulas evaluated where there are any.
OPENED = "CSV:44,34,76,1,,1033,false,true,false,false,false,-1,true"
WRITTEN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
CELLS = [*FORMULAS, NASTY, "\u200f=1", "http://example.org", "#N/A"]


@pytest.fixture(scope="module")
def libreoffice() -> str:
    """Its path. Without one the tests are skipped; under CI=true they fail."""
    path = next(filter(None, map(shutil.which, CANDIDATES)), None)
    if path is None and os.environ.get("CI") == "true":
        pytest.fail(MISSING)
    if path is None:
        pytest.skip(MISSING)
    return path


def record() -> None:
    for number, words in enumerate(CELLS):
        said(f"FR/airstrikes#n{number:02}", words)


def opened(libreoffice: str, file: Path, folder: Path, *, filter_: str = "") -> list[str]:
    """The second column as LibreOffice shows it, once it has opened the file."""
    command = [
        *(libreoffice, "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/home"),
        *([f"--infilter={filter_}"] if filter_ else []),
        *("--convert-to", WRITTEN, "--outdir", str(folder / "out"), str(file)),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (written,) = (folder / "out").glob("*.csv")
    with written.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.reader(text))
    assert rows[0] == ["code", "quote"]
    return [row[1] for row in rows[1:]]


def test_libreoffice_shows_the_defused_form(libreoffice: str, tmp_path: Path) -> None:
    record()
    file = tmp_path / "spreadsheet.csv"
    file.write_bytes(file_of("contributions", fields="code,quote", flavour="spreadsheet"))
    shown = opened(libreoffice, file, tmp_path, filter_=OPENED)
    assert shown == [defuse(words) for words in CELLS]
    assert [undefuse(cell) for cell in shown] == CELLS


def test_libreoffice_would_have_reckoned_in_a_plain_file(libreoffice: str, tmp_path: Path) -> None:
    """Else the test above would show nothing."""
    said("FR/airstrikes", "=1+1")
    file = tmp_path / "plain.csv"
    file.write_bytes(file_of("contributions", fields="code,quote"))
    assert opened(libreoffice, file, tmp_path, filter_=OPENED) == ["2"]


def test_libreoffice_finds_texts_in_a_workbook(libreoffice: str, tmp_path: Path) -> None:
    record()
    file = tmp_path / "book.xlsx"
    file.write_bytes(file_of("contributions", "xlsx", fields="code,quote"))
    assert opened(libreoffice, file, tmp_path) == CELLS


def test_pandas_reads_what_was_written() -> None:
    record()
    plain = pandas.read_csv(io.BytesIO(file_of("contributions", fields="code,quote")), na_values=[],
                            keep_default_na=False)  # fmt: skip
    assert plain["quote"].tolist() == CELLS
    content = file_of("contributions", fields="code,quote", flavour="spreadsheet")
    defused = pandas.read_csv(io.BytesIO(content), keep_default_na=False)
    assert list(defused.columns) == ["code", "quote"]
    assert defused["quote"].tolist() == [defuse(words) for words in CELLS]
    book = pandas.read_excel(
        io.BytesIO(file_of("contributions", "xlsx", fields="code,quote")), keep_default_na=False
    )
    assert book["quote"].tolist() == CELLS
    table = pandas.read_parquet(io.BytesIO(file_of("contributions", "parquet")))
    assert table["quote"].tolist() == CELLS
