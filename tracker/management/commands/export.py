"""``manage.py export contributions --country FR --out FILE``: the API's query, as a file."""

from __future__ import annotations

import json
from argparse import SUPPRESS, ArgumentParser
from collections.abc import Generator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from psycopg import Error as DatabaseBroke

from tracker.domain.wording import counted
from tracker.exports import FORMATS, Export, Written, deliver, read_export
from tracker.exports.export import CHOICES, FLAVOURED
from tracker.exports.shown import NAMES
from tracker.filters import FILTER_SETS, FilterError
from tracker.management.files import save
from tracker.models import Receipt
from tracker.reconcile import RECKONED

OWN = {
    "fields": "which columns, with commas; all if not said",
    "ordering": "by which field; -field is the other way round",
    "shape": "wide (a row a contribution) or long (a row a statement)",
    "flavour": "of CSV: plain, or spreadsheet (with cells that no spreadsheet takes for a formula)",
}


class Command(BaseCommand):
    help = "Write the records that a question finds to a file, complete or not at all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.allow_abbrev = False
        parser.add_argument("records", choices=list(FILTER_SETS), help="which records")
        parser.add_argument("--out", type=Path, help="the file; standard output if not said")
        parser.add_argument(
            "--format", choices=list(FORMATS), help="as the file's name ends, else csv"
        )
        parser.add_argument("--json", action="store_true", help="say what was written as JSON")
        shown = parser.add_argument_group("what is shown")
        asked = parser.add_argument_group("what is asked, as in the API; lists with commas")
        for name in (*NAMES, *CHOICES):
            _add(shown, name, OWN[name])
        for name, meaning in _parameters().items():
            _add(asked, name, meaning)

    def handle(self, *args: Any, **options: Any) -> None:
        out: Path | None = options["out"]
        if options["json"] and out is None:
            raise CommandError("--json says what was written to a file; name it with --out.")
        format_ = FORMATS[_format(options["format"], out)]
        written = Written()
        try:
            export = _read(options, format_.name)
            receipt, chunks = deliver(export, format_, written=written)
            if out is None:
                self._print(chunks)
            else:
                save(chunks, out)
        except FilterError as error:
            raise CommandError("\n".join(str(mistake) for mistake in error.mistakes)) from None
        except (OSError, DatabaseError, DatabaseBroke) as error:
            where = out or "standard output"
            raise CommandError(f"The export broke off, {where} is not complete: {error}") from error
        if out is not None:
            self._tell(export, receipt, out, written, as_json=options["json"])

    def _print(self, chunks: Generator[bytes]) -> None:
        buffer = getattr(self.stdout, "buffer", None)
        for chunk in chunks:
            if buffer is None:
                self.stdout.write(chunk.decode(), ending="")
            else:
                buffer.write(chunk)
        self.stdout.flush()  # a full disk speaks here, not at the process's end

    def _tell(
        self, export: Export, receipt: Receipt, out: Path, written: Written, *, as_json: bool
    ) -> None:
        said = {
            "file": str(out),
            "rows": written.rows,
            "bytes": written.size,
            "sha256": written.sha256,
            "receipt": receipt.code,
            "asked": dict(export.query.asked),
            "read_as": list(export.query.read_as),
        }
        if as_json:
            self.stdout.write(json.dumps(said, ensure_ascii=False))
        else:
            read_as = "; ".join(export.query.read_as) or "everything"
            self.stdout.write(
                f"{out}: {counted(written.rows, 'row')}, {written.size} bytes ({read_as})"
            )
            self.stdout.write(f"sha256 {written.sha256}, receipt {receipt.code}")


def _read(options: dict[str, Any], format_: str) -> Export:
    names = {*NAMES, *CHOICES, *_parameters()}
    params = {name: options[name] for name in options if name in names}
    records = options["records"]
    return read_export(records, params, format_=format_, reckoned=RECKONED.get(records))


def _format(said: str | None, out: Path | None) -> str:
    """What is said, else how the file's name ends; that promises no other format than it has."""
    if out is None or not out.suffix:
        return said or FLAVOURED
    ending = out.suffix.removeprefix(".").lower()
    if ending not in FORMATS:
        known = ", ".join(f".{name}" for name in FORMATS)
        raise CommandError(f"{out}: .{ending} is no format of ours; a name ends with {known}.")
    if said and said != ending:
        raise CommandError(f"{out}: it would hold {said}; name it {out.with_suffix(f'.{said}')}.")
    return ending


def _parameters() -> dict[str, str]:
    """Every parameter of any records, with its meaning; whose it is not refuses it when read."""
    return {
        name: asked.meaning
        for filter_set in reversed(FILTER_SETS.values())
        for name, asked in filter_set.base_filters.items()
    }


def _add(group: Any, name: str, meaning: str) -> None:
    flags = dict.fromkeys((f"--{name}", f"--{name.replace('_', '-')}"))
    text = meaning.replace("%", "%%")
    group.add_argument(*flags, dest=name, default=SUPPRESS, metavar="…", help=text)
