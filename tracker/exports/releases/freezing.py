"""Freezing an edition: all its files from one state of the database, whole or not at all."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import DEFAULT_DB_ALIAS, IntegrityError
from django.utils import timezone

from tracker.actions import acting
from tracker.exports.copying import snapshot
from tracker.exports.errors import Unwritable
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
    tables_of,
    write_tables,
    write_text,
)
from tracker.exports.releases.package import package_text
from tracker.exports.releases.reasons import explain
from tracker.fields import Reckoned
from tracker.models import Release
from tracker.models.rules import refusal_of

CODE = re.compile(r"[0-9]{4}\.(0[1-9]|1[0-2])(\.[0-9]+)?")


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
    reckoned: Mapping[str, Reckoned] | None = None,
    tell: Tell = _silent,
    now: datetime | None = None,
) -> Frozen:
    """Freeze the published record under a number. Raises NotReleased; nothing is left then.

    ``reckoned`` are columns, by table, that other rooms work out, such as the reconciliation of
    tallies. Without ``keep`` all is made and thrown away: what it would be. ``tell`` hears the name
    of each file when it is begun.
    """
    if not CODE.fullmatch(code):
        raise NotReleased(f"{code} is no number of a release: year and month, as 2026.11.")
    place = folder_of(code)
    place.parent.mkdir(parents=True, exist_ok=True)
    release = Release(code=code, released_by=by, note=note, released_at=now or timezone.now())
    with _workshop(place) as workshop:
        with snapshot(DEFAULT_DB_ALIAS):
            release.previous = _previous(code)
            changes = _write(workshop, release, reckoned or {}, tell)
        if keep:
            _keep(workshop, release, place)
    return Frozen(release, workshop.made, changes, place, keep)


def _previous(code: str) -> Release | None:
    """The last release, whose number is lower; of all of them the files are as they were."""
    last = Release.objects.exclude(released_at=None).order_by("-released_at").first()
    if Release.objects.filter(code=code).exists():
        raise NotReleased(
            f"{code} is released, and a release is never rewritten: take a new number."
        )
    if last is None:
        return None
    if _number(code) <= _number(last.code):
        raise NotReleased(f"{code} comes before {last.code}, the last release: number upwards.")
    _check_earlier()
    return last


def _check_earlier() -> None:
    """All that were released are as they were: what is damaged is found before more rests on it."""
    for each in Release.objects.exclude(released_at=None).order_by("-released_at").defer("changes"):
        wrong = list(altered(folder_of(each.code), each.files))
        if wrong:
            raise NotReleased(
                f"Nothing can follow {each.code}, which is not as it was released. "
                f"{' '.join(wrong)} Restore {folder_of(each.code)} from a backup."
            )


def _number(code: str) -> tuple[int, ...]:
    return tuple(map(int, code.split(".")))


# --- Files ----------------------------------------------------------------------------------


@dataclass(slots=True)
class Workshop:
    """A folder beside the place of the release, and what was made in it."""

    folder: Path
    made: dict[str, Made]


@contextmanager
def _workshop(place: Path) -> Iterator[Workshop]:
    folder = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
    try:
        yield Workshop(folder, {})
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # unless it has its place by now


def _write(
    workshop: Workshop, release: Release, reckoned: Mapping[str, Reckoned], tell: Tell
) -> list[Change]:
    """All files of the release, and what is different in them."""
    folder, made, tables = workshop.folder, workshop.made, tables_of(reckoned)
    try:
        made |= write_tables(folder, tables, reckoned, tell)
    except Unwritable as error:
        raise NotReleased(f"A release has its tables in every format. {error}") from None
    changes: list[Change] = []
    if release.previous is not None and release.previous.released_at is not None:
        tell("CHANGES.csv")
        changes = compare(folder_of(release.previous.code), folder)
        explain(changes, release.previous.released_at)
    moment = release.released_at
    assert moment is not None  # noqa: S101
    texts = {
        "CHANGES.csv": changes_text(changes),
        "CODEBOOK.md": codebook_text(release.code, tables),
        "CITATION.cff": citation_text(release.code, moment.date()),
        "datapackage.json": package_text(release.code, moment, tables, made),
    }
    for name, text in texts.items():
        rows = len(changes) if name == "CHANGES.csv" else None
        made[name] = write_text(folder / name, text, rows)
    made[SUMS] = write_text(folder / SUMS, sums_of(made))
    release.files = {name: made[name].as_json() for name in sorted(made)}
    release.changes = kept(changes)
    return changes


def _keep(workshop: Workshop, release: Release, place: Path) -> None:
    """The row, whose number nobody else can take meanwhile, and with it the files.

    A folder without a row is no release: one that a killed run left is cleared away.
    """
    for path in workshop.folder.iterdir():
        path.chmod(0o444)
    workshop.folder.chmod(0o755)
    try:
        with acting(by=release.released_by, reason=f"release {release.code}"):
            release.save()
            if place.exists():
                shutil.rmtree(place)
            workshop.folder.rename(place)
    except IntegrityError as error:
        raise NotReleased(f"Another release was made meanwhile. {refusal_of(error)}") from None
