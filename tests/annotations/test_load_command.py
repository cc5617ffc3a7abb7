"""``manage.py load`` on the terminal and for programmes, and killed halfway."""

import json
import os
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from tests.annotations.fixture_files import TEXTS, Folder, norway
from tracker import actions
from tracker.annotations.apply import MovedOn
from tracker.annotations.load import Load
from tracker.annotations.telling import Bars, Telling, telling
from tracker.models import Contribution, Country, Loaded, Quote, Source, Statement

FIRST = "of: NO/deployment, status: done"
SECOND = "of: DK/deployment, status: possible"


@pytest.fixture
def written(folder: Folder) -> Folder:
    folder.source(norway(FIRST, SECOND))
    return folder


def call(folder: Folder, **options: Any) -> str:
    out = StringIO()
    call_command("load", folder.path, texts=TEXTS, stdout=out, **options)
    return out.getvalue()


def rows(printed: str) -> dict[str, list[str]]:
    """The table of a plan: what is counted, by the name of the model."""
    return {line[:16].strip(): line[16:].split() for line in printed.splitlines() if line.strip()}


# --- On the terminal ------------------------------------------------------------------------


def test_the_plan_is_shown_and_applied(written: Folder) -> None:
    printed = call(written)
    assert rows(printed)["statements"] == ["2"]
    assert rows(printed)["countries"] == ["6"]
    assert printed.splitlines()[-1] == "Loaded."
    assert Statement.objects.count() == 2


def test_a_dry_run_stops_there(written: Folder) -> None:
    printed = call(written, dry_run=True)
    assert rows(printed)["statements"] == ["2"]
    assert printed.splitlines()[-1] == "Nothing was loaded."
    assert not Country.objects.exists()


def test_nothing_to_do_is_said(written: Folder) -> None:
    call(written)
    assert call(written).splitlines()[-1] == (
        "Nothing to do: the database says what the files say."
    )


def test_changes_are_shown_cell_by_cell(written: Folder, analyst: User) -> None:
    call(written)
    for code, name in (("SE", "Sverige"), ("DK", "Danmark")):
        country = Country.objects.get(code=code)
        country.name = name
        actions.write(country, by=analyst)
    text = (written.path / "reference" / "all.yaml").read_text()
    text = text.replace("name: Denmark", "name: Denmark (DK)").replace(
        "name: Norway", "name: Norge"
    )
    written.write(
        "reference/all.yaml", text.replace("- {code: raqqa, name: Raqqa, level: city}", "")
    )
    written.source(norway("of: NO/deployment, status: ongoing"))
    lines = [line.strip() for line in call(written).splitlines()]
    changed = lines.index("Changed")
    assert lines[changed + 1 : changed + 3] == [
        "country NO (reference/all.yaml:8)",
        "name: Norway → Norge",
    ]
    at = lines.index(
        "statement made-up:20-65:1 is withdrawn; its successor is made-up:20-65:3 "
        "(sources/made-up.yaml:13)"
    )
    assert lines[at + 1] == "status: done → ongoing"
    edited = lines.index("Edited here since, kept")
    assert lines[edited + 2] == "name: Sweden in the file, Sverige here"
    conflict = lines.index(
        "Changed in the file and here; kept as it is here (--overwrite: the file wins)"
    )
    assert lines[conflict + 2] == "name: Denmark (DK) in the file, Danmark here"
    gone = lines.index("No longer in the file")
    assert "place raqqa is kept" in lines[gone:]
    assert "statement made-up:20-65:2 is kept (--prune withdraws it)" in lines[gone:]


def test_a_long_plan_is_cut(written: Folder) -> None:
    call(written)
    text = (written.path / "reference" / "all.yaml").read_text()
    places = "".join(f"- {{code: p{n}, name: P, level: city}}\n" for n in range(250))
    written.write("reference/all.yaml", text.replace("places:\n", f"places:\n{places}"))
    call(written)
    written.write("reference/all.yaml", text)
    assert "… and 51 more lines; --json has them all." in call(written)


def test_what_does_not_exist_is_told(tmp_path: Path, db: None) -> None:
    with pytest.raises(CommandError, match=r"nothing does not exist\."):
        call_command("load", tmp_path / "nothing")
    with pytest.raises(CommandError, match=r"texts does not exist\."):
        call_command("load", tmp_path, texts=tmp_path / "texts")


def test_a_folder_without_fixtures_is_told(tmp_path: Path, db: None) -> None:
    with pytest.raises(CommandError, match="No fixture lies here"):
        call_command("load", tmp_path)


