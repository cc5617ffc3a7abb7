"""``manage.py export contributions --country FR --out FILE``: the API's query, as a file."""

from __future__ import annotations

import json
from argparse import SUPPRESS, ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import DownloadColumn, Progress, SpinnerColumn, TextColumn, TransferSpeedColumn

from tracker.exports import Export, Written, read_export, write_csv
from tracker.exports.export import CHOICES
from tracker.exports.shown import NAMES
from tracker.filters import FILTER_SETS, FilterError

OWN = {
    "fields": "which columns, with commas; all if not said",
    "ordering": "by which field; -field is the other way round",
    "shape": "wide (a row a contribution) or long (a row a statement)",
    "flavour": "plain, or spreadsheet (with cells that no spreadsheet takes for a formula)",
}


class Command(BaseCommand):
    help = "Write the records that a question finds as CSV, complete or not at all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.allow_abbrev = False
        parser.add_argument("records", choices=list(FILTER_SETS), help="which records")
        parser.add_argument("--out", type=Path, help="the file; standard output if not said")
        parser.add_argument("--json", action="store_true", help="say what was written as JSON")
        shown = parser.add_argument_group("what is shown")
        asked = parser.add_argument_group("what is asked, as in the API; lists with commas")
        for name in (*NAMES, *CHOICES):
            _add(shown, name, OWN[name])
        for name, meaning in _parameters().items():
            _add(asked, name, meaning)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["json"] and options["out"] is None:
            raise CommandError("--json says what was written to a file; name it with --out.")
        names = {*NAMES, *CHOICES, *_parameters()}
        params = {name: options[name] for name in options if name in names}
        try:
            export = read_export(options["records"], params)
        except FilterError as error:
            raise CommandError("\n".join(str(mistake) for mistake in error.mistakes)) from None
        written = Written()
        if options["out"] is None:
            self._print(export, written)
        else:
            _save(export, options["out"], written)
            self._tell(export, options["out"], written, as_json=options["json"])

    def _print(self, export: Export, written: Written) -> None:
        buffer = getattr(self.stdout, "buffer", None)
        for chunk in write_csv(export, written):
            if buffer is None:
                self.stdout.write(chunk.decode(), ending="")
            else:
                buffer.write(chunk)

    def _tell(self, export: Export, out: Path, written: Written, *, as_json: bool) -> None:
        said = {
            "file": str(out),
            "rows": written.rows,
            "bytes": written.size,
            "sha256": written.sha256,
            "asked": dict(export.query.asked),
            "read_as": list(export.query.read_as),
        }
        if as_json:
            self.stdout.write(json.dumps(said, ensure_ascii=False))
        else:
            read_as = "; ".join(export.query.read_as) or "everything"
            self.stdout.write(f"{out}: {written.rows} rows, {written.size} bytes ({read_as})")
            self.stdout.write(f"sha256 {written.sha256}")


def _save(export: Export, out: Path, written: Written) -> None:
    """Written beside its place and put there once it is complete."""
    part = out.with_name(f"{out.name}.part")
    columns = (SpinnerColumn(), TextColumn("{task.description}"), DownloadColumn())
    console = Console(stderr=True)
    with Progress(*columns, TransferSpeedColumn(), console=console, transient=True) as progress:
        task = progress.add_task(out.name, total=None)
        try:
            with part.open("wb") as file:
                for chunk in write_csv(export, written):
                    file.write(chunk)
                    progress.advance(task, len(chunk))
            part.replace(out)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


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
