"""``manage.py export``: the API's query as a file, complete or not at all."""

import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from tests.record import said
from tracker.exports import FORMATS
from tracker.models import Receipt


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
    assert told["receipt"] == Receipt.objects.get(sha256=told["sha256"]).code
    assert told["asked"] == {"country": "FR"}
    assert told["read_as"][0] == "Country: France"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.django_db
def test_a_broken_export_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any) -> Any:
        yield b"code\r\n"
        raise OperationalError("the connection was lost")

    out = tmp_path / "fr.csv"
    out.write_text("last week's")
    monkeypatch.setitem(FORMATS, "csv", replace(FORMATS["csv"], write=broken))
    with pytest.raises(CommandError, match=r"broke off, .* is not complete: .* was lost"):
        run("contributions", f"--out={out}")
    assert Receipt.objects.get().completed_at is None
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


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["all.xlsx", "all.ndjson", "all.parquet"])
def test_a_files_name_says_its_format(tmp_path: Path, name: str) -> None:
    said("FR/airstrikes")
    out = tmp_path / name
    told = json.loads(run("contributions", f"--out={out}", "--json"))
    assert (told["rows"], told["bytes"]) == (1, out.stat().st_size)
    assert f".{Receipt.objects.get().format}" == out.suffix
    with pytest.raises(CommandError, match="only CSV has flavours"):
        run("contributions", f"--out={out}", "--flavour=spreadsheet")


@pytest.mark.django_db
def test_a_files_name_promises_no_other_format(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"\.tsv is no format of ours; a name ends with \.csv"):
        run("contributions", f"--out={tmp_path / 'q.tsv'}")
    with pytest.raises(CommandError, match=r"it would hold xlsx; name it .*/q\.xlsx"):
        run("contributions", f"--out={tmp_path / 'q.csv'}", "--format=xlsx")
    assert not list(tmp_path.iterdir())
    said("FR/airstrikes")
    for name, *said_so in (("q", "--format=ndjson"), ("q.CSV",), ("q.csv", "--format=csv")):
        assert "1 row, " in run("contributions", f"--out={tmp_path / name}", *said_so)