def test_without_a_path_the_projects_fixtures_are_meant(db: None) -> None:
    out = StringIO()
    call_command("load", stdout=out, dry_run=True)
    assert int(rows(out.getvalue())["countries"][0]) > 200


def test_what_moved_on_is_told(written: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Load, telling: Telling) -> None:
        raise MovedOn("made-up was changed while its plan was made; nothing was loaded.")

    monkeypatch.setattr(Load, "apply", fail)
    with pytest.raises(CommandError, match="was changed while its plan was made"):
        call(written)


# --- Asking ---------------------------------------------------------------------------------


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("answer", "left"), [("n", 2), ("", 2), ("y", 1)])
def test_what_takes_something_back_is_asked(
    written: Folder, monkeypatch: pytest.MonkeyPatch, answer: str, left: int
) -> None:
    call(written)
    written.source(norway(FIRST))
    asked: list[str] = []
    monkeypatch.setattr(sys, "stdin", Terminal())

    def ask(question: str) -> str:
        asked.append(question)
        return answer

    monkeypatch.setattr("builtins.input", ask)
    call(written, prune=True)
    assert asked == ["This takes back 1 records that stand. Go on? [y/N] "]
    assert Statement.objects.published().count() == left


@pytest.mark.parametrize("options", [{"no_input": True}, {"json": True}])
def test_nobody_is_asked(
    written: Folder, monkeypatch: pytest.MonkeyPatch, options: dict[str, bool]
) -> None:
    call(written)
    written.source(norway(FIRST))
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("builtins.input", pytest.fail)
    call(written, prune=True, **options)
    assert Statement.objects.published().count() == 1


# --- For programmes -------------------------------------------------------------------------


def test_json_is_one_document(written: Folder) -> None:
    document = json.loads(call(written, json=True))
    assert document["applied"] is True
    assert document["mistakes"] == []
    assert document["plan"]["counts"]["statement"]["created"] == 2
    step = next(step for step in document["plan"]["steps"] if step["key"] == "made-up:20-65:1")
    assert step["action"] == "created"
    assert step["changes"]["status"] == [None, "done"]
    assert (step["line"], Path(step["file"]).name) == (13, "made-up.yaml")
    again = json.loads(call(written, json=True))
    assert again["plan"]["steps"] == []


def test_json_of_a_dry_run(written: Folder) -> None:
    assert json.loads(call(written, json=True, dry_run=True))["applied"] is False


def test_json_of_what_moved_on(written: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Load, telling: Telling) -> None:
        raise MovedOn("changed meanwhile")

    monkeypatch.setattr(Load, "apply", fail)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("load", written.path, texts=TEXTS, json=True, stdout=out)
    assert json.loads(out.getvalue()) == {
        "applied": False,
        "mistakes": [],
        "error": "changed meanwhile",
    }


# --- Progress -------------------------------------------------------------------------------


def test_bars_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    with telling() as told:
        assert type(told) is Telling
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr(sys, "stderr", Terminal())
    with telling() as told:
        assert isinstance(told, Bars)
        told.phase("Reading files", 3)
        told.advance(2)
        (task,) = told.progress.tasks
        assert (task.description, task.completed, task.total) == ("Reading files", 2, 3)
        told.phase("Writing", 0)
        assert [each.visible for each in told.progress.tasks] == [False, True]
    with telling(wanted=False) as told:
        assert type(told) is Telling


# --- Killed halfway -------------------------------------------------------------------------

CHILD = """
import sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
call_command("load", sys.argv[2], "--texts", sys.argv[3])
"""


WAITING = "SELECT count(*) FROM pg_locks WHERE relation = 'tracker_state'::regclass AND NOT granted"
OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def wait_for(question: str, number: int) -> None:
    for _ in range(400):
        with connection.cursor() as cursor:
            cursor.execute(question)
            if cursor.fetchone()[0] == number:
                return
        time.sleep(0.05)
    pytest.fail("the load did not come so far, or did not go")


@pytest.mark.django_db(transaction=True)
def test_killed_halfway_the_database_is_as_it_was(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "fixtures")
    folder.source(norway(FIRST, SECOND))
    name = connection.settings_dict["NAME"]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE tracker_state IN SHARE MODE")
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(name), str(folder.path), str(TEXTS)],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "coalition.settings"},
            stdout=subprocess.DEVNULL,
        )
        wait_for(WAITING, 1)  # all is written, and states are about to be derived
        child.kill()
        child.wait()
    wait_for(OTHERS, 0)
    for model in (Country, Source, Quote, Contribution, Statement, Loaded, User):
        assert not model.objects.exists(), model
    folder.load()
    assert Statement.objects.count() == 2
