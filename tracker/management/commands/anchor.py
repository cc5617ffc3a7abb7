"""``manage.py anchor``: fill in where the quotes of a fixture stand."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker.annotations.anchor import Anchoring, anchor
from tracker.annotations.mistakes import FixtureError


class Command(BaseCommand):
    help = "Fill in `at` where it is missing and write the file in its canonical form."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("file", nargs="+", type=Path, help="source files")
        add("--texts", type=Path, metavar="DIR", required=True, help="where the texts lie")
        add("--check", action="store_true", help="write nothing; fail if a file would change")
        add("--json", action="store_true", help="one JSON document, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        for path in (*options["file"], options["texts"]):
            if not path.exists():
                raise CommandError(f"{path} does not exist.")
        try:
            anchoring = anchor(options["file"], options["texts"])
        except FixtureError as error:
            self.fail(error, as_json=options["json"])
        if not options["check"]:
            anchoring.write()
        self.report(anchoring, options)

    def report(self, anchoring: Anchoring, options: dict[str, Any]) -> None:
        changed = [each for each in anchoring.files if each.changed]
        if options["json"]:
            files = [
                {"file": str(each.path), "filled": each.filled, "changed": each.changed}
                for each in anchoring.files
            ]
            document = {"files": files, "remarks": anchoring.remarks}
            self.stdout.write(json.dumps(document, ensure_ascii=False))
        else:
            verb = "would be" if options["check"] else "was"
            for each in changed:
                self.stdout.write(f"{each.path} {verb} written: {each.filled} places found")
            self.stdout.write(f"{len(anchoring.files) - len(changed)} unchanged")
            for remark in anchoring.remarks:
                self.stderr.write(remark)
        if options["check"] and changed:
            sys.exit(1)

    def fail(self, error: FixtureError, *, as_json: bool) -> None:
        if not as_json:
            raise CommandError(str(error))
        mistakes = [mistake.as_dict() for mistake in error.mistakes]
        self.stdout.write(json.dumps({"files": [], "mistakes": mistakes}, ensure_ascii=False))
        sys.exit(1)
