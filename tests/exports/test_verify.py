"""``manage.py verify --export``: identical, or which cells differ and why."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from tests.record import claimed, loader, said, source, speaker
from tracker import actions
from tracker.actions import acting
from tracker.models import Contribution, Country, Receipt, Source, Statement

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


def test_a_draft_changes_nothing_that_is_published(tmp_path: Path) -> None:
    said("FR/airstrikes")
    before = Contribution.objects.get()
    file = exported(tmp_path / "all.csv")
    said("FR/airstrikes", "no word of it yet", review="draft")
    assert Contribution.objects.get().version > before.version
    code, text = verified(file)
    assert code == 0, text
    assert "the 1 row is identical" in text
    assert "Not compared, since drafts raise them too: version, updated_at." in text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shape", ["wide", "long"])
def test_what_a_row_names_is_a_reason(tmp_path: Path, shape: str) -> None:
    said("TR/training")
    file = exported(tmp_path / "all.csv", f"--shape={shape}")
    with acting(by=loader(), reason="as it wants to be called"):
        Country.objects.filter(code="TR").update(name="Türkiye")
    (row,) = told(file)["differences"]
    assert {cell["field"] for cell in row["cells"]} <= {"country_name", "title"}
    (why,) = row["because"]
    assert "country TR, changed (as it wants to be called) name: Turkey → Türkiye" in why
    assert "altered" not in verified(file)[1]


@pytest.mark.django_db(transaction=True)
def test_a_tally_differs_because_of_what_it_counts(tmp_path: Path, admin_user: User) -> None:
    said("DE/training")
    said("IT/training", "taken back")
    claimed("four", "4", counts={"kind": "training"})
    file = exported(tmp_path / "tallies.csv", records="tallies")
    statement = Statement.objects.get(contribution__country="IT")
    actions.withdraw(statement, by=admin_user, reason="misread")
    (row,) = told(file)["differences"]
    assert any(
        "certain" in why and "reckoned from the whole record" in why and "(misread)" in why
        for why in row["because"]
    )
    assert "altered" not in verified(file)[1]


def test_a_reckoned_day_needs_no_history(tmp_path: Path) -> None:
    said("FR/airstrikes", status="pledged", due="2015-12")
    file = exported(tmp_path / "all.csv", "--fields=code,overdue", "--known_on=2015-12-01")
    assert verified(file)[0] == 0


@pytest.mark.parametrize("format_", FORMATS)
def test_rows_without_a_code_are_told_by_what_they_have_in_common(
    tmp_path: Path, format_: str
) -> None:
    said("FR/airstrikes", "struck", status="pledged")
    said("DE/training", "trained")
    fields = "--fields=quote,status,country_name"
    file = exported(tmp_path / f"all.{format_}", "--shape=long", fields)
    with acting(by=loader(), reason="a slip"):
        Country.objects.filter(code="FR").update(name="French Republic")
    said("IT/training", "came later")
    result = told(file)
    assert result["differing"] == 2
    changed, came = result["differences"]
    assert (changed["code"], changed["only_in"]) == ("row 1", None)
    assert changed["cells"] == [
        {"field": "country_name", "file": "France", "now": "French Republic"}
    ]
    assert came["only_in"] == "record"
    assert {"field": "quote", "file": "", "now": "came later"} in came["cells"]


def test_a_file_that_a_spreadsheet_saved_is_compared_all_the_same(tmp_path: Path) -> None:
    said("FR/airstrikes", "one, two")
    file = exported(tmp_path / "all.csv", "--fields=code,quote,status")
    resaved = 'code;quote;note\r\nfr-airstrikes;"one; two";x\r\n'
    file.write_text(resaved, encoding="utf-8-sig", newline="")
    result = told(file, f"--receipt={Receipt.objects.get()}")
    assert result["notes"] == [
        "Its cells are parted by semicolons, not by commas: a spreadsheet saved it anew.",
        "It lacks columns that were given out: status.",
        "It has columns that were not given out: note.",
    ]
    (row,) = result["differences"]
    assert row["cells"] == [{"field": "quote", "file": "one; two", "now": "one, two"}]
    assert "Asked again, 1 row differs:" in verified(file, f"--receipt={Receipt.objects.get()}")[1]


@pytest.mark.parametrize(("format_", "cut"), [("csv", -4), ("ndjson", -4)])
def test_an_early_end_is_told(tmp_path: Path, format_: str, cut: int) -> None:
    said("FR/airstrikes", "two\nlines")
    said("DE/training")
    file = exported(tmp_path / f"all.{format_}", "--fields=code,quote")
    file.write_bytes(file.read_bytes()[:cut])
    (note,) = told(file, f"--receipt={Receipt.objects.get()}")["notes"]
    assert note.startswith("It ends after 1 of the 2 rows of its receipt (this is no")


@pytest.mark.parametrize(("format_", "cut"), [("xlsx", 2000), ("parquet", 500)])
def test_what_is_cut_beyond_reading_is_refused(tmp_path: Path, format_: str, cut: int) -> None:
    said("FR/airstrikes")
    file = exported(tmp_path / f"all.{format_}")
    file.write_bytes(file.read_bytes()[:-cut])
    with pytest.raises(CommandError, match=f"this is no {format_} file of ours"):
        verified(file, f"--receipt={Receipt.objects.get()}")


def test_another_file_is_no_cut_one(tmp_path: Path) -> None:
    said("FR/airstrikes")
    file = exported(tmp_path / "all.csv", "--fields=code,quote")
    file.write_text("fr-airstrikes,it is\n")
    with pytest.raises(CommandError, match=r"its receipt's are code, quote: it is another file"):
        verified(file, f"--receipt={Receipt.objects.get()}")


def test_who_reads_the_beginning_only_has_seen_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said("FR/airstrikes")
    file = exported(tmp_path / "all.csv")
    closed = io.StringIO()
    closed.write = Mock(side_effect=BrokenPipeError)  # type: ignore[method-assign]
    hung_up = Mock()
    monkeypatch.setattr("os.dup2", hung_up)
    with pytest.raises(SystemExit) as end:
        call_command("verify", f"--export={file}", stdout=closed)
    assert end.value.code == 1
    assert hung_up.called  # so that nothing is said of it at the process's end


def test_mistakes_are_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        verified(tmp_path / "none.csv")
    with pytest.raises(CommandError, match="name it with --export"):
        call_command("verify", "--receipt=x")
    file = tmp_path / "other.csv"
    file.write_text("code\n")
    with pytest.raises(CommandError, match="There is no receipt x"):
        verified(file, "--receipt=x")
