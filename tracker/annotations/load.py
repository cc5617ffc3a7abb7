"""Fixtures into the database: read, checked, planned, and written in one transaction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError

from tracker.actions import InTheWay
from tracker.annotations.apply import MovedOn, apply_plan
from tracker.annotations.checks import check_says
from tracker.annotations.database import Standing, read_standing
from tracker.annotations.long_csv import read_long
from tracker.annotations.mistakes import FixtureError, Mistake, Place, Report
from tracker.annotations.plan import Plan
from tracker.annotations.planner import Wanted, make_plan
from tracker.annotations.reading import Files, ReadQuote, SourceFile, as_quote, read_files
from tracker.annotations.records import Record, row_record, source_record
from tracker.annotations.references import check_references, known_codes
from tracker.annotations.spans import check_spans, text_of
from tracker.annotations.tables import TableError, expand_tables
from tracker.annotations.telling import Telling
from tracker.annotations.texts import Texts
from tracker.annotations.together import check_together
from tracker.domain.codes import parse_path
from tracker.models.rules import refusal_of


@dataclass(slots=True)
class Load:
    """One run: what it read, what it would do, and what it has to say.

    What it makes is published under the loader's account, or, where ``drafts_by`` says whose they
    are, left as drafts and not remembered as a fixture's.
    """

    wanted: Wanted
    plan: Plan
    report: Report
    reason: str
    places: dict[str, Place] = field(default_factory=dict)
    drafts_by: User | None = None

    def apply(self, telling: Telling | None = None) -> UUID | None:
        """Carry the plan out; gives the action, if there was anything to do.

        Raises FixtureError where the database refuses a record, MovedOn where others changed one.
        """
        if self.plan.is_empty and not (self.plan.bases or self.plan.forgotten):
            return None
        try:
            return apply_plan(
                self.plan,
                self.wanted,
                reason=self.reason,
                report=self.report,
                telling=telling or Telling(),
                drafts_by=self.drafts_by,
            )
        except IntegrityError as error:
            raise FixtureError([self._mistake(error)]) from error
        except InTheWay as error:
            raise MovedOn(
                "Somebody wrote the same records at once; nothing was loaded. Load again."
            ) from error

    def _mistake(self, error: IntegrityError) -> Mistake:
        """The database's own sentence, with the line of the record it speaks of."""
        refusal = refusal_of(error)
        detail = getattr(getattr(error.__cause__, "diag", None), "message_detail", "") or ""
        place = self._place_in(f"{refusal.message} {detail}")
        return Mistake(place or Place("the database"), refusal.message, refusal.hint)

    def _place_in(self, sentence: str) -> Place | None:
        """Codes and paths are distinctive: the first in the sentence that a file has."""
        words = re.findall(r"[^\s,()=“”\"']+", sentence)
        keys = re.findall(r"\)=\((.+?)\) already exists", sentence)
        named = [*keys, *(word.rstrip(".:;") for word in words)]
        return next((self.places[word] for word in named if word in self.places), None)


def prepare(
    paths: Sequence[Path],
    texts: Path | None = None,
    *,
    overwrite: bool = False,
    prune: bool = False,
    flavour: str = "",
    telling: Telling | None = None,
) -> Load:
    """Read, check and plan. Raises FixtureError with every mistake of the run.

    Paths are fixtures, folders of them, or the long CSV of an export; ``flavour`` is that CSV's.
    """
    report = Report()
    long = [path for path in paths if path.suffix == ".csv"]
    files = read_files([path for path in paths if path not in long], report, telling)
    for path in long:
        read_long(path, files, report, flavour)
    reason = f"load {' '.join(map(str, paths))}"
    found = Texts.of(texts)
    return plan_load(files, found, report, reason=reason, overwrite=overwrite, prune=prune)


def plan_load(
    files: Files,
    texts: Texts,
    report: Report,
    *,
    reason: str,
    overwrite: bool = False,
    prune: bool = False,
    drafts_by: User | None = None,
) -> Load:
    """Check what was read, and plan. Raises FixtureError with every mistake of the run."""
    wanted = Wanted(files)
    read = [(file, _readings(file, texts, wanted, report)) for file in files.sources]
    wanted.rows = [row_record(name, row) for name, row in files.rows]
    wanted.sources = [source_record(file, readings) for file, readings in read]
    check_together(wanted, read, report)
    standing = read_standing(
        [source.key for source in wanted.sources],
        wanted.contributions.keys() | {r.key for r in wanted.rows if r.model == "contribution"},
        files.names,
        files.folders,
    )
    check_references(files, read, known_codes(files, standing, wanted.sources), report)
    report.refuse_mistakes()
    plan = make_plan(
        *(wanted, standing, report),
        overwrite=overwrite,
        prune=prune,
        publishes=drafts_by is None,
    )
    report.refuse_mistakes()
    return Load(wanted, plan, report, reason, _places(wanted, standing), drafts_by)


def _readings(file: SourceFile, texts: Texts, wanted: Wanted, report: Report) -> list[ReadQuote]:
    """A file's readings with those that its tables cut, checked against each other and the text."""
    text = text_of(file, texts, report)
    readings = [*file.readings, *_cut(file, text, report)]
    check_spans(file, readings, text, report)
    check_says(file, readings, report)
    if text is not None:
        wanted.checked.add(file.head.id)
        if file.head.text and file.head.text.hold:
            wanted.texts[file.head.id] = text
    return readings


def _cut(file: SourceFile, text: str | None, report: Report) -> Iterable[ReadQuote]:
    if not file.tables:
        return []
    if text is None:
        place = file.at.place("tables")
        report.add(place, "The text of the table is not here.", "Give its folder: --texts DIR.")
        return []
    tables = [table.part for table in file.tables]
    try:
        readings = expand_tables(tables, text, language=file.head.language)
    except TableError as error:
        for fault in error.faults:
            place = file.tables[fault.table].at.place(*fault.keys)
            report.add(place, fault.wrong, fault.expected, fault.nearest)
        return []
    at = file.at.go("tables") or file.at
    return [as_quote(reading, at) for reading in readings]


def _places(wanted: Wanted, standing: Standing) -> dict[str, Place]:
    """Where each record stands, by its code; a contribution by its path too."""
    found: dict[str, Place] = {}
    for source in wanted.sources:
        for quote in source.quotes.values():
            for said in quote.says:
                code = f"{quote.key}:{said.effective}"
                found.setdefault(code, said.at.place())
            _set(found, quote)
        for speaker in source.speakers.values():
            _set(found, speaker)
        _set(found, source)
    for row in wanted.rows:
        _set(found, row)
        found.setdefault(row.cells.get("name", row.key), row.at.place("name"))
    for key, at in wanted.contributions.items():
        for name in _names_of(key, wanted, standing):
            found.setdefault(name, at.place("of"))
    return found


def _names_of(key: str, wanted: Wanted, standing: Standing) -> tuple[str, str]:
    """A contribution's path, and the code that is made of it."""
    coalition, _, path = key.partition(":")
    rows = [row.cells for row in wanted.rows if (row.model, row.key) == ("coalition", coalition)]
    known = standing.row("coalition", coalition)
    prefix = (rows or [known.cells if known else {}])[0].get("code_prefix", "")
    return path, parse_path(path).code(prefix)


def _set(found: dict[str, Place], record: Record) -> None:
    found.setdefault(record.key, record.at.place())
