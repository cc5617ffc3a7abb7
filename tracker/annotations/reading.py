"""From files to what they say: found, parsed, and validated piece by piece.

Each reading, statement and row is validated on its own, so that one mistake hides no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from tracker.annotations.mistakes import Place, Report
from tracker.annotations.reference import ROWS
from tracker.annotations.schema import (
    LocalSpeaker,
    Part,
    Reading,
    ReadingHead,
    SourceHead,
    Statement,
    Tally,
)
from tracker.annotations.tables import Table
from tracker.annotations.telling import Telling
from tracker.annotations.tree import At, read_tree
from tracker.annotations.validating import validate
from tracker.domain.codes import SLUG, nearest

P = TypeVar("P", bound=Part)

TOP = ("source", "speakers", "tables", "readings")
# Stand in for what of a head is missing or wrong, so that the rest of the file can be checked.
DUMMIES: Mapping[str, str] = {
    "id": "unnamed",
    "coalition": "unnamed",
    "title": "Untitled",
    "publisher": "Unnamed",
    "published": "2000",
}


@dataclass(slots=True)
class Read(Generic[P]):
    """A part of a file and where it stands."""

    part: P
    at: At


@dataclass(slots=True)
class ReadQuote:
    """A reading and its says; ``broken`` if one of them could not be read."""

    head: ReadingHead
    at: At
    says: list[Read[Statement] | Read[Tally]] = field(default_factory=list)
    broken: bool = False


@dataclass(slots=True)
class SourceFile:
    """One source's file; ``broken`` are the keys of its head that are missing or wrong."""

    file: str
    at: At
    head: SourceHead
    broken: frozenset[str]
    speakers: dict[str, Read[LocalSpeaker]] = field(default_factory=dict)
    tables: list[Read[Table]] = field(default_factory=list)
    readings: list[ReadQuote] = field(default_factory=list)


@dataclass(slots=True)
class Files:
    """All that a run has read; ``names`` are the files, ``folders`` those that were read whole."""

    sources: list[SourceFile] = field(default_factory=list)
    rows: list[tuple[str, Read[Any]]] = field(default_factory=list)
    lists: set[tuple[str, str]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)


# --- Files ----------------------------------------------------------------------------------


def find_files(paths: Iterable[Path]) -> tuple[list[Path], set[str]]:
    """The YAML files that paths name, each once, and the folders that were given whole."""
    found: dict[Path, Path] = {}
    folders: set[str] = set()
    for path in paths:
        inside = _yaml_files(path) if path.is_dir() else [path]
        if path.is_dir():
            folders |= {file.parent.name for file in inside}
        for file in inside:
            found.setdefault(file.resolve(), file)
    return sorted(found.values(), key=str), folders


def _yaml_files(folder: Path) -> list[Path]:
    files = (file for file in folder.rglob("*") if file.suffix in (".yaml", ".yml"))
    return sorted(file for file in files if not file.name.startswith("."))


def short_name(file: str | Path) -> str:
    """By what the record remembers a file, wherever it lies: ``sources/voa-….yaml``."""
    return "/".join(Path(file).parts[-2:])


def read_files(paths: Sequence[Path], report: Report, telling: Telling | None = None) -> Files:
    telling = telling or Telling()
    found, folders = find_files(paths)
    for path in paths:
        if path.is_dir() and not _yaml_files(path):
            report.add(
                Place(str(path)), "No fixture lies here.", "A folder holds reference/ and sources/."
            )
    files = Files(folders=folders)
    telling.phase("Reading files", len(found))
    for path in found:
        telling.advance()
        files.names.add(short_name(path))
        text = read_text(path, report)
        if text is not None:
            read_file(text, str(path), files, report)
    return files


def read_text(path: Path, report: Report) -> str | None:
    content = path.read_bytes()
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        wrong = f"Byte {content[error.start]:#04x} is not UTF-8."
        report.add(Place(str(path), line), wrong, "Save the file as UTF-8.")
        return None


def read_file(text: str, file: str, files: Files, report: Report) -> None:
    """Read one file into ``files``: a source's, or one of reference lists."""
    at = read_tree(text, file, report)
    if at is None:
        return
    if not isinstance(at.node.value, dict):
        report.add(
            at.place(), "The file is no mapping.", "It begins with `source:`, or a list's name."
        )
    elif "source" in at.node.value or "readings" in at.node.value:
        files.sources.append(read_source(at, report))
    else:
        _reference_file(at, files, report)


