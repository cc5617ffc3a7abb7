"""Files are found, parsed and read piece by piece; one mistake hides no other."""

from pathlib import Path

import pytest

from tests.annotations.fixture_files import sentences, source
from tracker.annotations.mistakes import Report
from tracker.annotations.reading import (
    Files,
    find_files,
    read_file,
    read_files,
    short_name,
)
from tracker.annotations.schema import SourceHead, Statement
from tracker.annotations.validating import keys_of


def told(text: str) -> list[str]:
    report = Report()
    read_file(text, "a.yaml", Files(), report)
    return sentences(report.mistakes)


def read(text: str) -> Files:
    files, report = Files(), Report()
    read_file(text, "a.yaml", files, report)
    assert sentences(report.mistakes) == []
    return files


# --- Found ----------------------------------------------------------------------------------


def test_folders_are_searched_in_order_and_files_taken_once(tmp_path: Path) -> None:
    names = ["sources/b.yaml", "sources/a.yml", "reference/c.yaml"]
    for name in [*names, "notes.txt", "sources/.hidden.yaml", "source.schema.json"]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    found, folders = find_files([tmp_path, tmp_path / "sources" / "b.yaml"])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == sorted(names)
    assert folders == {"sources", "reference"}


def test_a_file_by_itself_is_no_folder(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.touch()
    assert find_files([path]) == ([path], set())


def test_a_file_is_remembered_wherever_it_lies() -> None:
    assert short_name("/somewhere/fixtures/sources/a.yaml") == "sources/a.yaml"
    assert short_name("a.yaml") == "a.yaml"


def test_what_is_not_utf8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"source:\n  title: caf\xe9\n")
    report = Report()
    read_files([path], report)
    assert sentences(report.mistakes) == ["2:: Byte 0xe9 is not UTF-8. Save the file as UTF-8."]


# --- What a file is -------------------------------------------------------------------------


def test_a_source_is_read_whole() -> None:
    (file,) = read(
        source("- quote: x\n  at: 0\n  says:\n  - {of: 'DK,IT/a', status: done}\n", text=False)
    ).sources
    assert file.head.id == "made-up"
    assert file.broken == frozenset()
    (quote,) = file.readings
    assert [str(path) for path in quote.says[0].part.of] == ["DK/a", "IT/a"]  # type: ignore[union-attr]


def test_a_list_is_read_row_by_row() -> None:
    text = "metrics:\n- {code: ships, name: Ships, unit: ships, nature: stock}\nplaces: []\n"
    files = read(text)
    assert [(name, row.part.code) for name, row in files.rows] == [("metrics", "ships")]
    assert files.lists == {("metrics", "a.yaml"), ("places", "a.yaml")}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("- a\n", "1:: The file is no mapping. It begins with `source:`, or a list's name."),
        (
            "metric:\n- {code: ships}\n",
            (
                "1:metric: 'metric' is no list that there is. Was metrics meant? One of "
                "coalitions, countries, lines_of_effort, kinds, metrics, places, speakers, "
                "contributions, source."
            ),
        ),
        ("metrics: ships\n", "1:metrics: A list is expected here. Begin each item with `- `."),
        (
            "metrics:\n- ships\n",
            "2:metrics[0]: A mapping is expected here. Write it as {key: value}.",
        ),
        ("readings: []\n", "1:: `source:` is missing. It says what the readings are of."),
        ("source: x\n", "1:source: A mapping is expected here. Write it as {key: value}."),
    ],
)
def test_what_is_neither(text: str, sentence: str) -> None:
    assert told(text) == [sentence]


def test_parts_of_a_source() -> None:
    assert told(source(text=False) + "reading: []\nspeakers: [x]\n") == [
        (
            "7:reading: 'reading' is no part of a source's file. Was readings meant? "
            "One of source, speakers, tables, readings."
        ),
        "8:speakers: A mapping is expected here. Each speaker has a key of its own.",
    ]


