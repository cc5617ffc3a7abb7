"""Freezing an edition: all its files from one state of the database, whole or not at all."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from tracker.actions import acting
from tracker.exports.csv import TIME_LIMIT
from tracker.exports.releases.changes import Change, changes_text, compare, kept
from tracker.exports.releases.citation import citation_text
from tracker.exports.releases.codebook import codebook_text
from tracker.exports.releases.files import (
    SUMS,
    Made,
    Tell,
    altered,
    folder_of,
    sums_of,
    write_tables,
    write_text,
)
from tracker.exports.releases.package import package_text
from tracker.exports.releases.reasons import explain
from tracker.models import Release

CODE = re.compile(r"[0-9]{4}\.(0[1-9]|1[0-2])(\.[0-9]+)?")
# One release is made at a time, whoever asks.
LOCK = "SELECT pg_try_advisory_xact_lock('tracker_release'::regclass::oid::bigint)"


class NotReleased(Exception):
    """Nothing was released; the sentence says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """A release and its files; ``is_kept`` unless it was only to be seen what it would be."""

    release: Release
    made: dict[str, Made]
    changes: list[Change]
    folder: Path
    is_kept: bool

    def as_json(self) -> dict[str, Any]:
        release = self.release
        return {
            "release": release.code,
            "previous": release.previous.code if release.previous else None,
            "released": self.is_kept,
            "released_at": release.released_at.isoformat() if release.released_at else None,
            "folder": str(self.folder),
            "files": release.files,
            "changes": [change.as_json() for change in self.changes],
        }


def _silent(_name: str) -> None:
    pass


def freeze(
    code: str,
    *,
    by: User | None = None,
    note: str = "",
    keep: bool = True,
    tell: Tell = _silent,
    now: datetime | None = None,
) -> Frozen:
    """Freeze the published record under a number. Raises NotReleased; nothing is left then.

    Without ``keep`` all is made and thrown away: what it would be. ``tell`` hears the name of each
    file when it is begun.
    """
    if not CODE.fullmatch(code):
        raise NotReleased(f"{code} is no number of a release: year and month, as 2026.11.")
    place = folder_of(code)
    place.parent.mkdir(parents=True, exist_ok=True)
    with _one_state(), acting(by=by, reason=f"release {code}"), _workshop(place) as workshop:
        previous = _previous(code)
        release = Release(code=code, previous=previous, released_by=by, note=note)
        release.released_at = now or timezone.now()
        changes = _write(workshop, release, tell)
        if keep:
            _keep(release, workshop.folder, place)
            workshop.is_done = True
    return Frozen(release, workshop.made, changes, place, keep)


@contextmanager
def _one_state() -> Iterator[None]:
    """Everything sees one state; inside a transaction the caller has seen to that."""
    outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [TIME_LIMIT])
        cursor.execute(LOCK)
        if not cursor.fetchone()[0]:
            raise NotReleased("Another release is being made at this moment: wait for its end.")
        yield


def _previous(code: str) -> Release | None:
    """The last release, whose files are as they were and whose number is lower."""
    last = Release.objects.exclude(released_at=None).order_by("-released_at").first()
    if Release.objects.filter(code=code).exclude(released_at=None).exists():
        raise NotReleased(
            f"{code} is released, and a release is never rewritten: take a new number."
        )
    if last is None:
        return None
    if _number(code) <= _number(last.code):
        raise NotReleased(f"{code} comes before {last.code}, the last release: number upwards.")
    wrong = list(altered(folder_of(last.code), last.files))
    if wrong:
        raise NotReleased(
            f"Changes cannot be told: {last.code} is not as it was released. {' '.join(wrong)} "
            f"Restore {folder_of(last.code)} from a backup."
        )
    return last


def _number(code: str) -> tuple[int, ...]:
    return tuple(map(int, code.split(".")))


# --- Files ----------------------------------------------------------------------------------


@dataclass(slots=True)
class Workshop:
    """A folder beside the place of the release, until it is done."""

    folder: Path
    made: dict[str, Made]
    is_done: bool = False


@contextmanager
def _workshop(place: Path) -> Iterator[Workshop]:
    folder = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
    workshop = Workshop(folder, {})
    try:
        yield workshop
    finally:
        if not workshop.is_done:
            shutil.rmtree(folder, ignore_errors=True)


def _write(workshop: Workshop, release: Release, tell: Tell) -> list[Change]:
    """All files of the release, and what is different in them."""
    folder, made = workshop.folder, workshop.made
    made |= write_tables(folder, tell)
    changes: list[Change] = []
    if release.previous is not None and release.previous.released_at is not None:
        tell("CHANGES.csv")
        changes = compare(folder_of(release.previous.code), folder)
        explain(changes, release.previous.released_at)
    moment = release.released_at
    assert moment is not None  # noqa: S101
    texts = {
        "CHANGES.csv": changes_text(changes),
        "CODEBOOK.md": codebook_text(release.code),
        "CITATION.cff": citation_text(release.code, moment.date()),
        "datapackage.json": package_text(release.code, moment, made),
    }
    for name, text in texts.items():
        rows = len(changes) if name == "CHANGES.csv" else None
        made[name] = write_text(folder / name, text, rows)
    made[SUMS] = write_text(folder / SUMS, sums_of(made))
    release.files = {name: made[name].as_json() for name in sorted(made)}
    release.changes = kept(changes)
    return changes


def _keep(release: Release, folder: Path, place: Path) -> None:
    """First the files, then the row: what has no row is no release, and is cleared away."""
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o755)
    if place.exists():  # of a run that was killed between the two
        shutil.rmtree(place)
    folder.rename(place)
    try:
        Release.objects.filter(code=release.code, released_at=None).delete()
        release.save()
    except BaseException:
        shutil.rmtree(place)
        raise
