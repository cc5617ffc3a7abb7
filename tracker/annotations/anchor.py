"""Fills in where quotes stand, by their text; an editor writes words, a tool their place."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tracker.annotations.documents import document_of
from tracker.annotations.dump import write_file
from tracker.annotations.mistakes import Report
from tracker.annotations.reading import Files, SourceFile, read_file, read_text
from tracker.annotations.records import source_record
from tracker.annotations.schema import SCHEMA_LINE
from tracker.annotations.spans import Words, check_spans, text_of, words_of
from tracker.annotations.texts import Texts
from tracker.annotations.tree import At
from tracker.annotations.writing import source_text
from tracker.domain.anchoring import AnchorError, locate

NOWHERE = -1  # told already: it is not missing a second time


@dataclass(slots=True)
class Anchored:
    """One file: its canonical text, and how many places were filled in."""

    path: Path
    text: str
    filled: int = 0
    changed: bool = False


@dataclass(slots=True)
class Anchoring:
    files: list[Anchored] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def write(self) -> None:
        for each in self.files:
            if each.changed:
                write_file(each.path, each.text)


def anchor(paths: list[Path], texts: Path) -> Anchoring:
    """Find every quote that has no ``at`` yet; nothing is written. Raises FixtureError.

    Words that stand once are found; where they stand several times, prefix and suffix decide.
    """
    report, found = Report(), Texts.of(texts)
    anchored = [_anchor(path, found, report) for path in paths]
    report.refuse_mistakes()
    return Anchoring([each for each in anchored if each is not None], report.remarks)


def _anchor(path: Path, texts: Texts, report: Report) -> Anchored | None:
    before = read_text(path, report)
    files = Files()
    if before is not None:
        read_file(before, str(path), files, report)
    if not files.sources:
        if before is not None and not report.mistakes:
            report.remark(f"{path} is no source's file: it has no quotes.")
        return None
    (file,) = files.sources
    if file.head.text is None and "text" not in file.broken:
        _ask_for_text(file, texts, report)
        return None
    text = text_of(file, texts, report)
    filled = _fill(file, text, report) if text is not None else 0
    check_spans(file, file.readings, text, report)
    if report.mistakes:
        return None
    after = source_text(SCHEMA_LINE, document_of(source_record(file, file.readings)))
    return Anchored(path, after, filled, after != before)


def _ask_for_text(file: SourceFile, texts: Texts, report: Report) -> None:
    """Which text it is, is the annotator's to say; what to write can be told."""
    alike = texts.alike({reading.head.quote for reading in file.readings if reading.head.quote})
    meant = f"text: {{sha256: {alike.sha256}, characters: {len(alike.text)}}}" if alike else ""
    expected = f"{alike.told}." if alike else "Its sha256 and its length in code points."
    report.add(file.at.place("source"), "It has no `text` to find quotes in.", expected, meant)


def _fill(file: SourceFile, text: str, report: Report) -> int:
    filled = 0
    for reading in file.readings:
        for words, at in words_of(reading):
            if words.at is None and words.locator is None and _found(words, at, text, report):
                filled += 1
    return filled


def _found(words: Words, at: At, text: str, report: Report) -> bool:
    try:
        words.at = locate(text, words.quote, words.prefix or "", words.suffix or "")
    except AnchorError as error:
        report.add(at.place("quote"), str(error))
        words.at = NOWHERE
        return False
    return True
