"""``manage.py export``: the API's query as a file, complete or not at all."""

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.record import said
from tracker.management.commands import export as command


def run(*args: str) -> str:
    out = io.StringIO()
    call_command("export", *args, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_rows_go_to_standard_output() -> None:
    said("FR/airstrikes")
    said("DE/training")
    text = run("contributions", "--country", "FR", "--fields=code,country")
    assert text == "code,country\r\nfr-airstrikes,FR\r\n"
    assert run("contributions", "--country!=FR", "--fields", "code") == "code\r\nde-training\r\n"


@pytest.mark.django_db
def test_a_file_is_written_and_told_of(tmp_path: Path) -> None:
    said("FR/airstrikes")
    out = tmp_path / "fr.csv"
    told = json.loads(run("contributions", "--country", "FR", f"--out={out}", "--json"))
    content = out.read_bytes()
    assert (told["rows"], told["bytes"]) == (1, len(content))
    assert told["sha256"] == hashlib.sha256(content).hexdigest()
    assert told["asked"] == {"country": "FR"}
    assert told["read_as"][0] == "Country: France"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.django_db
def test_a_broken_export_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any) -> Any:
        yield b"code\r\n"
        raise OSError("the connection was lost")

    out = tmp_path / "fr.csv"
    out.write_text("last week's")
    monkeypatch.setattr(command, "write_csv", broken)
    with pytest.raises(OSError, match="lost"):
        run("contributions", f"--out={out}")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["last week's"]


@pytest.mark.django_db
def test_mistakes_are_said_all_at_once() -> None:
    said("FR/airstrikes")
    with pytest.raises(CommandError) as error:
        run("contributions", "--country", "France", "--stake", "me")
    assert "was 'FR' meant?" in str(error.value)
    assert "'me' is none of self" in str(error.value)
    with pytest.raises(CommandError, match="countries have no such parameter"):
        run("countries", "--stake", "self")
    with pytest.raises(CommandError, match="name it with --out"):
        run("countries", "--json")
