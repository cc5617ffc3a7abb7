"""Quotes held against their text, and against each other where there is none."""

from pathlib import Path

import pytest

from tests.annotations.fixture_files import HARBOUR, TEXTS, Folder, reading, sentences, source
from tracker.annotations.load import prepare
from tracker.annotations.mistakes import FixtureError

SAYS = "of: NO/deployment, status: done"
SHIPS = "Norway sent three ships to the Gulf on Monday"


def told(folder: Folder) -> list[str]:
    return sentences(folder.mistakes())


def without_texts(folder: Folder) -> list[str]:
    try:
        prepare([folder.path])
    except FixtureError as error:
        return sentences(error.mistakes)
    return []


def test_words_that_stand_elsewhere(folder: Folder) -> None:
    folder.source(reading(SHIPS, SAYS, at=25))
    assert told(folder) == [f"11:readings[0].at: “{SHIPS}”: the words stand at 20, not 25."]


def test_bytes_in_the_place_of_code_points(folder: Folder) -> None:
    quote = "harbour on 3 May 2014"
    folder.source(reading(quote, SAYS, at=406))
    assert told(folder) == [
        (
            f"11:readings[0].at: “{quote}”: 406 counts bytes; in code points, which are wanted, "
            "it is 398."
        )
    ]


def test_further_quotes_are_held_against_the_text_too(folder: Folder) -> None:
    folder.source(reading(SHIPS, f"{SAYS}, with: [{{quote: an offical said, at: 67}}]"))
    (sentence,) = told(folder)
    assert sentence.startswith(
        "13:readings[0].says[0].with[0].quote: “an offical said” does not stand in the text. "
        "Nearest is, at 67, “an official said”"
    )


def test_prefix_and_suffix_stand_beside(folder: Folder) -> None:
    folder.source(reading("ships", SAYS, at=38, more="prefix: 'two '\n  suffix: ' to the'"))
    assert told(folder) == [
        (
            "12:readings[0].prefix: The prefix 'two ' does not stand beside 38–43. Was 'ree ' "
            "meant? Copy it to the character, or leave it out."
        )
    ]


def test_a_quote_has_a_place(folder: Folder) -> None:
    folder.source(f"- quote: {SHIPS}\n  says:\n  - {{{SAYS}}}\n")
    assert told(folder) == [
        (
            "10:readings[0].quote: The quote has no `at`. `manage.py anchor FILE --texts DIR` "
            "fills it in; without running text give a locator."
        )
    ]


def test_a_locator_is_a_place_where_there_is_no_text(folder: Folder) -> None:
    quote = f"- quote: A row\n  locator: row-3\n  says:\n  - {{{SAYS}}}\n"
    folder.source(quote, text=False)
    assert told(folder) == []
    folder.source(quote, quote, text=False)
    assert told(folder) == [
        (
            "14:readings[1].locator: This locator is a reading already. The first is in line 9; "
            "put what both say into one `says`."
        )
    ]


def test_a_span_is_one_reading(folder: Folder) -> None:
    folder.source(reading(SHIPS, SAYS), reading(SHIPS, SAYS))
    assert told(folder) == [
        (
            "15:readings[1].at: This span is a reading already. The first is in line 10; put what "
            "both say into one `says`."
        )
    ]


def test_the_length_is_that_of_the_text(folder: Folder) -> None:
    text = source(reading(SHIPS, SAYS)).replace("characters: 421", "characters: 430")
    folder.write("sources/made-up.yaml", text)
    assert told(folder) == [
        (
            "7:source.text.characters: The text has 421 characters, not 430. Was 421 meant? "
            "Code points are counted, not bytes."
        )
    ]


# --- Texts that are not as they should be ---------------------------------------------------


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            HARBOUR.replace("\n", "\r\n").encode(),
            "Line 1 ends in CR LF, as on Windows; save with LF line ends.",
        ),
        (
            b"\xef\xbb\xbf" + HARBOUR.encode(),
            "Line 1 begins with a byte order mark; save as UTF-8 without one.",
        ),
    ],
)
def test_a_copy_with_other_bytes_is_told(
    folder: Folder, tmp_path: Path, content: bytes, sentence: str
) -> None:
    texts = tmp_path / "copies"
    texts.mkdir()
    (texts / "article.txt").write_bytes(content)
    folder.source(reading(SHIPS, SAYS))
    with pytest.raises(FixtureError) as caught:
        prepare([folder.path], texts)
    assert sentences(caught.value.mistakes) == [
        f"7:source.text.sha256: {texts / 'article.txt'}: {sentence}"
    ]


def test_a_copy_that_was_changed_is_told_with_its_quotes(folder: Folder, tmp_path: Path) -> None:
    copy = tmp_path / "copies" / "article.txt"
    copy.parent.mkdir()
    copy.write_text(HARBOUR.replace("three ships", "seven ships"), encoding="utf-8")
    others = ["an official said", "59 of the 65 members met"]
    at = HARBOUR.index
    folder.source(reading(SHIPS, SAYS), *(reading(each, SAYS, at=at(each)) for each in others))
    with pytest.raises(FixtureError) as caught:
        prepare([folder.path], copy.parent)
    altered, quote = sentences(caught.value.mistakes)
    assert f"7:source.text.sha256: {copy} has 2 of its 3 quotes and another sha256, " in altered
    assert "Nearest is" in quote


def test_a_text_that_is_not_there_is_remarked(folder: Folder, tmp_path: Path) -> None:
    folder.source(reading("Nowhere at all", SAYS, at=20))
    empty = tmp_path / "empty"
    empty.mkdir()
    load = prepare([folder.path], empty)
    assert load.report.remarks == [
        f"made-up: no file in {empty} has the sha256 a1ba529d9769…; its quotes were not checked."
    ]
    assert load.wanted.checked == set()


def test_texts_are_found_by_their_hash_in_any_folder_below(folder: Folder, tmp_path: Path) -> None:
    below = tmp_path / "texts" / "some" / "where"
    below.mkdir(parents=True)
    (below / "no-name").write_bytes((TEXTS / "harbour.txt").read_bytes())
    folder.source(reading(SHIPS, SAYS))
    assert prepare([folder.path], tmp_path / "texts").wanted.checked == {"made-up"}


# --- Without the text -----------------------------------------------------------------------


def test_beyond_the_end(folder: Folder) -> None:
    folder.source(reading(SHIPS, SAYS, at=400))
    assert without_texts(folder) == [
        (
            "11:readings[0].at: 400–445 lies beyond the text's end, 421. "
            "Offsets are 0-based code points."
        )
    ]


def test_quotes_that_overlap_have_the_same_words_there(folder: Folder) -> None:
    folder.source(reading(SHIPS, SAYS), reading("three ships", SAYS))
    assert without_texts(folder) == []
    folder.source(reading(SHIPS, SAYS), reading("three ships", SAYS, at=31))
    assert without_texts(folder) == [
        (
            "15:readings[1].at: Other words stand here than in the quote at 20 (line 10): "
            "' three ship'. One of the two offsets is wrong."
        )
    ]
