"""Anchoring: a person writes words, a tool their place, and the file in its canonical form."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.annotations.fixture_files import HEAD, TEXT, TEXTS, sentences
from tracker.annotations.anchor import anchor
from tracker.annotations.mistakes import FixtureError

HEADED = f"{HEAD.format(id='made-up').lstrip()}  text: {TEXT}\n\nreadings:\n"
ROUGH = f"""{HEADED}\
- quote: "59 of the 65 members met"
  says:
    - {{tally: countries, out_of: 65, amount: 59, counts: {{status: done, kind: membership}}}}
- quote: Norway sent three ships to the Gulf on Monday
  at: 20
  voice: narration
  says:
  - {{status: done, of: NO/deployment, with: [{{quote: 'an official said'}}]}}
  - of: SE/funding
    status: possible
    basis: stated
  - {{of: DK/funding, status: possible}}
- quote: ships
  prefix: "The "
  says:
  - {{of: NO/deployment, status: ongoing}}
"""
FINE = f"""# yaml-language-server: $schema=../source.schema.json
{HEADED}\
- quote: Norway sent three ships to the Gulf on Monday
  at: 20
  says:
  - {{of: NO/deployment, status: done, with: [{{quote: an official said, at: 67}}]}}
  - {{of: 'SE,DK/funding', status: possible}}
- quote: ships
  at: 89
  prefix: 'The '
  says:
  - {{of: NO/deployment, status: ongoing}}
- quote: 59 of the 65 members met
  at: 331
  says:
  - {{tally: countries, amount: 59, out_of: 65, counts: {{kind: membership, status: done}}}}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "made-up.yaml"
    path.write_text(ROUGH, encoding="utf-8")
    return path


def told(file: Path, text: str) -> list[str]:
    file.write_text(f"{HEADED}{text}", encoding="utf-8")
    with pytest.raises(FixtureError) as caught:
        anchor([file], TEXTS)
    return sentences(caught.value.mistakes)


def test_places_are_found_and_the_file_is_canonical(file: Path) -> None:
    (found,) = anchor([file], TEXTS).files
    assert (found.filled, found.changed) == (3, True)
    assert found.text == FINE
    assert file.read_text() == ROUGH


def test_what_is_canonical_stays(file: Path) -> None:
    file.write_text(FINE, encoding="utf-8")
    (found,) = anchor([file], TEXTS).files
    assert (found.filled, found.changed, found.text) == (0, False, FINE)


def test_words_that_stand_at_several_places(file: Path) -> None:
    assert told(file, "- {quote: ships, says: [{of: NO/a, status: done}]}\n") == [
        (
            "10:readings[0].quote: “ships” stands at 3 places: 38 (…⏎⏎Norway sent three […] to the "
            "Gulf on Mond…), 89 (… official said. The […] joined two others.⏎…), 380 "
            "(…hotograph shows the […] in Zürich 😀 harbour…). "
            "Give a prefix or suffix that only the right one has."
        )
    ]


def test_words_that_stand_nowhere(file: Path) -> None:
    (sentence,) = told(file, "- {quote: four ships, says: [{of: NO/a, status: done}]}\n")
    assert sentence.startswith("10:readings[0].quote: “four ships” does not stand in the text.")


def test_a_wrong_place_is_no_missing_one(file: Path) -> None:
    assert told(
        file,
        "- {quote: an official said, at: 3, says: [{of: NO/a, status: done}]}\n"
        "- {quote: nowhere, says: [{of: NO/a, status: done}]}\n",
    ) == [
        "10:readings[0].at: “an official said”: the words stand at 67, not 3.",
        (
            "11:readings[1].quote: “nowhere” does not stand in the text, nor do words like these; "
            "is it the right text?"
        ),
    ]


def test_all_mistakes_of_all_files_are_told(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("source:\n\tid: x\n")
    file.write_text(f"{HEADED}- {{quote: nowhere, sayz: []}}\n")
    with pytest.raises(FixtureError) as caught:
        anchor([file, other], TEXTS)
    assert [mistake.place.line for mistake in caught.value.mistakes] == [10, 10, 2]


def test_without_a_copy_the_file_says_what_is_missing(file: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(FixtureError, match="The quote has no `at`"):
        anchor([file], empty)


def test_which_text_it_is_is_asked_and_told(file: Path, tmp_path: Path) -> None:
    file.write_text(ROUGH.replace(f"  text: {TEXT}\n", ""), encoding="utf-8")
    with pytest.raises(FixtureError) as caught:
        anchor([file], TEXTS)
    assert sentences(caught.value.mistakes) == [
        (
            f"2:source: It has no `text` to find quotes in. Was text: {TEXT} meant? "
            f"{TEXTS / 'harbour.txt'} has 3 of its 3 quotes."
        )
    ]
    with pytest.raises(FixtureError, match="Its sha256 and its length in code points"):
        anchor([file], tmp_path)


def test_a_reference_file_has_no_quotes(tmp_path: Path) -> None:
    path = tmp_path / "places.yaml"
    path.write_text("places: []\n")
    found = anchor([path], TEXTS)
    assert found.files == []
    assert found.remarks == [f"{path} is no source's file: it has no quotes."]


# --- The command ----------------------------------------------------------------------------


def call(*args: Any, **options: Any) -> str:
    out = StringIO()
    call_command("anchor", *args, texts=TEXTS, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def test_the_command_writes_the_file(file: Path) -> None:
    assert call(file).splitlines() == [f"{file} was written: 3 places found", "0 unchanged"]
    assert file.read_text() == FINE
    assert call(file) == "1 unchanged\n"


def test_check_writes_nothing_and_fails(file: Path) -> None:
    with pytest.raises(SystemExit) as caught:
        call(file, check=True)
    assert caught.value.code == 1
    assert file.read_text() == ROUGH
    call(file)
    assert call(file, check=True) == "1 unchanged\n"


def test_the_command_speaks_json(file: Path) -> None:
    assert json.loads(call(file, json=True)) == {
        "files": [{"file": str(file), "filled": 3, "changed": True}],
        "remarks": [],
    }


def test_mistakes_fail(file: Path) -> None:
    file.write_text(f"{HEADED}- {{quote: nowhere}}\n")
    with pytest.raises(CommandError, match=r"1 mistake in 1 file; nothing was loaded\."):
        call(file)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("anchor", file, texts=TEXTS, json=True, stdout=out)
    assert json.loads(out.getvalue())["mistakes"][0]["line"] == 10


def test_what_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nothing\.yaml does not exist\."):
        call(tmp_path / "nothing.yaml")
