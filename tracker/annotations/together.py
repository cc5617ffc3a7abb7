"""What several records, or several files, say together: each code once, nothing left loose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tracker.annotations.mistakes import Report
from tracker.annotations.planner import Wanted
from tracker.annotations.reading import ReadQuote, SourceFile
from tracker.annotations.records import Record, SourceRecord, quote_code
from tracker.annotations.tree import At

Named = Mapping[str, tuple[str, At]]  # statements that correct one: its code, and where


def check_together(
    wanted: Wanted, read: Iterable[tuple[SourceFile, list[ReadQuote]]], report: Report
) -> None:
    """Duplicates over all files of a run, quotes that nothing rests on, corrections in a circle."""
    _check_rows_once(wanted.rows, report)
    _check_sources_once(read, report)
    corrections: dict[str, tuple[str, At]] = {}
    for file, readings in read:
        _check_voices(file, report)
        _check_rested_on(file, readings, report)
        _check_further(file, readings, report)
    for source in wanted.sources:
        corrections |= _corrections(source)
    _check_circles(corrections, report)


def _check_rows_once(rows: Iterable[Record], report: Report) -> None:
    seen: dict[tuple[str, str, str], At] = {}
    for row in rows:
        name = str(row.cells.get("name", ""))
        keys = [("path" if row.model == "contribution" else "code", row.key.rpartition(":")[2])]
        if name and row.model not in ("place", "speaker"):
            keys.append(("name", name))
        for key, value in keys:
            first = seen.setdefault((row.model, key, value), row.at)
            if first is not row.at:
                where = first.place()
                wrong = f"{value!r} is the {key} of another {_noun(row.model)} already."
                report.add(row.at.place(key), wrong, f"The first is in {where.file}:{where.line}.")
                break


def _noun(model: str) -> str:
    return model.replace("_", " ")


def _check_sources_once(read: Iterable[tuple[SourceFile, list[ReadQuote]]], report: Report) -> None:
    seen: dict[str, SourceFile] = {}
    for file, _ in read:
        if "id" in file.broken:
            continue
        first = seen.setdefault(file.head.id, file)
        if first is not file:
            where = first.at.place("source", "id")
            report.add(
                file.at.place("source", "id"),
                f"{file.head.id!r} is the id of another source already.",
                f"The first is in {where.file}:{where.line}; each source has a file of its own.",
            )


def _check_voices(file: SourceFile, report: Report) -> None:
    """Quotes of a table are its block's, which alone is written back."""
    for reading in file.readings if file.tables else ():
        if reading.head.voice == "table":
            wrong = "The voice `table` is that of the quotes that `tables:` cuts."
            report.add(reading.at.place("voice"), wrong, "A reading by hand has another voice.")


def _check_rested_on(file: SourceFile, readings: Iterable[ReadQuote], report: Report) -> None:
    """A reading says something, or others rest on its words."""
    readings = list(readings)
    rested = {
        quote_code(file.head.id, further)
        for reading in readings
        for said in reading.says
        for further in said.part.with_
    }
    for reading in readings:
        loose = not reading.says and not reading.broken and reading.head.quote
        if loose and quote_code(file.head.id, reading.head) not in rested:
            report.add(
                reading.at.place("quote"),
                "This quote says nothing, and nothing rests on it.",
                "Add `says`, name it in a `with`, or leave the quote out.",
            )


def _check_further(file: SourceFile, readings: Iterable[ReadQuote], report: Report) -> None:
    """Further quotes are others than the statement's own, each named once."""
    for reading in readings:
        own = quote_code(file.head.id, reading.head) if reading.head.quote else ""
        for said in reading.says:
            seen = {own}
            for index, further in enumerate(said.part.with_):
                code = quote_code(file.head.id, further)
                if code in seen:
                    which = "its own quote" if code == own else "named already"
                    wrong = f"A statement rests on further words; these are {which}."
                    report.add(said.at.place("with", index), wrong, "Leave them out.")
                seen.add(code)


def _corrections(source: SourceRecord) -> dict[str, tuple[str, At]]:
    return {
        f"{quote.key}:{said.effective}": (said.cells["corrects"], said.at)
        for quote in source.quotes.values()
        for said in quote.says
        if "corrects" in said.cells
    }


def _check_circles(corrections: Named, report: Report) -> None:
    for code, (corrected, at) in corrections.items():
        seen, target = {code}, corrected
        while target in corrections and target not in seen:
            seen.add(target)
            target = corrections[target][0]
        if target == code:
            wrong = f"{code} would correct itself in a circle."
            report.add(at.place("corrects"), wrong, "A correction names an earlier statement.")
