"""Quotes held against their text, where there is a copy, and against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tracker.annotations.mistakes import Report
from tracker.annotations.reading import ReadQuote, SourceFile
from tracker.annotations.schema import FurtherQuote, HeldText, ReadingHead
from tracker.annotations.texts import Texts
from tracker.annotations.tree import At
from tracker.domain.anchoring import AnchorError, TextError, check, occurrences

Words = ReadingHead | FurtherQuote


def text_of(file: SourceFile, texts: Texts, report: Report) -> str | None:
    """The text of a source, if a folder was given that has it.

    A copy that was changed is a mistake, and is given back so that all its quotes are looked at.
    """
    held = file.head.text
    if held is None or (texts.folder is None and not texts.at_hand):
        return None
    try:
        text = texts.find(held.sha256)
    except TextError as error:
        report.add(file.at.place("source", "text", "sha256"), str(error))
        return None
    if text is None:
        return _altered(file, held, texts, report)
    if len(text) != held.characters:
        place = file.at.place("source", "text", "characters")
        wrong = f"The text has {len(text)} characters, not {held.characters}."
        report.add(place, wrong, "Code points are counted, not bytes.", str(len(text)))
    return text


def _altered(file: SourceFile, held: HeldText, texts: Texts, report: Report) -> str | None:
    quotes = {reading.head.quote for reading in file.readings if reading.head.quote}
    alike = texts.alike(quotes, held.characters)
    if alike is None:
        report.remark(
            f"{file.head.id}: no file in {texts.folder} has the sha256 {held.sha256[:12]}…; "
            "its quotes were not checked."
        )
        return None
    report.add(
        file.at.place("source", "text", "sha256"),
        f"{alike.told} and another sha256, {alike.sha256}.",
        "Give the unchanged text; another edition is a source of its own, which `replaces` this.",
    )
    return alike.text


def check_spans(
    file: SourceFile, readings: Iterable[ReadQuote], text: str | None, report: Report
) -> None:
    """Every quote has a place, stands there, and agrees with those that overlap it."""
    placed: list[tuple[int, Words, At]] = []
    seen: dict[object, At] = {}
    for reading in readings:
        if reading.head.quote:
            _check_once(reading, seen, report)
        for words, at in words_of(reading):
            if _has_place(words, at, report) and words.at is not None and words.at >= 0:
                _check_place(file, words, at, text, report)
                placed.append((words.at, words, at))
    if text is None:
        _check_overlaps(sorted(placed, key=lambda each: each[0]), report)


def words_of(reading: ReadQuote) -> Iterator[tuple[Words, At]]:
    if reading.head.quote:
        yield reading.head, reading.at
    for said in reading.says:
        for index, further in enumerate(said.part.with_):
            yield further, said.at.go("with", index) or said.at


def _has_place(words: Words, at: At, report: Report) -> bool:
    if words.at is None and words.locator is None:
        report.add(
            at.place("quote"),
            "The quote has no `at`.",
            "`manage.py anchor FILE --texts DIR` fills it in; without running text give a locator.",
        )
        return False
    return True


def _check_once(reading: ReadQuote, seen: dict[object, At], report: Report) -> None:
    head = reading.head
    key = head.locator if head.at is None else (head.at, len(head.quote))
    if key is None:
        return
    first = seen.setdefault(key, reading.at)
    if first is not reading.at:
        where = "This locator" if head.at is None else "This span"
        report.add(
            reading.at.place("locator" if head.at is None else "at"),
            f"{where} is a reading already.",
            f"The first is in line {first.node.line}; put what both say into one `says`.",
        )


def _check_place(file: SourceFile, words: Words, at: At, text: str | None, report: Report) -> None:
    start = words.at or 0
    if text is None:
        held = file.head.text
        if held is not None and start + len(words.quote) > held.characters:
            wrong = (
                f"{start}–{start + len(words.quote)} lies beyond the text's end, {held.characters}."
            )
            report.add(at.place("at"), wrong, "Offsets are 0-based code points.")
        return
    try:
        check(text, words.quote, start)
    except AnchorError as error:
        stands = bool(occurrences(text, words.quote))
        report.add(at.place("at" if stands else "quote"), str(error))
        return
    _check_beside(words, at, text, report)


def _check_beside(words: Words, at: At, text: str, report: Report) -> None:
    start = words.at or 0
    end = start + len(words.quote)
    for key, wanted in (("prefix", words.prefix or ""), ("suffix", words.suffix or "")):
        size = len(wanted)
        there = text[max(0, start - size) : start] if key == "prefix" else text[end : end + size]
        if there != wanted:
            wrong = f"The {key} {wanted!r} does not stand beside {start}–{end}."
            report.add(
                at.place(key), wrong, "Copy it to the character, or leave it out.", repr(there)
            )


def _check_overlaps(placed: list[tuple[int, Words, At]], report: Report) -> None:
    """Without the text: two quotes that overlap have the same words where they do."""
    reach: list[tuple[int, Words, At]] = []
    for start, words, at in placed:
        reach = [each for each in reach if each[0] + len(each[1].quote) > start]
        for other_start, other, other_at in reach:
            shared = other.quote[start - other_start :][: len(words.quote)]
            if words.quote[: len(shared)] != shared:
                report.add(
                    at.place("at"),
                    f"Other words stand here than in the quote at {other_start} "
                    f"(line {other_at.node.line}): {shared[:60]!r}.",
                    "One of the two offsets is wrong.",
                )
                break
        reach.append((start, words, at))
