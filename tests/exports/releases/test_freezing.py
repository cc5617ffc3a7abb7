"""Releases: the whole published record of one moment, never rewritten."""

import csv
import hashlib
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection
from pyarrow import parquet

from tests.record import said
from tracker.exports import read_export, write_csv
from tracker.exports.releases import NotReleased, check, freeze
from tracker.exports.releases.files import write_tables
from tracker.fields import REGISTRIES
from tracker.models import Release
from tracker.reconcile import RECKONED

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.mark.usefixtures("record")
def test_it_is_all_that_is_published(releases_dir: Path, reviewer: User) -> None:
    said("NO/airstrikes", "a draft's words", review="draft")
    frozen = freeze("2026.11", by=reviewer, note="the first")
    folder = releases_dir / "2026.11"
    assert {path.name for path in folder.iterdir()} == set(frozen.release.files)
    assert {f"{name}.csv" for name in REGISTRIES} < set(frozen.release.files)
    wide, long = rows_of(folder / "contributions.csv"), rows_of(folder / "statements.csv")
    assert [row["country"] for row in wide] == ["DE", "FR", "FR"]
    assert [row["quote"] for row in long if row["country"] == "DE"] == ["=might, commit"]
    assert rows_of(folder / "tallies.csv")[0]["names"] == "DE; FR"
    assert len(rows_of(folder / "quotes.csv")) == 5
    stored = Release.objects.get(code="2026.11")
    assert (stored.released_by, stored.note, stored.previous) == (reviewer, "the first", None)
    assert stored.files["contributions.csv"]["rows"] == 3
    event = Release.pgh_event_model.objects.get(code="2026.11")  # type: ignore[attr-defined]
    assert event.pgh_context == {
        "user": reviewer.pk,
        "username": "rosa",
        "reason": "release 2026.11",
    }


@pytest.mark.usefixtures("record")
def test_a_table_is_the_export_of_its_columns(releases_dir: Path) -> None:
    freeze("2026.11")
    content = (releases_dir / "2026.11" / "statements.csv").read_bytes()
    columns = content.split(b"\r\n")[0].decode()
    assert not {"version", "updated_at"} & set(columns.split(","))
    assert content == b"".join(write_csv(read_export("statements", {"fields": columns})))


@pytest.mark.usefixtures("record")
def test_a_table_has_the_same_rows_in_each_format(releases_dir: Path) -> None:
    files = freeze("2026.11", reckoned=RECKONED).release.files
    folder = releases_dir / "2026.11"
    for name in REGISTRIES:
        codes = [row["code"] for row in rows_of(folder / f"{name}.csv")]
        lines = (folder / f"{name}.ndjson").read_text(encoding="utf-8").splitlines()
        assert [json.loads(line)["code"] for line in lines] == codes
        table = parquet.read_table(folder / f"{name}.parquet")
        assert table.column("code").to_pylist() == codes
        assert files[f"{name}.parquet"]["rows"] == files[f"{name}.ndjson"]["rows"] == len(codes)
    assert rows_of(folder / "tallies.csv")[0]["claimed"] == "15"


