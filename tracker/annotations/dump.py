"""The database as fixtures: what is published, each file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Q

from tracker.annotations import database
from tracker.annotations.database import REFERENCE, Row, SaidRow, read_rows, read_said
from tracker.annotations.documents import LIST_OF, document_of, rows_of
from tracker.annotations.matching import slots_of
from tracker.annotations.records import Cells, QuoteRecord, Record, Said, SourceRecord
from tracker.annotations.reference import SCHEMA_LINE as REFERENCE_LINE
from tracker.annotations.schema import SCHEMA_LINE as SOURCE_LINE
from tracker.annotations.shapes import SHAPES
from tracker.annotations.table_dump import other_than_their_tables
from tracker.annotations.tree import At, Node
from tracker.annotations.writing import reference_text, source_text
from tracker.models import Contribution, Loaded, Quote, Review, Source, Speaker, Statement, Tally

BATCH = 200  # sources at a time: bounds the memory of a large dump
REFERENCES = ("denies", "corrects", "part_of")


@dataclass(slots=True)
class Dumped:
    """Files by what was done with them; ``strange`` were there and are not the database's."""

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)


def dump(folder: Path) -> Dumped:
    """Write reference/ and sources/ below a folder, from one state of the database.

    Files that would not change are not touched; none is ever left half written, none deleted.
    """
    dumped = Dumped()
    with _one_state():
        for name, text in texts():
            done = dumped.written if write_file(folder / name, text) else dumped.unchanged
            done.append(name)
    ours = {*dumped.written, *dumped.unchanged}
    for path in sorted((*folder.glob("reference/*.yaml"), *folder.glob("sources/*.yaml"))):
        name = path.relative_to(folder).as_posix()
        if name not in ours:
            dumped.strange.append(name)
    return dumped


@contextmanager
def _one_state() -> Iterator[None]:
    """Every query sees the same state; inside a transaction the caller has seen to that."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def texts() -> Iterator[tuple[str, str]]:
    """Every file by name, in its canonical form."""
    for name, rows in _reference():
        if rows:
            text = reference_text(REFERENCE_LINE, name, rows_of(name, rows))
            yield f"reference/{name}.yaml", text
    for source in sources():
        yield f"sources/{source.key}.yaml", source_text(SOURCE_LINE, document_of(source))


# --- Reference data -------------------------------------------------------------------------


def _reference() -> Iterator[tuple[str, dict[str, Cells]]]:
    for model in REFERENCE:
        rows = read_rows(SHAPES[model])
        if model == "country":
            database.add_members(rows)
        yield LIST_OF[model], _cells(rows)
    named = read_rows(SHAPES["speaker"], Speaker.objects.filter(source__isnull=True))
    yield "speakers", _cells(named)
    told = Q(part_of__isnull=False) | ~Q(title_override="")
    declared = read_rows(SHAPES["contribution"], Contribution.objects.published().filter(told))
    yield "contributions", _cells(declared)


def _cells(rows: dict[str, Row]) -> dict[str, Cells]:
    return {key: row.cells for key, row in rows.items()}


# --- Sources --------------------------------------------------------------------------------


def sources() -> Iterator[SourceRecord]:
    """Sources that something published rests on, and those a file brought."""
    loaded = Loaded.objects.filter(model="source").values_list("key", flat=True)
    codes = set(Source.objects.filter(code__in=loaded).values_list("code", flat=True))
    for model in (Statement, Tally):
        published = model._default_manager.filter(review=Review.PUBLISHED)
        codes.update(published.values_list("quote__source__code", flat=True).distinct())
    yield from _in_batches(sorted(codes))


def _in_batches(codes: list[str]) -> Iterator[SourceRecord]:
    for first in range(0, len(codes), BATCH):
        yield from _read_sources(codes[first : first + BATCH])


def _read_sources(codes: list[str]) -> Iterator[SourceRecord]:
    rows = database.read_sources(Source.objects.filter(code__in=codes))
    quotes = read_rows(SHAPES["quote"], Quote.objects.filter(source__code__in=codes))
    speakers = read_rows(SHAPES["speaker"], Speaker.objects.filter(source__code__in=codes))
    brought = set(
        Loaded.objects.filter(model="speaker", key__in=speakers).values_list("key", flat=True)
    )
    standing = database.Standing(said=read_said(Q(quote__source__code__in=codes)))
    told = _targets(standing)
    says: dict[str, list[SaidRow]] = {}
    for row in standing.said:
        if row.published:
            says.setdefault(row.quote, []).append(row)
    for code in other_than_their_tables(codes):
        rows[code].cells.pop("tables", None)
    by_source: dict[str, SourceRecord] = {
        code: SourceRecord("source", code, rows[code].cells, NOWHERE) for code in codes
    }
    _add_quotes(by_source, quotes, says, told)
    for speaker in speakers.values():
        _add_speaker(by_source[speaker.cells["source"]], speaker, brought)
    yield from by_source.values()


def _add_speaker(source: SourceRecord, speaker: Row, brought: set[str]) -> None:
    """Those who speak in something published, and those a file brought."""
    quoted = any(quote.cells.get("speaker") == speaker.key for quote in source.quotes.values())
    if quoted or speaker.key in brought:
        key = speaker.key.removeprefix(f"{source.key}:")
        source.speakers[key] = Record("speaker", speaker.key, speaker.cells, NOWHERE)


NOWHERE = At("", Node(0, 0, {}))


def _targets(standing: database.Standing) -> dict[str, str]:
    """What each statement is called now; nothing where none of it stands."""
    return {
        row.key: slot.row.key if slot.row.published else ""
        for slot in slots_of(standing)
        for row in slot.members
    }


def _add_quotes(
    sources: dict[str, SourceRecord],
    quotes: dict[str, Row],
    says: dict[str, list[SaidRow]],
    told: dict[str, str],
) -> None:
    """Quotes that something published rests on; those of a table's block are the block's."""
    rested = {code for rows in says.values() for row in rows for code in row.cells.get("with", ())}
    for code, row in quotes.items():
        if code not in says and code not in rested:
            continue
        source = sources[row.cells["source"]]
        record = QuoteRecord("quote", code, row.cells, NOWHERE)
        record.says = list(_said(says.get(code, ()), told))
        of_block = row.cells["voice"] == "table" and "tables" in source.cells
        record.own = not of_block and (code in says or _is_more_than_words(row.cells))
        source.quotes[code] = record


def _said(rows: Iterable[SaidRow], told: dict[str, str]) -> Iterator[Said]:
    ordered = sorted(rows, key=lambda row: (row.position, row.number))
    for place, row in enumerate(ordered, start=1):
        cells = dict(row.cells)
        for name in REFERENCES:
            if name in cells:
                cells[name] = told.get(cells[name], cells[name])
        yield Said(row.model, cells, row.number, place, NOWHERE)  # type: ignore[arg-type]


_WORDS = {"source", "exact", "start", "prefix", "suffix", "locator", "voice"}


def _is_more_than_words(cells: Cells) -> bool:
    """A quote others rest on, of which more is known than its words: it has its own reading."""
    return bool(cells.keys() - _WORDS) or cells["voice"] != "narration"


# --- Files ----------------------------------------------------------------------------------


def write_file(path: Path, text: str) -> bool:
    """Replace a file by its new text in one step; False if that is what it has already."""
    content = text.encode()
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True
