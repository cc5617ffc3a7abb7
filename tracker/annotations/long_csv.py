"""The long CSV of an export, read back: a row a statement, with its words, speaker and source.

Its rows become source files, as if somebody had annotated them, and go the way of any fixture:
validated, checked, planned, published under the loader's account. A mistake names the row's line.
What a long CSV does not say of a source (its licence, authors, the hash of its text) is lost, so
it is loaded where its sources are not; reference data has to be there before.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tracker.annotations.documents import document_of, reading_order
from tracker.annotations.flavours import Rows, as_exported
from tracker.annotations.mistakes import Place, Report
from tracker.annotations.reading import Files, read_source, short_name
from tracker.annotations.records import (
    Cells,
    QuoteRecord,
    Record,
    Said,
    SourceRecord,
    compact,
    contribution_key,
)
from tracker.annotations.tree import At, Node
from tracker.domain.codes import nearest
from tracker.models import Kind, Loaded, Source

SAME = (
    *("status", "change", "metric", "currency", "words", "reads_as", "per", "low", "high"),
    *("converted_low", "converted_high", "converted_currency", "converted_rate", "role", "place"),
    *("recipient", "effort", "when", "when_words", "due", "condition", "denies", "corrects"),
    "note",
)
USUAL = {"bounds_by": "words", "basis": "stated", "tie": "stated", "credibility": "6"}
OF_QUOTE = {
    "quote": "exact",
    "quote_locator": "locator",
    "translation": "translation",
    "voice": "voice",
    "occasion": "occasion",
    "said": "said",
}
OF_SOURCE = {
    "coalition": "coalition",
    "source_title": "title",
    "publisher": "publisher",
    "published": "published",
    "source_url": "url",
    "source_archived_url": "archived_url",
    "reliability": "reliability",
    "language": "language",
    "source_replaces": "replaces",
}
OF_SPEAKER = {
    "speaker_name": "name",
    "speaker_office": "office",
    "speaker_country": "country",
    "speaker_role": "role",
}
OTHERS = (
    *("code", "position", "path", "line_of_effort", "kind", "relayed", "rests_on_words"),
    *("quote_code", "quote_start", "quote_end", "speaker", "anonymous", "source"),
)
COLUMNS = (*OTHERS, *SAME, *USUAL, *OF_QUOTE, *OF_SOURCE, *OF_SPEAKER)


def read_long(path: Path, files: Files, report: Report, flavour: str = "") -> None:
    """Read the statements of a file into ``files``, a source's file for each of its sources.

    ``flavour`` is that of the export; where it makes a difference, and is not said, it has to show.
    """
    files.names.add(short_name(path))
    rows = as_exported(list(_rows(path, report)), flavour, str(path), report)
    by_source: dict[str, Rows] = {}
    for line, row in rows:
        by_source.setdefault(row["source"], []).append((line, row))
    _refuse_known(by_source, path, report)
    usual = dict(Kind.objects.values_list("code", "line_of_effort"))
    for code, of_source in sorted(by_source.items()):
        source = _source(code, of_source, usual, str(path), report)
        files.sources.append(read_source(At(str(path), _file_of(source)), report))


def _rows(path: Path, report: Report) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows with the lines they begin on; none where the file is no long CSV."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        try:
            names = list(reader.fieldnames or ())
            lacking = [name for name in COLUMNS if name not in names]
            if lacking:
                report.add(Place(str(path)), *_no_long(lacking, names))
                return
            line = reader.line_num + 1
            for row in reader:
                yield line, row
                line = reader.line_num + 1
        except (csv.Error, UnicodeDecodeError) as error:
            place = Place(str(path), reader.line_num)
            report.add(place, f"This is no CSV in UTF-8: {error}.", "Export it again.")


def _no_long(lacking: list[str], names: list[str]) -> tuple[str, str, str | None]:
    wrong = f"This is no long export: it has no column {lacking[0]}."
    if len(lacking) > 1:
        wrong = f"{wrong[:-1]}, nor {len(lacking) - 1} others."
    mend = "`manage.py export contributions --shape long`; a spreadsheet has a mapping: --table."
    return wrong, mend, nearest(lacking[0], names)


def _refuse_known(by_source: Mapping[str, Rows], path: Path, report: Report) -> None:
    """A source that came otherwise has more to it than this file says, and would lose it."""
    here = set(Source.objects.filter(code__in=by_source).values_list("code", flat=True))
    own = Loaded.objects.filter(model="source", key__in=here, file=short_name(path))
    for code in sorted(here - set(own.values_list("key", flat=True))):
        place = Place(str(path), by_source[code][0][0])
        wrong = f"There is a source {code} already, and not from this file."
        report.add(place, wrong, "A long CSV is loaded where its sources are not.")


# --- From rows to records -------------------------------------------------------------------


def _source(
    code: str, rows: Rows, usual: Mapping[str, str | None], file: str, report: Report
) -> SourceRecord:
    first = rows[0][1]
    source = SourceRecord("source", code, _renamed(first, OF_SOURCE), _at(file, rows[0][0]))
    source.cells["annotation"] = "done"
    for line, row in rows:
        quote = source.quotes.get(row["quote_code"])
        if quote is None or not quote.own:
            quote = QuoteRecord("quote", row["quote_code"], _quote(row), _at(file, line))
            source.quotes[quote.key] = quote
        _speaker(source, row, quote.at)
        quote.says.append(_said(row, usual, source, _at(file, line), report))
    for quote in source.quotes.values():
        quote.says.sort(key=lambda said: (said.place, said.number or 0))
    return source


def _renamed(row: Mapping[str, str], names: Mapping[str, str]) -> Cells:
    return compact({cell: row[column] for column, cell in names.items()})


def _quote(row: Mapping[str, str]) -> Cells:
    cells = _renamed(row, OF_QUOTE) | compact({"speaker": row["speaker"]})
    if row["relayed"]:
        cells["relayed"] = row["relayed"].split("; ")
    return cells | ({"start": int(row["quote_start"])} if row["quote_start"].isdigit() else {})


def _speaker(source: SourceRecord, row: Mapping[str, str], at: At) -> None:
    """One whom the source describes; named people are reference data."""
    owner, _, key = row["speaker"].rpartition(":")
    if owner == source.key:
        cells = _renamed(row, OF_SPEAKER)
        cells |= {"anonymous": True} if row["anonymous"] == "true" else {}
        source.speakers.setdefault(key, Record("speaker", row["speaker"], cells, at))


def _said(
    row: Mapping[str, str],
    usual: Mapping[str, str | None],
    source: SourceRecord,
    at: At,
    report: Report,
) -> Said:
    cells = compact({name: row[name] for name in SAME})
    cells |= {name: row[name] for name, word in USUAL.items() if row[name] != word}
    cells["contribution"] = contribution_key(row["coalition"], row["path"])
    if row["line_of_effort"] != (usual.get(row["kind"]) or ""):
        cells["line_of_effort"] = row["line_of_effort"]
    further = list(_further(row, source, at, report))
    if further:
        cells["with"] = further
    number = row["code"].rpartition(":")[2]
    position = row["position"]
    return Said(
        "statement",
        cells,
        int(number) if number.isdigit() else None,
        int(position) if position.isdigit() else 0,
        at,
    )


def _further(row: Mapping[str, str], source: SourceRecord, at: At, report: Report) -> Iterator[str]:
    """Their codes; quotes that no row is of are made of their words."""
    try:
        found = json.loads(row["rests_on_words"] or "[]")
        words = [(each["quote"], each["at"], each["locator"] or "") for each in found]
    except (ValueError, TypeError, KeyError):
        report.add(
            at.place(), "`rests_on_words` is not as an export writes it.", "Export it again."
        )
        return
    for exact, start, locator in words:
        span = locator if start is None else f"{start}-{start + len(exact)}"
        code = f"{source.key}:{span}"
        cells = compact({"exact": exact, "locator": locator, "voice": "narration"})
        cells |= {} if start is None else {"start": start}
        source.quotes.setdefault(code, QuoteRecord("quote", code, cells, at, own=False))
        yield code


# --- From documents to the tree that files are read as --------------------------------------


def _at(file: str, line: int) -> At:
    return At(file, Node(line, 1, ""))


def _file_of(source: SourceRecord) -> Node:
    """The source as if its file had been written, each reading on the line of its first row."""
    document = document_of(source)
    own = sorted((quote for quote in source.quotes.values() if quote.own), key=reading_order)
    lines = [quote.at.node.line for quote in own]
    readings = zip(document.pop("readings"), lines, strict=True)
    tree = _tree(document, source.at.node.line)
    assert isinstance(tree.value, dict)  # noqa: S101
    tree.value["readings"] = Node(1, 1, [_tree(reading, line) for reading, line in readings])
    return tree


def _tree(value: Any, line: int) -> Node:
    if isinstance(value, Mapping):
        below = {str(key): _tree(each, line) for key, each in value.items()}
        return Node(line, 1, below, dict.fromkeys(below, (line, 1)))
    if isinstance(value, Iterable) and not isinstance(value, str):
        return Node(line, 1, [_tree(each, line) for each in value])
    return Node(line, 1, str(value))