# --- One mistake hides no other -------------------------------------------------------------


def test_everything_wrong_in_a_head_is_told_and_the_rest_is_read() -> None:
    text = (
        "source:\n  id: Made Up\n  coalition: [a]\n  title:\n  published: {edtf: soon, why: x}\n"
        "  reliability: G\n  text: {sha256: abc}\n  authors: me\n"
        "readings:\n- quote: x\n  at: -1\n  says:\n  - {of: NO, staus: done}\n  - {status: done}\n"
        "  - {of: NO/a, tally: countries}\n  - {of: NO/a, status: [done]}\n  - x\n"
    )
    found = told(text)
    assert [sentence.split(": ")[0] for sentence in found] == [
        "2:source",  # publisher is missing
        "2:source.id",
        "3:source.coalition",
        "4:source.title",
        "5:source.published.edtf",
        "5:source.published.why",
        "6:source.reliability",
        "7:source.text",
        "7:source.text.sha256",
        "8:source.authors",
        "11:readings[0].at",
        "13:readings[0].says[0].of",
        "13:readings[0].says[0].staus",
        "14:readings[0].says[1]",
        "15:readings[0].says[2]",
        "16:readings[0].says[3].status",
        "17:readings[0].says[4]",
    ]
    assert "2:source: `publisher` is missing." in found
    assert "4:source.title: Nothing stands here. Write a value, or leave the key out." in found
    assert "8:source.authors: A list is expected here. Write it as [one, two]." in found


def test_says_are_a_statement_or_a_tally() -> None:
    found = told(source("- quote: x\n  says:\n  - {note: y}\n  - {of: NO/a, tally: x}\n"))
    expected = "A statement has `of` (a contribution's path), a tally has `tally`."
    assert found == [
        f"12:readings[0].says[0]: Neither `of` nor `tally` is here. {expected}",
        f"13:readings[0].says[1]: Both `of` and `tally` stand here. {expected}",
    ]


def test_what_is_wrong_in_a_further_quote_has_its_own_place() -> None:
    text = source(
        "- quote: x\n  says:\n  - {of: NO/a, status: done, with: [{quote: y, att: 3}, {at: 4}]}\n"
    )
    assert told(text) == [
        (
            "12:readings[0].says[0].with[0].att: 'att' is no field here. Was at meant? "
            "Fields are quote, at, prefix, suffix, locator."
        ),
        "12:readings[0].says[0].with[1]: `quote` is missing.",
    ]


def test_a_speaker_has_a_key_that_is_a_slug() -> None:
    found = told(source(text=False) + "speakers:\n  Big Boss: {name: X, role: boss}\n")
    assert found == [
        "8:speakers.Big Boss: 'Big Boss' is no key of a speaker. A slug: defense-official.",
        (
            "8:speakers.Big Boss.role: 'boss' is no role of a speaker. One of official, military, "
            "former, expert, reporter, unattributed."
        ),
    ]


def test_a_text_that_is_too_long_for_the_record() -> None:
    found = told(source(text=False).replace("Nobody", "N" * 256))
    assert found == ["5:source.publisher: This is 256 characters long. At most 255 are kept."]


def test_characters_that_are_no_text() -> None:
    assert told(source(text=False).replace("Nobody", '"a\\0b"')) == [
        "5:source.publisher: U+0000 is in this text. Such a character is no text."
    ]
    assert told(source(text=False).replace("Nobody", '"\\uD800"')) == [
        "5:source.publisher: U+D800 is in this text. Such a character is no text."
    ]


def test_keys_are_those_of_the_part_they_stand_in() -> None:
    assert keys_of(Statement, ()) == [*Statement.model_json_schema()["properties"]]
    assert keys_of(Statement, ("with", 0)) == ["quote", "at", "prefix", "suffix", "locator"]
    assert keys_of(SourceHead, ("published",)) == ["edtf", "inferred"]
