"""Notation to cells and back: nothing is lost, and what comes back is one form of each thing."""

from typing import Any

import pytest
from hypothesis import given

from tests.annotations.strategies import STATEMENTS, TALLIES
from tracker.annotations.columns import row_of
from tracker.annotations.database import cells_of
from tracker.annotations.documents import (
    document_of,
    ordered,
    reading_order,
    rows_of,
    says_of,
)
from tracker.annotations.mistakes import Report
from tracker.annotations.reading import Files, Read, read_file
from tracker.annotations.records import (
    Cells,
    QuoteRecord,
    Said,
    SourceRecord,
    quote_code,
    said_records,
    source_record,
)
from tracker.annotations.schema import SCHEMA_LINE, FurtherQuote, Statement, Tally
from tracker.annotations.shapes import SHAPES
from tracker.annotations.tree import At, Node, read_tree
from tracker.annotations.writing import flow, source_text

NOWHERE = At("", Node(0, 0, {}))


def said_of(plain: dict[str, Any]) -> tuple[list[Said], dict[str, QuoteRecord]]:
    """The records of one item, and the further quotes it names."""
    model: Any = Statement if "of" in plain else Tally
    part = model.model_validate(plain)
    source = SourceRecord("source", "made-up", {"coalition": "gulf-watch"}, NOWHERE)
    quotes = {quote_code("made-up", each): _further(each) for each in part.with_}
    return list(said_records(source, Read(part, NOWHERE), 1)), quotes


def _further(further: FurtherQuote) -> QuoteRecord:
    cells = {"exact": further.quote, "start": further.at, "voice": "narration"}
    return QuoteRecord("quote", quote_code("made-up", further), cells, NOWHERE, own=False)


def written(plain: dict[str, Any]) -> tuple[str, list[Said]]:
    says, quotes = said_of(plain)
    (part,) = says_of(says, quotes)
    return flow(part), says


def read(text: str) -> dict[str, Any]:
    at = read_tree(text, "a.yaml", Report())
    assert at is not None
    plain = at.node.plain()
    assert isinstance(plain, dict)
    return plain


@given(plain=STATEMENTS | TALLIES)
def test_what_is_written_back_says_the_same(plain: dict[str, Any]) -> None:
    text, says = written(plain)
    again, says_again = written(read(text))
    assert [said.cells for said in says_again] == [said.cells for said in says]
    assert [said.effective for said in says_again] == [said.effective for said in says]
    assert again == text


class _Codes:
    """Ids that are the keys themselves: what is written is what is read."""

    def of(self, model: str, key: str) -> str:
        return key


@given(plain=STATEMENTS | TALLIES)
def test_cells_stand_in_columns_and_come_back(plain: dict[str, Any]) -> None:
    for said in said_of(plain)[0]:
        shape = SHAPES[said.model]
        names = {cell.name for cell in shape.cells}
        columns = row_of(shape, said.cells, _Codes())  # type: ignore[arg-type]
        back = cells_of(shape.cells, columns.values())
        assert back == {name: said.cells[name] for name in said.cells if name in names}
        assert said.cells.keys() - names <= {"with", "names", "excludes"}


# --- One form of each thing -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("plain", "text"),
    [
        (
            {"status": "done", "of": "FR/airstrikes", "bounds": "words", "credibility": "6"},
            "{of: FR/airstrikes, status: done}",
        ),
        (
            {"of": "FR/a", "amount": "1500000 ships", "basis": "stated", "tie": "presumed"},
            "{of: FR/a, amount: 1.5 million ships, tie: presumed}",
        ),
        (
            {"of": "'NO/a'".strip("'"), "recipient": "NO", "when": "2014", "words": "12"},
            "{of: NO/a, words: '12', recipient: 'NO', when: 2014}",
        ),
        (
            {"of": "FR/a", "amount": "USD 15.2 million", "converted": {"from": "GBP 10 million"}},
            "{of: FR/a, amount: USD 15.2 million, converted: {from: GBP 10 million}}",
        ),
        (
            {"tally": "countries", "amount": "25", "counts": {"status": "done", "kind": "a,b"}},
            "{tally: countries, amount: 25, counts: {kind: 'a,b', status: done}}",
        ),
        (
            {"tally": "money", "amount": "EUR 5 million", "names": ["SE", "DK", "SE"]},
            "{tally: money, amount: EUR 5 million, names: [DK, SE]}",
        ),
    ],
)
def test_the_canonical_form(plain: dict[str, Any], text: str) -> None:
    assert written(plain)[0] == text


def statement(path: str, number: int | None = None, place: int = 0, **cells: Any) -> Said:
    found: Cells = {"contribution": f"gulf-watch:{path}", "status": "done", **cells}
    return Said("statement", found, number, place, NOWHERE)


