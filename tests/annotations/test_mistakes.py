"""Mistakes of every kind in one folder: all told at once, with line and mend; none is loaded."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.annotations.fixture_files import HERE, TEXTS, Folder
from tracker.annotations.load import prepare
from tracker.annotations.mistakes import FixtureError, Mistake, Place, Report, path_of
from tracker.models import Country, Source

MISTAKES = HERE / "mistakes"
NOT_NORWAY = (
    "is no country's code. Was NO meant? If a program wrote it for Norway, write NO: here it is "
    "read as text."
)
EXPECTED = {
    "wrong country": (
        "harbour.yaml:15:10",
        "readings[0].says[1].of",
        "'UK' is no country that there is. Was GB meant?",
    ),
    "unknown kind": (
        "harbour.yaml:16:10",
        "readings[0].says[2].of",
        "'deployment.navel' is no kind that there is. Was deployment.naval meant?",
    ),
    "bad date": (
        "harbour.yaml:17:51",
        "readings[0].says[3].when",
        (
            "'23.11.2015' is not read as a date: the year comes first: 2015-11-23. Right are "
            "2015-11-23, 2015-11, 2015-11~ and 2014-08-08/2015-11-23."
        ),
    ),
    "unknown field": (
        "harbour.yaml:18:31",
        "readings[0].says[4].statsu",
        "'statsu' is no field here. Was status meant? Fields are of, status, amount, words, ",
    ),
    "words that say another number": (
        "harbour.yaml:19:53",
        "readings[0].says[5].amount",
        (
            "'dozens' is 24..99, not 3. Was 24..99 ships meant? "
            "If something else is meant, choose the analyst's bounds (`analyst`)."
        ),
    ),
    "words outside the quote": (
        "harbour.yaml:19:69",
        "readings[0].says[5].words",
        (
            "'dozens' does not stand in the quote. Copy it from the quote, or name the further "
            "quote (`with`) it stands in."
        ),
    ),
    "quote not in the text": (
        "harbour.yaml:20:10",
        "readings[1].quote",
        (
            "“Danmark and Italy are training 120 officers” does not stand in the text. Nearest is, "
            "at 114, “Denmark and Italy are training 120 officers”: the text has “e” where the "
            "quote has “a”. Copy the words to the character."
        ),
    ),
    "dangling reference": (
        "harbour.yaml:26:12",
        "readings[2].speaker",
        (
            "'jane-nobody' is no speaker that there is. A key of this file's `speakers`, or a code "
            "of reference/speakers.yaml."
        ),
    ),
    "bounds reversed": (
        "harbour.yaml:28:47",
        "readings[2].says[0].amount",
        "'9..3 targets': The lower bound comes first: 3..9.",
    ),
    "money without a currency": (
        "harbour.yaml:32:48",
        "readings[3].says[0].amount",
        (
            "'5 million' says neither what it counts nor, if it is money, the currency. A metric "
            "follows it (5 million aircraft), or a currency stands before it (EUR 5 million)."
        ),
    ),
    "a boolean by its tag": (
        "harbour.yaml:33:10",
        "readings[3].says[1].of",
        (
            "The tag !!bool makes 'no' something else than text. Was NO meant? Leave the tag out: "
            "every value is read as text, and NO is Norway."
        ),
    ),
    "a boolean as a country": (
        "harbour.yaml:33:10",
        "readings[3].says[1].of",
        f"'no' {NOT_NORWAY}",
    ),
    "a boolean in a path": (
        "harbour.yaml:34:10",
        "readings[3].says[2].of",
        f"'false' {NOT_NORWAY}",
    ),
    "a tab": (
        "tab.yaml:2:1",
        "",
        "A tab stands here, and YAML cannot begin anything with one. Indent by spaces.",
    ),
    "a source's id twice": (
        "twice.yaml:2:7",
        "source.id",
        "'made-up-harbour' is the id of another source already. The first is in ",
    ),
}


@pytest.fixture
def found(folder: Folder) -> list[Mistake]:
    with pytest.raises(FixtureError) as caught:
        prepare([folder.path, MISTAKES], TEXTS)
    return caught.value.mistakes


def test_all_are_told_at_once_with_line_path_and_mend(found: list[Mistake]) -> None:
    told = [(f"{Path(m.place.file).name}:{m.place.line}:{m.place.column}", m) for m in found]
    for kind, (where, path, sentence) in EXPECTED.items():
        here = [str(m) for place, m in told if place == where and m.place.path == path]
        assert any(each.startswith(sentence) for each in here), f"{kind}: {here}"
    assert len(found) == len(EXPECTED)


def test_norway_itself_is_no_mistake(found: list[Mistake]) -> None:
    assert not any(mistake.place.line == 14 for mistake in found)


def test_nothing_is_loaded(found: list[Mistake]) -> None:
    assert not Source.objects.exists()
    assert not Country.objects.exists()


def test_the_command_prints_them_by_file_in_the_order_of_lines(folder: Folder) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("load", folder.path, MISTAKES, texts=TEXTS, stdout=StringIO())
    lines = str(caught.value).splitlines()
    files = [Path(line).name for line in lines if line.endswith(".yaml")]
    assert files == ["harbour.yaml", "tab.yaml", "twice.yaml"]
    numbers = [int(line.split(":")[0]) for line in lines[1:14]]
    assert numbers == sorted(numbers)
    assert lines[-1] == "15 mistakes in 3 files; nothing was loaded."


def test_the_command_gives_them_as_json(folder: Folder) -> None:
    out = StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command("load", folder.path, MISTAKES, texts=TEXTS, json=True, stdout=out)
    document = json.loads(out.getvalue())
    assert caught.value.code == 1
    assert document["applied"] is False
    assert len(document["mistakes"]) == len(EXPECTED)
    unknown = next(m for m in document["mistakes"] if m["path"].endswith("statsu"))
    assert (unknown["line"], unknown["column"], unknown["nearest"]) == (18, 31, "status")


def test_one_mistake_is_one() -> None:
    report = Report()
    report.add(Place("a.yaml", 3, 5, "source.id"), "It is wrong.", "Mend it.")
    with pytest.raises(FixtureError) as caught:
        report.refuse_mistakes()
    assert str(caught.value).splitlines() == [
        "a.yaml",
        "  3:5     source.id: It is wrong. Mend it.",
        "1 mistake in 1 file; nothing was loaded.",
    ]


def test_rows_come_in_the_order_of_their_numbers() -> None:
    report = Report()
    for row in ("… and 4 more", "Row 11, a", "Rows 8 and 12, b", "Row 7 (line 9), c"):
        report.add(Place("a.yaml", 3), row)
    with pytest.raises(FixtureError) as caught:
        report.refuse_mistakes()
    told = [mistake.wrong.split()[1].strip(",") for mistake in caught.value.mistakes]
    assert told == ["7", "8", "11", "and"]


def test_no_mistake_is_no_refusal() -> None:
    Report().refuse_mistakes()


def test_paths_are_as_people_write_them() -> None:
    assert path_of(("readings", 3, "says", 0, "of")) == "readings[3].says[0].of"
    assert path_of(()) == ""
