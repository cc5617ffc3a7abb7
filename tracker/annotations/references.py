"""Codes that records name: each is in the files of the run or in the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tracker.annotations.counts import check_counts
from tracker.annotations.database import Standing
from tracker.annotations.mistakes import Place, Report
from tracker.annotations.reading import Files, Read, ReadQuote, SourceFile
from tracker.annotations.records import LISTS, SourceRecord
from tracker.annotations.reference import ContributionRow, CountryRow
from tracker.annotations.schema import Statement, Tally
from tracker.annotations.tree import BOOLEANS, At
from tracker.domain.codes import Path, nearest
from tracker.models import Source
from tracker.models import Statement as SavedStatement
from tracker.models import Tally as SavedTally

NOUNS = {
    "coalition": "coalition",
    "country": "country",
    "line_of_effort": "line of effort",
    "kind": "kind",
    "metric": "metric",
    "place": "place",
    "source": "source",
    "speaker": "speaker",
}
# What rows of reference lists name: key in the file, and the model it is a code of.
ROW_NAMES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "kinds": (("parent", "kind"), ("line_of_effort", "line_of_effort")),
    "places": (("parent", "place"), ("country", "country")),
    "countries": (("parent", "country"), ("members", "country")),
    "speakers": (("of", "country"),),
    "contributions": (("coalition", "coalition"),),
}


@dataclass(slots=True)
class Known:
    """The codes there are, by model. ``names`` lead from a country's names to its code.

    ``said`` tells of which contribution a statement is; tallies are of none.
    """

    codes: dict[str, set[str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)

    def has(self, model: str, code: str) -> bool:
        return code in self.codes.get(model, ())


def known_codes(files: Files, standing: Standing, sources: Iterable[SourceRecord]) -> Known:
    """What the files bring and what the database has."""
    known = Known({model: set(rows) for model, rows in standing.rows.items()})
    for model in NOUNS:
        known.codes.setdefault(model, set())
    for name, row in files.rows:
        if not isinstance(row.part, ContributionRow):
            known.codes[LISTS[name]].add(row.part.code)
    for country in standing.rows.get("country", {}).values():
        _add_names(known, country.key, country.cells)
    for row in (row for _, row in files.rows if isinstance(row.part, CountryRow)):
        _add_names(known, row.part.code, row.part.model_dump())
    for source in sources:
        known.codes["source"].add(source.key)
        _add_said(known, source)
    known.said.update({row.key: row.cells.get("contribution", "") for row in standing.said})
    return known


def _add_names(known: Known, code: str, cells: Mapping[str, Any]) -> None:
    names = (code, cells.get("name"), cells.get("alpha3"), *cells.get("aliases", ()))
    for name in names:
        if name:
            known.names.setdefault(str(name).casefold(), code)


def _add_said(known: Known, source: SourceRecord) -> None:
    for quote in source.quotes.values():
        for said in quote.says:
            code = f"{quote.key}:{said.effective}"
            known.said[code] = said.cells.get("contribution", "")


def check_references(
    files: Files,
    readings: Iterable[tuple[SourceFile, Iterable[ReadQuote]]],
    known: Known,
    report: Report,
) -> None:
    checker = _Checker(known, report)
    for name, row in files.rows:
        checker.row(name, row)
    read = [(file, list(of_file)) for file, of_file in readings]
    _add_elsewhere(known, read)
    for file, of_file in read:
        checker.source(file, of_file)


def _add_elsewhere(known: Known, read: Iterable[tuple[SourceFile, list[ReadQuote]]]) -> None:
    """What other sources have: statements that are denied, editions that are replaced."""
    named = {code for _, readings in read for code, _, _ in _codes_of(readings)} - known.said.keys()
    if named:
        rows = SavedStatement.objects.filter(code__in=named).values_list(
            "code", "contribution__coalition_id", "contribution__path"
        )
        known.said.update({code: f"{coalition}:{path}" for code, coalition, path in rows})
        tallies = SavedTally.objects.filter(code__in=named)
        known.said.update(dict.fromkeys(tallies.values_list("code", flat=True), ""))
    replaced = {file.head.replaces for file, _ in read if file.head.replaces}
    elsewhere = Source.objects.filter(code__in=replaced - known.codes["source"])
    known.codes["source"].update(elsewhere.values_list("code", flat=True))


def _codes_of(readings: Iterable[ReadQuote]) -> Iterator[tuple[str, str, At]]:
    """The statements and tallies that others name."""
    for reading in readings:
        for said in reading.says:
            keys = ("part_of",) if isinstance(said.part, Tally) else ("denies", "corrects")
            for key in keys:
                code = getattr(said.part, key)
                if code:
                    yield code, key, said.at


class _Checker:
    def __init__(self, known: Known, report: Report) -> None:
        self.known, self.report = known, report

    def code(self, model: str, code: str | None, place: Place) -> None:
        if not code or self.known.has(model, code):
            return
        noun = NOUNS[model]
        if model == "country":
            self.country(code, place)
            return
        near = nearest(code, self.known.codes[model])
        expected = (
            "" if near else f"It is neither in these files nor in the database: add the {noun}."
        )
        self.report.add(place, f"{code!r} is no {noun} that there is.", expected, near)

    def country(self, code: str, place: Place) -> None:
        known = self.known
        near = known.names.get(code.casefold()) or nearest(code, known.codes["country"])
        near = near or known.names.get(nearest(code, known.names) or "")
        if code.lower() in BOOLEANS:
            near = "NO"
        alike = sorted(other for other in known.codes["country"] if other[:1] == code[:1])
        expected = f"Codes with {code[0]} are {', '.join(alike)}." if alike and not near else ""
        self.report.add(place, f"{code!r} is no country that there is.", expected, near)

    def path(self, path: Path, place: Place) -> None:
        self.code("country", path.country, place)
        self.code("kind", path.kind, place)
        self.code("place", path.theatre, place)

    # --- Rows and sources -------------------------------------------------------------------

    def row(self, name: str, row: Read[Any]) -> None:
        for key, model in ROW_NAMES.get(name, ()):
            value = getattr(row.part, key)
            values = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
            for index, code in values:
                where = (key,) if index is None else (key, index)
                self.code(model, code, row.at.place(*where))
        if isinstance(row.part, ContributionRow):
            self.path(row.part.path, row.at.place("path"))
            if row.part.part_of:
                self.path(row.part.part_of, row.at.place("part_of"))

    def source(self, file: SourceFile, readings: Iterable[ReadQuote]) -> None:
        head = file.head
        if "coalition" not in file.broken:
            self.code("coalition", head.coalition, file.at.place("source", "coalition"))
        self.code("source", head.replaces, file.at.place("source", "replaces"))
        for key, speaker in file.speakers.items():
            self.code("country", speaker.part.of, speaker.at.place("of"))
            if self.known.has("speaker", key):
                wrong = f"{key!r} is the code of a named speaker already."
                self.report.add(speaker.at.place(), wrong, "Give this one another key.")
        for reading in readings:
            self.reading(file, reading)

    def reading(self, file: SourceFile, reading: ReadQuote) -> None:
        speaker = reading.head.speaker
        if speaker and speaker not in file.speakers and not self.known.has("speaker", speaker):
            place = reading.at.place("speaker")
            near = nearest(speaker, [*file.speakers, *self.known.codes["speaker"]])
            expected = "A key of this file's `speakers`, or a code of reference/speakers.yaml."
            self.report.add(place, f"{speaker!r} is no speaker that there is.", expected, near)
        for said in reading.says:
            if isinstance(said.part, Statement):
                self.statement(said.part, said.at, file.head.coalition)
            else:
                self.tally(said.part, said.at)

    # --- What is said -----------------------------------------------------------------------

    def statement(self, part: Statement, at: At, coalition: str) -> None:
        for path in part.of:
            self.path(path, at.place("of"))
        self.code("metric", part.amount.metric if part.amount else "", at.place("amount"))
        self.code("place", part.place, at.place("place"))
        self.code("country", part.recipient, at.place("recipient"))
        self.code("line_of_effort", part.line_of_effort, at.place("line_of_effort"))
        own = {f"{coalition}:{path}" for path in part.of}
        for key, code in (("denies", part.denies), ("corrects", part.corrects)):
            if code and self.said(code, at.place(key)) and own != {self.known.said[code]}:
                wrong = (
                    f"{code} is of {self.known.said[code].partition(':')[2] or 'no contribution'}."
                )
                expected = f"A statement {key} one of its own contribution."
                self.report.add(at.place(key), wrong, expected)

    def tally(self, part: Tally, at: At) -> None:
        if part.tally != "countries":
            self.code("metric", part.tally, at.place("tally"))
        for key, codes in (("names", part.names), ("excludes", part.excludes)):
            for index, code in enumerate(codes):
                self.code("country", code, at.place(key, index))
        whole, where = part.part_of, at.place("part_of")
        if whole and self.said(whole, where) and self.known.said[whole]:
            self.report.add(where, f"{whole} is a statement.", "A tally is part of another tally.")
        check_counts(part.counts, at, self.code, self.report)

    def said(self, code: str, place: Place) -> bool:
        if code in self.known.said:
            return True
        quote = code.rpartition(":")[0]
        near = nearest(code, _alike(code, quote, self.known.said))
        expected = "" if near else "A code is SOURCE:START-END:NUMBER, its quote's and a number."
        self.report.add(place, f"{code!r} is no statement that there is.", expected, near)
        return False


def _alike(code: str, quote: str, said: Collection[str]) -> list[str]:
    """Those of the same quote, or else of the same source: thousands are not compared."""
    same = [other for other in said if other.startswith(f"{quote}:")]
    source = code.partition(":")[0]
    return same or [other for other in said if other.startswith(f"{source}:")]
