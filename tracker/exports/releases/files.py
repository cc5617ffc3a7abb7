"""The files of a release: written below one folder, counted and hashed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from tracker.exports.export import OF_THIS_DATABASE, Export, read_export, registry_of
from tracker.exports.formats import FORMATS, Format
from tracker.exports.written import Written
from tracker.fields import REGISTRIES, Field, Reckoned, Registry

SUMS = "SHA256SUMS"

FORMS = ("csv", "ndjson", "parquet")  # of each table

Tell = Callable[[str], None]
Tables = Mapping[str, Registry]


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was written; ``rows`` where it is a table."""

    size: int
    sha256: str
    rows: int | None = None

    def as_json(self) -> dict[str, Any]:
        counted = {} if self.rows is None else {"rows": self.rows}
        return {**counted, "bytes": self.size, "sha256": self.sha256}


def folder_of(code: str) -> Path:
    """Where the files of a release lie."""
    return Path(settings.RELEASES_DIR) / code


def tables_of(reckoned: Mapping[str, Reckoned]) -> Tables:
    """What a release has a table of, with the columns that other rooms reckon."""
    return {name: registry_of(name, reckoned.get(name)) for name in REGISTRIES}


def fields_of(registry: Registry) -> tuple[Field, ...]:
    """The columns that a release has of these records."""
    return tuple(each for each in registry.fields if each.name not in OF_THIS_DATABASE)


def write_tables(
    folder: Path, tables: Tables, reckoned: Mapping[str, Reckoned], tell: Tell
) -> dict[str, Made]:
    """All that is published: each registry in each format, contributions wide, statements long.

    Raises Unwritable where this machine cannot write a format.
    """
    made: dict[str, Made] = {}
    for name, registry in tables.items():
        columns = ",".join(each.name for each in fields_of(registry))
        for word in FORMS:
            file = f"{name}.{word}"
            tell(file)
            export = read_export(
                name, {"fields": columns}, format_=word, reckoned=reckoned.get(name)
            )
            made[file] = _write(export, FORMATS[word], folder / file)
    return made


def _write(export: Export, form: Format, path: Path) -> Made:
    written = Written()
    with path.open("wb") as file:
        for chunk in form.write(export, written):
            file.write(chunk)
    return Made(written.size, written.sha256, written.rows)


def write_text(path: Path, text: str, rows: int | None = None) -> Made:
    content = text.encode()
    path.write_bytes(content)
    return Made(len(content), hashlib.sha256(content).hexdigest(), rows)


def sums_of(made: Mapping[str, Made]) -> str:
    """For ``sha256sum --check SHA256SUMS``."""
    return "".join(f"{made[name].sha256}  {name}\n" for name in sorted(made))


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_as_released(file: BinaryIO, said: Mapping[str, Any]) -> bool:
    """Whether an open file is what its release says: hashed once while nobody touches it."""
    found = os.fstat(file.fileno())
    if found.st_size != said["bytes"]:
        return False
    touched = (found.st_mtime_ns, found.st_ctime_ns)
    return _hash_of(Path(file.name), found.st_size, touched) == said["sha256"]


@lru_cache(maxsize=1024)
def _hash_of(path: Path, _size: int, _touched: tuple[int, int]) -> str:
    return hash_of(path)


def altered(folder: Path, files: Mapping[str, Mapping[str, Any]]) -> Iterable[str]:
    """What in a folder is not as the release says, a sentence each."""
    for name, said in files.items():
        path = folder / name
        if not path.is_file():
            yield f"{name} is missing."
        elif (found := hash_of(path)) != said["sha256"]:
            yield f"{name} has the sha256 {found}, not {said['sha256']}."
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    yield from (f"{name} is no part of it." for name in sorted(there - files.keys()))
