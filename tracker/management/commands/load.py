"""``manage.py load``: annotated fixtures or a spreadsheet into the database, all or nothing."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from tracker.annotations.apply import MovedOn
from tracker.annotations.flavours import FLAVOURS
from tracker.annotations.load import Load, prepare
from tracker.annotations.mistakes import FixtureError
from tracker.annotations.show import shown
from tracker.annotations.telling import Telling, telling
from tracker.management.tables import import_table, take_back


class Command(BaseCommand):
    help = "Load annotated fixtures: shows its plan, then applies it, all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("path", nargs="*", type=Path, help="files or folders; fixtures/ if none is given")
        add("--texts", type=Path, metavar="DIR", help="check quotes against the texts in DIR")
        add("--dry-run", action="store_true", help="show the plan and stop")
        add("--overwrite", action="store_true", help="let the files win over what was edited here")
        add("--prune", action="store_true", help="withdraw what the files no longer say")
        add("--flavour", choices=FLAVOURS, default="", help="of a long CSV: how it was exported")
        add("--no-input", action="store_true", help="never ask")
        add("--json", action="store_true", help="one JSON document, nothing else")
        table = parser.add_argument_group("a spreadsheet, whose rows become drafts").add_argument
        table(
            "--table", type=Path, metavar="MAPPING", help="how the rows of a CSV or XLSX are read"
        )
        table("--sheet", default="", help="which sheet of a workbook")
        table("--by", default="", metavar="USERNAME", help="whose drafts; the loader's if not said")
        table(
            "--hold", action="store_true", help="keep the text in the database: its licence allows"
        )
        table(
            "--text", type=Path, metavar="FILE", help="where to keep the text that quotes stand in"
        )
        table("--undo", metavar="SOURCE", help="take back the import that made this source")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["undo"]:
            self.undo(options)
            return
        if options["table"]:
            self.table(options)
            return
        paths = options["path"] or [_fixtures()]
        _refuse_missing([*paths, *([options["texts"]] if options["texts"] else [])])
        try:
            with telling(wanted=not options["json"]) as told:
                load = self.prepare(paths, options, told)
                applied = self.agreed(load, options)
                if applied:
                    load.apply(told)
        except (FixtureError, MovedOn) as error:
            self.fail(error, as_json=options["json"])
        else:
            self.report(load, applied=applied, as_json=options["json"])

    def table(self, options: dict[str, Any]) -> None:
        _refuse_missing([*options["path"], options["table"]])
        try:
            with telling(wanted=not options["json"]) as told:
                done = import_table(options, Console(file=cast(IO[str], self.stdout)), told)
        except (FixtureError, MovedOn) as error:
            self.fail(error, as_json=options["json"])
            return
        if options["json"]:
            self.write_json(done)
        elif not done["applied"]:
            self.stdout.write("Nothing was loaded.")
        else:
            code = done["source"]
            self.stdout.write(self.style.SUCCESS(f"Drafted from {code}. Back out: --undo {code}"))

    def undo(self, options: dict[str, Any]) -> None:
        undone = take_back(options["undo"], options)
        if options["json"]:
            self.write_json(undone)
        else:
            what = ", ".join(f"{undone[n]} {n}" for n in ("statements", "tallies", "quotes"))
            self.stdout.write(f"Taken back: {undone['source']} with {what}.")

    def prepare(self, paths: list[Path], options: dict[str, Any], told: Telling) -> Load:
        return prepare(
            paths,
            options["texts"],
            overwrite=options["overwrite"],
            prune=options["prune"],
            flavour=options["flavour"],
            telling=told,
        )

    def agreed(self, load: Load, options: dict[str, Any]) -> bool:
        """Show the plan; ask only where it takes back what somebody did, and somebody is there."""
        if not options["json"]:
            console = Console(file=cast(IO[str], self.stdout))
            console.print(shown(load.plan, load.report.remarks), soft_wrap=True)
        if options["dry_run"]:
            return False
        lost = len(load.plan.loses)
        if not lost or options["no_input"] or options["json"] or not sys.stdin.isatty():
            return True
        return input(f"This takes back {lost} records that stand. Go on? [y/N] ").lower() == "y"

    def report(self, load: Load, *, applied: bool, as_json: bool) -> None:
        if as_json:
            plan = load.plan.as_dict() | {"remarks": load.report.remarks}
            self.write_json({"applied": applied, "plan": plan, "mistakes": []})
        elif not applied:
            self.stdout.write("Nothing was loaded.")
        elif load.plan.is_empty:
            self.stdout.write("Nothing to do: the database says what the files say.")
        else:
            self.stdout.write(self.style.SUCCESS("Loaded."))

    def fail(self, error: FixtureError | MovedOn, *, as_json: bool) -> None:
        if not as_json:
            raise CommandError(str(error))
        mistakes = [mistake.as_dict() for mistake in getattr(error, "mistakes", ())]
        self.write_json({"applied": False, "mistakes": mistakes, "error": str(error)})
        sys.exit(1)

    def write_json(self, document: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(document, ensure_ascii=False, default=str))


def _fixtures() -> Path:
    """The project's own, as seen from here."""
    path = Path(settings.BASE_DIR) / "fixtures"
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _refuse_missing(paths: list[Path]) -> None:
    for path in paths:
        if not path.exists():
            raise CommandError(f"{path} does not exist.")