# --- Reference files ------------------------------------------------------------------------


def _reference_file(at: At, files: Files, report: Report) -> None:
    for key, below in at.items():
        name = str(key)
        if name not in ROWS:
            known = [*ROWS, "source"]
            wrong = f"{name!r} is no list that there is."
            report.add(
                at.place_of_key(name), wrong, f"One of {', '.join(known)}.", nearest(name, known)
            )
            continue
        files.lists.add((name, short_name(at.file)))
        for row in listed(below, report):
            part, _ = validate(ROWS[name], row, report)
            if part is not None:
                files.rows.append((name, Read(part, row)))


def listed(at: At | None, report: Report) -> Iterator[At]:
    """The items of a list; anything else is a mistake."""
    if at is None:
        return
    if not isinstance(at.node.value, list):
        report.add(at.place(), "A list is expected here.", "Begin each item with `- `.")
        return
    yield from (below for _, below in at.items())


# --- Source files ---------------------------------------------------------------------------


def read_source(at: At, report: Report) -> SourceFile:
    """A source's file, read piece by piece."""
    assert isinstance(at.node.value, dict)  # noqa: S101
    for key in at.node.value:
        if key not in TOP:
            wrong = f"{key!r} is no part of a source's file."
            report.add(at.place_of_key(key), wrong, f"One of {', '.join(TOP)}.", nearest(key, TOP))
    head, broken = _head(at, report)
    source = SourceFile(at.file, at, head, broken)
    source.speakers = dict(_speakers(at.go("speakers"), report))
    for table in listed(at.go("tables"), report):
        part, _ = validate(Table, table, report)
        if part is not None:
            source.tables.append(Read(part, table))
    for reading in listed(at.go("readings"), report):
        quote = _reading(reading, report)
        if quote is not None:
            source.readings.append(quote)
    return source


def _head(at: At, report: Report) -> tuple[SourceHead, frozenset[str]]:
    below = at.go("source")
    if below is None:
        report.add(at.place(), "`source:` is missing.", "It says what the readings are of.")
        return SourceHead.model_validate(DUMMIES), frozenset(SourceHead.model_fields)
    head, broken = validate(SourceHead, below, report, DUMMIES)
    return head or SourceHead.model_validate(DUMMIES), broken


def _speakers(at: At | None, report: Report) -> Iterator[tuple[str, Read[LocalSpeaker]]]:
    if at is None:
        return
    if not isinstance(at.node.value, dict):
        report.add(at.place(), "A mapping is expected here.", "Each speaker has a key of its own.")
        return
    for key, below in at.items():
        name = str(key)
        if not re.fullmatch(SLUG, name):
            wrong = f"{name!r} is no key of a speaker."
            report.add(at.place_of_key(name), wrong, "A slug: defense-official.")
        part, _ = validate(LocalSpeaker, below, report)
        if part is not None:
            yield name, Read(part, below)


def _reading(at: At, report: Report) -> ReadQuote | None:
    says = at.go("says")
    head, _ = validate(ReadingHead, at, report, without="says")
    if head is None:
        head = ReadingHead.model_construct(quote="")
    quote = ReadQuote(head, at)
    for item in listed(says, report):
        said = _said(item, report)
        if said is None:
            quote.broken = True
        else:
            quote.says.append(said)
    return quote


def _said(at: At, report: Report) -> Read[Statement] | Read[Tally] | None:
    value = at.node.value
    kinds = [key for key in ("of", "tally") if isinstance(value, dict) and key in value]
    if len(kinds) != 1:
        wrong = (
            "Both `of` and `tally` stand here." if kinds else "Neither `of` nor `tally` is here."
        )
        expected = "A statement has `of` (a contribution's path), a tally has `tally`."
        report.add(at.place(), wrong, expected)
        return None
    if kinds == ["of"]:
        statement, broken = validate(Statement, at, report)
        return None if statement is None or broken else Read(statement, at)
    tally, broken = validate(Tally, at, report)
    return None if tally is None or broken else Read(tally, at)


def as_quote(reading: Reading, at: At) -> ReadQuote:
    """A reading that a table's block made, as if it stood where the block stands."""
    says: list[Any] = [Read(said, at) for said in reading.says]
    return ReadQuote(reading, at, says)