@pytest.mark.usefixtures("record")
def test_parquet_needs_its_extra(releases_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(NotReleased, match=r"pip install -r requirements-parquet\.txt"):
        freeze("2026.11")
    assert list(releases_dir.iterdir()) == []


@pytest.mark.usefixtures("record")
def test_the_same_record_gives_the_same_bytes() -> None:
    first = freeze("2026.11", keep=False, now=NOON)
    second = freeze("2026.11", keep=False, now=NOON)
    assert first.made == second.made


@pytest.mark.usefixtures("record")
def test_hashes_are_those_of_the_files(releases_dir: Path) -> None:
    files = freeze("2026.11").release.files
    folder = releases_dir / "2026.11"
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    sums = {name: sha256 for sha256, name in (line.split("  ") for line in lines)}
    for name, said_of in files.items():
        content = (folder / name).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (
            said_of["bytes"],
            said_of["sha256"],
        )
        assert name == "SHA256SUMS" or sums[name] == said_of["sha256"]
    assert check("2026.11") == (len(files), [])


@pytest.mark.usefixtures("record")
def test_what_would_be_leaves_nothing_behind(releases_dir: Path) -> None:
    frozen = freeze("2026.11", keep=False)
    assert not frozen.is_kept
    assert list(releases_dir.iterdir()) == []
    assert not Release.objects.exists()


# --- Never rewritten ------------------------------------------------------------------------


@pytest.mark.usefixtures("record")
def test_a_release_is_never_rewritten(releases_dir: Path) -> None:
    freeze("2026.11")
    before = {path.name: path.read_bytes() for path in (releases_dir / "2026.11").iterdir()}
    with pytest.raises(NotReleased, match="never rewritten"):
        freeze("2026.11")
    assert {p.name: p.read_bytes() for p in (releases_dir / "2026.11").iterdir()} == before


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    "sql", ["UPDATE tracker_release SET note = 'x'", "DELETE FROM tracker_release"]
)
def test_nor_is_its_row_by_sql(sql: str) -> None:
    freeze("2026.11")
    with pytest.raises(IntegrityError, match="is complete"), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "why"), [("2026.13", "no number"), ("../x", "no number")])
def test_numbers_are_years_and_months(code: str, why: str, releases_dir: Path) -> None:
    with pytest.raises(NotReleased, match=why):
        freeze(code)
    assert not releases_dir.exists()


@pytest.mark.django_db
def test_numbers_go_upwards() -> None:
    freeze("2026.11.2")
    with pytest.raises(NotReleased, match="comes before"):
        freeze("2026.11")
    freeze("2026.11.10")


@pytest.mark.django_db
def test_what_a_killed_run_left_is_no_release(releases_dir: Path) -> None:
    left = releases_dir / "2026.11"
    left.mkdir(parents=True)
    (left / "half.csv").write_text("code\r\n")
    freeze("2026.11")
    assert not (left / "half.csv").exists()
    assert check("2026.11")[1] == []


@pytest.mark.usefixtures("record")
def test_a_failure_leaves_neither_files_nor_row(
    releases_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: Any) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("tracker.exports.releases.freezing.write_text", full)
    with pytest.raises(OSError, match="No space left"):
        freeze("2026.11")
    assert list(releases_dir.iterdir()) == []
    assert not Release.objects.exists()


@pytest.mark.usefixtures("record")
def test_of_two_at_once_one_is_a_release(
    releases_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(*args: Any) -> dict[str, Any]:
        Release.objects.create(code="2026.11", released_at=NOON)
        return write_tables(*args)

    monkeypatch.setattr("tracker.exports.releases.freezing.write_tables", meanwhile)
    with pytest.raises(NotReleased, match="Another release was made meanwhile"):
        freeze("2026.11")
    assert list(releases_dir.iterdir()) == []


# --- Checked --------------------------------------------------------------------------------


@pytest.mark.usefixtures("record")
def test_an_altered_release_is_told_and_no_base_for_the_next(releases_dir: Path) -> None:
    freeze("2026.11")
    folder = releases_dir / "2026.11"
    (folder / "quotes.csv").chmod(0o644)
    (folder / "quotes.csv").write_bytes((folder / "quotes.csv").read_bytes() + b" ")
    (folder / "kinds.csv").unlink()
    (folder / "notes.txt").write_text("mine")
    _files, wrong = check("2026.11")
    assert [sentence.split()[0] for sentence in wrong] == ["kinds.csv", "quotes.csv", "notes.txt"]
    with pytest.raises(NotReleased, match=r"Restore .*2026\.11 from a backup"):
        freeze("2026.12")


@pytest.mark.usefixtures("record")
def test_an_earlier_release_that_was_altered_is_found_out_too(releases_dir: Path) -> None:
    freeze("2026.11")
    freeze("2026.12")
    (releases_dir / "2026.11" / "kinds.csv").unlink()
    with pytest.raises(NotReleased, match=r"Nothing can follow 2026\.11, .*kinds\.csv is missing"):
        freeze("2027.01", keep=False)


@pytest.mark.django_db
def test_of_no_release_nothing_is_checked() -> None:
    with pytest.raises(NotReleased, match=r"no release 2026\.11"):
        check("2026.11")
