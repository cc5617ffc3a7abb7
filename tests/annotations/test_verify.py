"""Verifying: quotes against their texts, states against their rule; nothing is changed."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.annotations.fixture_files import HARBOUR, TEXTS, Folder
from tests.annotations.test_load import SHIPS, TALLY
from tracker.annotations.load import prepare
from tracker.annotations.verify import verify
from tracker.models import Source


@pytest.fixture
def loaded(folder: Folder) -> Folder:
    folder.source(SHIPS, TALLY)
    folder.load()
    return folder


def by_force(sql: str, *values: Any) -> None:
    """What no door does: past every rule, as damage or an older program would."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE tracker_state DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE tracker_source DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        connection.check_constraints()
        cursor.execute("ALTER TABLE tracker_state ENABLE TRIGGER USER")
        cursor.execute("ALTER TABLE tracker_source ENABLE TRIGGER USER")


def test_all_is_well(loaded: Folder) -> None:
    found = verify(TEXTS)
    assert found.failures == []
    assert (found.quotes, found.unchecked, found.contributions) == (3, 0, 3)


def test_quotes_without_a_text_are_counted(loaded: Folder) -> None:
    found = verify()
    assert found.failures == []
    assert (found.quotes, found.unchecked) == (0, 3)


def test_quotes_that_do_not_stand_in_the_text(folder: Folder) -> None:
    folder.source(SHIPS.replace("  at: 20", "  at: 21"))
    prepare([folder.path]).apply()
    assert verify(TEXTS).failures == [
        (
            "made-up:21-66: “Norway sent three ships to the Gulf on Monday”: the words stand at "
            "20, not 21."
        )
    ]


def test_a_copy_that_was_changed_is_told_with_its_quotes(loaded: Folder, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text(HARBOUR.replace("three ships", "seven ships"), encoding="utf-8")
    altered, quote = verify(tmp_path).failures
    assert altered.startswith(f"made-up: {copy} has 2 of its 3 quotes and another sha256, ")
    assert quote.startswith("made-up:20-65: “Norway sent three ships to the Gulf on Monday” does")


def test_a_folder_that_has_no_text_is_no_success(loaded: Folder, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all")
    assert verify(tmp_path).failures == [
        f"No file in {tmp_path} has the sha256 of a source's text: nothing was checked."
    ]


def test_held_texts_are_checked_without_a_copy(folder: Folder) -> None:
    path = folder.source(SHIPS)
    path.write_text(path.read_text().replace("characters: 421", "characters: 421, hold: true"))
    folder.load()
    assert verify().quotes == 2
    by_force("UPDATE tracker_source SET text = replace(text, 'Norway', 'Norvay')")
    failures = verify().failures
    assert len(failures) == 2
    assert failures[0].startswith("made-up: the text held has the sha256 ")
    assert failures[1].startswith("made-up:20-65: “Norway sent three ships")


def test_a_copy_that_is_no_text(loaded: Folder, tmp_path: Path) -> None:
    texts = tmp_path / "copies"
    texts.mkdir()
    copy = (TEXTS / "harbour.txt").read_bytes().replace(b"\n", b"\r\n")
    (texts / "a.txt").write_bytes(copy)
    assert verify(texts).failures == [
        f"made-up: {texts / 'a.txt'}: Line 1 ends in CR LF, as on Windows; save with LF line ends."
    ]


def test_a_state_that_nothing_adds_up_to(loaded: Folder) -> None:
    by_force("UPDATE tracker_state SET status = 'ongoing' WHERE status = 'done'")
    assert verify(TEXTS).failures == [
        (
            "NO/deployment.naval#three: its state is not what its statements add up to; "
            "`manage.py derive` derives it anew."
        )
    ]


def test_the_command(loaded: Folder) -> None:
    out = StringIO()
    call_command("verify", texts=TEXTS, stdout=out)
    assert out.getvalue() == (
        "3 quotes checked, 0 without a text here; 3 contributions derived anew; 0 failures.\n"
    )


def test_the_command_fails_and_says_why(loaded: Folder) -> None:
    by_force("UPDATE tracker_state SET status = 'ongoing' WHERE status = 'done'")
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command("verify", stdout=out, stderr=err)
    assert caught.value.code == 1
    assert err.getvalue().startswith("NO/deployment.naval#three: its state is not")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify", json=True, stdout=out)
    document = json.loads(out.getvalue())
    assert (document["ok"], len(document["failures"])) == (False, 1)
    assert document["contributions_derived"] == 3


def test_the_folder_exists(tmp_path: Path, db: None) -> None:
    with pytest.raises(CommandError, match="is no folder"):
        call_command("verify", texts=tmp_path / "nothing")
    assert not Source.objects.exists()
