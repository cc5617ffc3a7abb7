"""Bulk in: a spreadsheet becomes a source, its rows become drafts; undone as one action.

The mapping is a source's file with a ``tables:`` block and without the text's hash, which is taken
from the spreadsheet. It is read, checked and planned like any fixture; what it makes is a draft
until somebody publishes it, and no fixture remembers it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User

from tracker.annotations.load import Load, plan_load
from tracker.annotations.mistakes import Place, Report
from tracker.annotations.plan import Plan
from tracker.annotations.reading import Files, SourceFile, read_file
from tracker.annotations.schema import HeldText
from tracker.annotations.spreadsheets import Merged, Sheet, SpreadsheetError, read_spreadsheet
from tracker.annotations.texts import Texts
from tracker.domain.anchoring import sha256_of
from tracker.models import Source

REASON = "import"


@dataclass(slots=True)
class Import:
    """What a spreadsheet would become: ``load.apply()`` does it.

    ``seal`` is another where the file, what was asked or what would be done is another.
    """

    sheet: Sheet
    source: str
    load: Load
    seal: str


def prepare_import(
    name: str,
    content: bytes,
    mapping: str,
    *,
    by: User,
    mapping_name: str = "the mapping",
    sheet: str = "",
    hold: bool = False,
) -> Import:
    """Read, map, check and plan. Raises FixtureError with every mistake.

    ``hold`` keeps the text in the database, where its licence allows that.
    """
    report, files = Report(), Files()
    read_file(mapping, mapping_name, files, report)
    found = _spreadsheet(name, content, sheet, report)
    source = _source(files, mapping_name, report)
    if found is None or source is None:
        report.refuse_mistakes()
        raise AssertionError("one of the two was refused")
    _say_text(source, found, hold, report)
    _refuse_known(source, report)
    _refuse_merged(source, found.merged, report)
    report.remarks += found.remarks
    texts = Texts(at_hand={sha256_of(found.text): found.text})
    reason = f"{REASON} {found.name} (sha256 {found.sha256[:12]}…)"
    load = plan_load(files, texts, report, reason=reason, drafts_by=by)
    seal = _seal(load.plan, found.sha256, mapping, sheet, str(hold))
    return Import(found, source.head.id, load, seal)


def _seal(plan: Plan, *asked: str) -> str:
    steps = [(step.model, step.key, step.action.value, step.cells) for step in plan.steps]
    return sha256_of(repr((asked, steps)))


def _spreadsheet(name: str, content: bytes, sheet: str, report: Report) -> Sheet | None:
    try:
        return read_spreadsheet(name, content, sheet)
    except SpreadsheetError as error:
        for wrong, expected in error.faults:
            report.add(Place(name), wrong, expected)
    return None


def _source(files: Files, mapping_name: str, report: Report) -> SourceFile | None:
    """The one source that the mapping describes."""
    if files.rows or len(files.sources) != 1:
        if not report.mistakes:
            wrong = "A mapping is one source's file: `source:` and `tables:`."
            report.add(Place(mapping_name), wrong, "Reference data is loaded before it.")
        return None
    (source,) = files.sources
    if not source.tables and source.at.go("tables") is None:
        report.add(source.at.place(), "`tables:` is missing.", "It says how the rows are read.")
        return None
    return source


def _say_text(source: SourceFile, sheet: Sheet, hold: bool, report: Report) -> None:
    """The text's hash and length, and in the note what it was made from (J1)."""
    sha256, characters = sha256_of(sheet.text), len(sheet.text)
    known = source.head.text
    if known is not None and known.sha256 != sha256:
        wrong = f"The spreadsheet's text has the sha256 {sha256}."
        place = source.at.place("source", "text", "sha256")
        report.add(place, wrong, "Leave `text` out, or find the right file.")
        return
    public = known is not None and known.public
    held = hold or (known is not None and known.hold)
    text = HeldText.model_construct(sha256=sha256, characters=characters, hold=held, public=public)
    made = f"Text made by the tracker's import from {sheet.made_from}." if sheet.made_from else ""
    note = " ".join(part for part in (source.head.note, made) if part) or None
    source.head = source.head.model_copy(update={"text": text, "note": note})


def _refuse_known(source: SourceFile, report: Report) -> None:
    """An import makes its source; what is there already has its own rows."""
    code = source.head.id
    if "id" not in source.broken and Source.objects.filter(code=code).exists():
        report.add(
            source.at.place("source", "id"),
            f"There is a source {code} already.",
            "Take its import back first (load --undo), or give this one another id.",
        )


def _refuse_merged(source: SourceFile, merged: list[Merged], report: Report) -> None:
    """Merged cells over rows that are read: nobody can tell which of them the words are of."""
    for table in source.tables:
        first = table.part.rows.from_ or max(table.part.header, default=0) + 1
        last = table.part.rows.to
        for each in merged:
            if each.last_row >= first and (last is None or each.first_row <= last):
                report.add(
                    table.at.place("rows"),
                    f"{each.name} is one merged cell over rows that are read: it has words in its "
                    "first cell alone.",
                    "Unmerge it in the workbook and fill each cell, or leave the rows out with "
                    "`from` and `to`.",
                )