def forms(*says: Said) -> list[str]:
    numbered = [
        Said(said.model, said.cells, said.number or place, place, NOWHERE)
        for place, said in enumerate(says, start=1)
    ]
    return [flow(part) for part in says_of(numbered, {})]


def test_countries_of_which_the_same_is_said_stand_in_one_list() -> None:
    assert forms(statement("IT/a"), statement("PL/a"), statement("DK/a"), statement("DK/b")) == [
        "{of: 'IT,PL,DK/a', status: done}",
        "{of: DK/b, status: done}",
    ]


def test_what_differs_stands_apart() -> None:
    says = [statement("IT/a"), statement("PL/a", note="x"), statement("PL/a", note="x")]
    assert forms(*says) == [
        "{of: IT/a, status: done}",
        "{of: PL/a, status: done, note: x}",
        "{of: PL/a, status: done, note: x}",
    ]


def test_a_number_stands_where_it_is_not_the_place() -> None:
    assert forms(statement("IT/a", 4), statement("PL/a", 5), statement("DK/a", 3)) == [
        "{of: 'IT,PL/a', status: done, number: 4}",
        "{of: DK/a, status: done}",
    ]


def test_readings_stand_in_the_order_of_the_text() -> None:
    def quote(exact: str, **cells: Any) -> QuoteRecord:
        return QuoteRecord("quote", "x", {"exact": exact, **cells}, NOWHERE)

    quotes = [
        quote("e", locator="p10"),
        quote("d", locator="p9"),
        quote("longer", start=0),
        quote("c", start=7),
        quote("a", start=0),
    ]
    ordered_quotes = sorted(quotes, key=reading_order)
    assert [each.cells["exact"] for each in ordered_quotes] == ["a", "longer", "c", "d", "e"]


def test_rows_stand_by_code_and_countries_by_type_first() -> None:
    rows: dict[str, Cells] = {
        "EU": {"name": "European Union", "type": "organisation", "members": ["FR", "IT"]},
        "NO": {"name": "Norway", "type": "state", "m49": "578"},
        "FR": {"name": "France", "type": "state"},
    }
    assert [flow(row) for row in rows_of("countries", rows)] == [
        "{code: FR, name: France, type: state}",
        "{code: 'NO', name: Norway, type: state, m49: '578'}",
        "{code: EU, name: European Union, type: organisation, members: [FR, IT]}",
    ]


def test_a_contribution_is_told_by_its_path() -> None:
    cells = {"title": "A title", "part_of": "gulf-watch:EU/a"}
    assert [flow(row) for row in rows_of("contributions", {"gulf-watch:FR/a": cells})] == [
        "{coalition: gulf-watch, path: FR/a, title: A title, part_of: EU/a}"
    ]


def test_what_holds_nothing_is_left_out() -> None:
    assert ordered(Statement, {"of": "FR/a", "note": "", "with": [], "status": None}) == {
        "of": "FR/a"
    }


SOURCE = """\
# yaml-language-server: $schema=../source.schema.json
source:
  id: made-up
  coalition: gulf-watch
  title: '1984'
  publisher: Nobody
  authors: [A. Writer, 'B. Writer, Jr.']
  published: {edtf: 2015-11-23~, inferred: it says so}
  url: https://example.org/a?b=c
  archived_url: https://example.org/archive
  language: de
  licence: CC BY 4.0
  reliability: B
  annotation: in_progress
  text: {sha256: %s, characters: 99, hold: true, public: true}
  replaces: another
  note: A remark.

speakers:
  official: {name: An official, office: Minister, of: 'NO', role: official, note: x}
  zoe: {name: Zoë, role: expert}

readings:
- quote: one, two
  at: 0
  prefix: ' '
  suffix: "\\n"
  locator: p1
  speaker: official
  voice: direct
  relayed: [CNN, 'VOA, too']
  occasion: A briefing
  said: 2015-11
  translation: eins
  note: a note
  says:
  - {of: 'DK,IT/training', status: ongoing, with: [{quote: two, at: 5, prefix: one}]}
- quote: others rest on it
  at: 40
  note: more than words
- quote: two
  at: 60
  speaker: zoe
  says:
  - {of: IT/training, with: [{quote: others rest on it, at: 40}, {quote: p, locator: p4}]}
""" % ("a" * 64)


def test_a_source_with_all_there_is_comes_back_to_the_byte() -> None:
    files, report = Files(), Report()
    read_file(SOURCE, "a.yaml", files, report)
    assert report.mistakes == []
    (file,) = files.sources
    document = document_of(source_record(file, file.readings))
    assert source_text(SCHEMA_LINE, document) == SOURCE
