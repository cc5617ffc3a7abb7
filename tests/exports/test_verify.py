"""``manage.py verify --export``: identical, or which cells differ and why."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.record import claimed, loader, said, source, speaker
from tracker.actions import acting
from tracker.models import Receipt, Source

pytestmark = pytest.mark.django_db
FORMATS = ["csv", "xlsx", "ndjson", "parquet"]


def exported(out: Path, *args: str, records: str = "contributions") -> Path:
    call_command("export", records, f"--out={out}", *args, stdout=io.StringIO())
    return out


def verified(file: Path, *args: str) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("verify", f"--export={file}", *args, stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


def told(file: Path, *args: str) -> Any:
    return json.loads(verified(file, "--json", *args)[1])


@pytest.mark.parametrize("format_", FORMATS)
def test_nothing_changed(tmp_path: Path, format_: str) -> None:
    said("FR/airstrikes", "=1\nand ‘more’", by=speaker("le-drian", of="FR"))
    said("DE/training")
    file = exported(tmp_path / f"all.{format_}")
    code, text = verified(file)
    assert code == 0, text
    assert "as it was given out" in text
    assert "all 2 rows are identical" in text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("format_", FORMATS)
def test_what_changed_since_is_told_with_who_and_why(tmp_path: Path, format_: str) -> None:
    said("FR/airstrikes", status="pledged")
    said("DE/training")
    file = exported(tmp_path / f"all.{format_}")
    with acting(by=loader(), reason="the publisher renamed itself"):
        Source.objects.update(publisher="VOA News")
    said("FR/airstrikes", status="done", source=source("later", published="2015-12-01"))
    result = told(file)
    assert (result["altered"], result["identical"], result["differing"]) == (False, False, 2)
    (french,) = [each for each in result["differences"] if each["code"] == "fr-airstrikes"]
    cells = {cell["field"]: (cell["file"], cell["now"]) for cell in french["cells"]}
    assert cells["status"] == ("pledged", "done")
    (german,) = [each for each in result["differences"] if each["code"] == "de-training"]
    assert {cell["field"] for cell in german["cells"]} == {"publisher"}
    (why,) = german["because"]
    assert "loader: source" in why
    assert "(the publisher renamed itself)" in why
    assert "publisher: Voice of America → VOA News" in why
    assert verified(file)[0] == 1


@pytest.mark.django_db(transaction=True)
def test_rows_that_came_are_told(tmp_path: Path) -> None:
    said("FR/airstrikes")
    file = exported(tmp_path / "long.csv", "--shape=long")
    late = said("FR/airstrikes", "more")
    result = told(file)
    assert [(e["code"], e["only_in"]) for e in result["differences"]] == [(late.code, "record")]
    assert any("made for a test" in why for why in result["differences"][0]["because"])
    assert "only in the record as it is now" in verified(file)[1]


@pytest.mark.parametrize("format_", ["csv", "ndjson"])
def test_a_file_that_was_altered_is_found_out(tmp_path: Path, format_: str) -> None:
    said("FR/airstrikes", "two targets")
    said("DE/training")
    file = exported(tmp_path / f"all.{format_}")
    receipt = Receipt.objects.get()
    file.write_bytes(file.read_bytes().replace(b"two targets", b"ten targets"))
    with pytest.raises(CommandError, match=r"No file with the sha256 .* --receipt CODE"):
        verified(file)
    code, text = verified(file, f"--receipt={receipt}")
    assert code == 1
    assert f"is not the file of receipt {receipt}: it was altered" in text
    assert "quote: ten targets in the file, two targets now" in text
    assert "nothing in its history since then" in text


def test_a_cut_file_is_found_out(tmp_path: Path) -> None:
    said("FR/airstrikes")
    said("DE/training")
    file = exported(tmp_path / "all.csv")
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:2]))
    result = told(file, f"--receipt={Receipt.objects.get()}")
    assert [(e["code"], e["only_in"]) for e in result["differences"]] == [
        ("fr-airstrikes", "record")
    ]


def test_tallies_are_reckoned_again(tmp_path: Path) -> None:
    said("DE/training")
    claimed("four", "4", counts={"kind": "training"})
    file = exported(tmp_path / "tallies.csv", records="tallies")
    assert verified(file)[0] == 0
    said("IT/training")
    (row,) = told(file)["differences"]
    cells = {cell["field"]: (cell["file"], cell["now"]) for cell in row["cells"]}
    assert cells["certain"] == ("DE", "DE; IT")


def test_mistakes_are_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        verified(tmp_path / "none.csv")
    with pytest.raises(CommandError, match="name it with --export"):
        call_command("verify", "--receipt=x")
    file = tmp_path / "other.csv"
    file.write_text("code\n")
    with pytest.raises(CommandError, match="There is no receipt x"):
        verified(file, "--receipt=x")
