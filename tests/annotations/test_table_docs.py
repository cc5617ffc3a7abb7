"""docs/tables.md: its example does what it says, and no key is left out."""

import re
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from tracker.annotations.mistakes import Report
from tracker.annotations.reading import Files, read_file
from tracker.annotations.schema import Reading, Statement, Tally
from tracker.annotations.table_notation import Column, Number, Rows, RowSays, Table
from tracker.annotations.tables import expand_tables, stored, written
from tracker.annotations.writing import items
from tracker.domain.amounts import format_amount
from tracker.domain.anchoring import sha256_of

EXEMPT = {"where", "unless", "silent"}  # of rows, not of what they say
OF_ONE_QUOTE = {"number", "denies", "corrects", "part_of"}


@pytest.fixture(scope="module")
def page() -> str:
    return (Path(__file__).parents[2] / "docs" / "tables.md").read_text()


def block_of(page: str, language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", page, re.DOTALL)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def readings(page: str) -> list[Reading]:
    report, files = Report(), Files()
    read_file(block_of(page, "yaml"), "example.yaml", files, report)
    (source,) = files.sources
    assert report.mistakes == []
    text = block_of(page, "csv")
    assert source.head.text is not None
    assert (source.head.text.sha256, source.head.text.characters) == (sha256_of(text), len(text))
    tables = [table.part for table in source.tables]
    dumped = "\n".join(items(written(stored(tables)), deep=True))
    assert block_of(page, "yaml").endswith(f"tables:\n{dumped}\n")
    return expand_tables(tables, text, language="en")


def in_words(reading: Reading) -> str:
    (said,) = reading.says
    assert isinstance(said, Statement)
    row = (reading.locator or "").removeprefix("row-")
    amount = format_amount(said.amount) if said.amount else ""
    parts = [said.status, amount, said.place, said.when]
    return f"| {row} | {said.of[0]}: {', '.join(filter(None, parts))}"


def test_the_example_comes_to_what_the_page_says(page: str, readings: list[Reading]) -> None:
    told = [in_words(reading) for reading in readings]
    assert [line for line in told if line not in page] == [told[1]]  # "the same again"
    assert told[1].removeprefix("| 5") == told[0].removeprefix("| 4")
    assert readings[0].note == "Ref: R-1"


@pytest.mark.parametrize("model", [Table, Rows, Column, Number])
def test_every_key_is_on_the_page(page: str, model: type[Table]) -> None:
    keys = [field.alias or name for name, field in model.model_fields.items() if name != "note"]
    assert [key for key in keys if not re.search(rf"`{key}`|[`{{ ]{key}: ", page)] == []


def test_a_row_says_what_a_reading_says() -> None:
    wanted = set(Statement.model_fields) | set(Tally.model_fields)
    assert set(RowSays.model_fields) == (wanted - OF_ONE_QUOTE) | EXEMPT


def test_editors_get_a_schema() -> None:
    schema = TypeAdapter(Table).json_schema(by_alias=True)
    assert set(schema["required"]) == {"row", "says", "check"}
    assert schema["additionalProperties"] is False
