"""``manage.py release`` and ``manage.py verify --release``."""

import io
import json
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from tests.record import said
from tracker.models import Release

pytestmark = pytest.mark.usefixtures("record")


def run(*args: str) -> str:
    out = io.StringIO()
    call_command(*args, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_it_tells_what_it_released(releases_dir: Path, reviewer: User) -> None:
    text = run("release", "2026.11", "--by", "rosa", "--note", "the first")
    assert "contributions.csv" in text
    assert f"Released 2026.11: {releases_dir / '2026.11'}" in text
    assert Release.objects.get().released_by == reviewer
    said("NO/airstrikes", "joined in")
    text = run("release", "2026.12")
    assert "Since 2026.11:" in text
    assert "contributions no-airstrikes added" in text


def test_a_dry_run_shows_and_keeps_nothing() -> None:
    told = json.loads(run("release", "2026.11", "--dry-run", "--json"))
    assert (told["released"], told["files"]["contributions.csv"]["rows"]) == (False, 3)
    assert not Release.objects.exists()
    assert "Nothing was released" in run("release", "2026.11", "--dry-run")


def test_mistakes_are_sentences() -> None:
    run("release", "2026.11")
    with pytest.raises(CommandError, match="never rewritten"):
        run("release", "2026.11")
    with pytest.raises(CommandError, match="no account nobody"):
        run("release", "2026.12", "--by", "nobody")
    with pytest.raises(CommandError, match=r"no release 2026\.10"):
        run("verify", "--release", "2026.10")


def test_files_are_hashed_again(releases_dir: Path) -> None:
    run("release", "2026.11")
    assert "0 failures" in run("verify", "--release", "2026.11")
    (releases_dir / "2026.11" / "kinds.csv").unlink()
    with pytest.raises(SystemExit) as ended:
        run("verify", "--release", "2026.11", "--json")
    assert ended.value.code == 1
