"""What files say, as records: cells to compare with the database's, and to write into it.

Cells are JSON values; a cell that holds nothing, or what every record has if nothing is said, is
left out. ``documents`` is the way back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from tracker.annotations.reading import Read, ReadQuote, SourceFile
from tracker.annotations.reference import ContributionRow
from tracker.annotations.schema import (
    FurtherQuote,
    LocalSpeaker,
    Part,
    ReadingHead,
    SourceHead,
    Statement,
    Tally,
)
from tracker.annotations.tables import stored
from tracker.annotations.tree import At
from tracker.domain.amounts import Amount, plain_number
from tracker.domain.codes import Path, QuoteCode

Cells: TypeAlias = dict[str, Any]
Kind = Literal["statement", "tally"]

COUNTRIES = "countries"
STATEMENT_TEXTS = (
    *("status", "words", "reads_as", "per", "change", "role", "place", "recipient"),
    *("line_of_effort", "effort", "when", "when_words", "due", "condition", "denies", "corrects"),
    "note",
)
TALLY_TEXTS = ("words", "status", "when", "when_words", "part_of", "not_narrowed", "note")
QUOTE_TEXTS = ("prefix", "suffix", "locator", "occasion", "said", "translation", "note")
SOURCE_TEXTS = (
    *("coalition", "title", "publisher", "url", "archived_url", "language", "licence"),
    *("reliability", "annotation", "replaces", "note"),
)
# What a row's keys are called in the database, where that is something else.
ROW_CELLS = {"of": "country"}
LISTS = {
    "coalitions": "coalition",
    "countries": "country",
    "lines_of_effort": "line_of_effort",
    "kinds": "kind",
    "metrics": "metric",
    "places": "place",
    "speakers": "speaker",
}


@dataclass(slots=True)
class Record:
    """One record with a code, or a path, of its own."""

    model: str
    key: str
    cells: Cells
    at: At


@dataclass(slots=True)
class Said:
    """A statement or a tally. ``number`` as the file gives it, or None; ``place`` in its list."""

    model: Kind
    cells: Cells
    number: int | None
    place: int
    at: At

    @property
    def effective(self) -> int:
        return self.number or self.place


@dataclass(slots=True)
class QuoteRecord(Record):
    """``own``: a reading of its own, not only the further words of another."""

    says: list[Said] = field(default_factory=list)
    own: bool = True
    broken: bool = False


@dataclass(slots=True)
class SourceRecord(Record):
    speakers: dict[str, Record] = field(default_factory=dict)
    quotes: dict[str, QuoteRecord] = field(default_factory=dict)
    hold: bool = False

    @property
    def coalition(self) -> str:
        return str(self.cells["coalition"])


def compact(cells: Cells) -> Cells:
    """Without what holds nothing."""
    return {name: value for name, value in cells.items() if value not in (None, "", [], {}, False)}


def contribution_key(coalition: str, path: Path | str) -> str:
    return f"{coalition}:{path}"


# --- Reference rows -------------------------------------------------------------------------


def row_record(name: str, row: Read[Any]) -> Record:
    """A row of a reference list."""
    if isinstance(row.part, ContributionRow):
        return _contribution(row.part, row.at)
    cells = {
        ROW_CELLS.get(key, key): _plain(value)
        for key, value in row.part
        if key != "code"
    }  # fmt: skip
    if "members" in cells:
        cells["members"] = sorted(cells["members"])
    return Record(LISTS[name], row.part.code, compact(cells), row.at)


def _plain(value: Any) -> Any:
    return plain_number(value) if isinstance(value, Decimal) else value


def _contribution(row: ContributionRow, at: At) -> Record:
    whole = contribution_key(row.coalition, row.part_of) if row.part_of else ""
    cells = compact({"title": row.title, "part_of": whole})
    return Record("contribution", contribution_key(row.coalition, row.path), cells, at)


# --- Sources --------------------------------------------------------------------------------


def source_record(file: SourceFile, readings: Iterable[ReadQuote]) -> SourceRecord:
    """A source with its speakers and quotes; ``readings`` are its own and those of its tables."""
    head = file.head
    at = file.at.go("source") or file.at
    source = SourceRecord("source", head.id, _source_cells(head), at)
    source.cells |= compact({"tables": stored([table.part for table in file.tables])})
    source.hold = bool(head.text and head.text.hold)
    for key, speaker in file.speakers.items():
        code = f"{head.id}:{key}"
        source.speakers[key] = Record("speaker", code, _speaker(speaker.part, head.id), speaker.at)
    for reading in readings:
        _add_reading(source, reading)
    return source


def _source_cells(head: SourceHead) -> Cells:
    cells = _texts(head, SOURCE_TEXTS) | {
        "authors": head.authors,
        "published": head.published.edtf,
        "published_inferred": head.published.inferred,
    }
    if head.text:
        cells |= {
            "text_sha256": head.text.sha256,
            "text_characters": head.text.characters,
            "text_is_public": head.text.public,
            "hold": head.text.hold,
        }
    return compact(cells)


def _texts(part: Part, names: Sequence[str]) -> Cells:
    return {name: getattr(part, name) for name in names}


def _speaker(speaker: LocalSpeaker, source: str) -> Cells:
    cells = _texts(speaker, ("name", "office", "role", "anonymous", "note"))
    return compact(cells | {"country": speaker.of, "source": source})


# --- Quotes ---------------------------------------------------------------------------------


def quote_code(source: str, part: ReadingHead | FurtherQuote) -> str:
    if part.at is not None:
        return str(QuoteCode(source, part.at, part.at + len(part.quote)))
    return str(QuoteCode(source, locator=part.locator or "nowhere"))


def _add_reading(source: SourceRecord, reading: ReadQuote) -> None:
    code = quote_code(source.key, reading.head)
    quote = QuoteRecord("quote", code, _quote_cells(source, reading.head), reading.at)
    quote.broken = reading.broken
    known = source.quotes.get(code)
    if known is None or not known.own:
        source.quotes[code] = quote
    else:
        quote = known  # said twice: `checks` reports it
    for said in reading.says:
        for further in said.part.with_:
            _add_further(source, further, said.at)
        quote.says.extend(said_records(source, said, len(quote.says) + 1))


def _quote_cells(source: SourceRecord, head: ReadingHead) -> Cells:
    speaker = head.speaker or ""
    local = source.speakers.get(speaker)
    cells = _texts(head, QUOTE_TEXTS) | _words_and_place(source, head)
    cells["relayed"] = head.relayed
    cells["speaker"] = local.key if local else speaker
    cells["voice"] = head.voice or ("indirect" if speaker else "narration")
    return compact(cells) | ({} if head.at is None else {"start": head.at})


def _words_and_place(source: SourceRecord, part: ReadingHead | FurtherQuote) -> Cells:
    return {"source": source.key, "exact": part.quote}


def _add_further(source: SourceRecord, further: FurtherQuote, at: At) -> None:
    code = quote_code(source.key, further)
    cells = compact(
        _words_and_place(source, further) | _texts(further, ("prefix", "suffix", "locator"))
    )
    cells |= {"voice": "narration"} | ({} if further.at is None else {"start": further.at})
    source.quotes.setdefault(code, QuoteRecord("quote", code, cells, at, own=False))


# --- Statements and tallies -----------------------------------------------------------------


def said_records(
    source: SourceRecord, said: Read[Statement] | Read[Tally], place: int
) -> Iterator[Said]:
    """One record, or one for each country of the list."""
    part = said.part
    if isinstance(part, Tally):
        yield Said("tally", tally_cells(part, source.key), part.number, place, said.at)
        return
    shared = statement_cells(part, source.key)
    for index, path in enumerate(part.of):
        cells = {"contribution": contribution_key(source.coalition, path), **shared}
        number = part.number + index if part.number else None
        yield Said("statement", cells, number, place + index, said.at)


def statement_cells(part: Statement, source: str) -> Cells:
    """All but the contribution."""
    cells = _texts(part, STATEMENT_TEXTS) | _shared(part, source) | amount_cells(part.amount)
    cells["basis"] = part.basis if part.basis != "stated" else ""
    cells["tie"] = part.tie if part.tie != "stated" else ""
    if part.converted:
        cells |= _converted(part.converted.from_, part.converted.rate)
    return compact(cells)


def tally_cells(part: Tally, source: str) -> Cells:
    cells = _texts(part, TALLY_TEXTS) | _shared(part, source) | amount_cells(part.amount)
    cells["metric"] = part.tally if part.tally != COUNTRIES else ""
    cells["counts"] = part.counts
    cells["names"], cells["excludes"] = sorted(set(part.names)), sorted(set(part.excludes))
    return compact(cells) | ({} if part.out_of is None else {"out_of": part.out_of})


def _shared(part: Statement | Tally, source: str) -> Cells:
    return {
        "bounds_by": part.bounds if part.bounds != "words" else "",
        "with": list(dict.fromkeys(quote_code(source, further) for further in part.with_)),
        "credibility": None if part.credibility in (None, "6") else int(part.credibility or 6),
    }


def amount_cells(amount: Amount | None) -> Cells:
    if amount is None:
        return {}
    low, high = (
        None if bound is None else plain_number(bound) for bound in (amount.low, amount.high)
    )
    return {"low": low, "high": high, "metric": amount.metric, "currency": amount.currency}


def _converted(amount: Amount, rate: Decimal | None) -> Cells:
    cells = amount_cells(amount)
    return {
        "converted_low": cells["low"],
        "converted_high": cells["high"],
        "converted_currency": amount.currency,
        "converted_rate": None if rate is None else plain_number(rate),
    }
