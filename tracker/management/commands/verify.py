"""``manage.py verify``: whether quotes, states, releases and exports are what they say."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker.annotations.telling import telling
from tracker.annotations.verify import verify
from tracker.domain.wording import counted
from tracker.exports.reading import Unreadable
from tracker.exports.releases import NotReleased, check
from tracker.exports.verify import Compared, NoReceipt, verify_export
from tracker.exports.verify import as_json as export_as_json
from tracker.filters import FilterError
from tracker.reconcile import RECKONED

ONLY = {"": "", "file": ": only in the file", "record": ": only in the record as it is now"}
NOTHING = "of something that it is made from: its own history since then says nothing of it"
ALTERED = "of nothing in its history since then: it was altered in the file, or rests on others"


class Command(BaseCommand):
    help = (
        "Check quotes against their texts and states against a fresh derivation, or a release; or, "
        "with --export, a file against its receipt and against the record as it is now."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("--texts", type=Path, metavar="DIR", help="texts that the database does not hold")
        add("--release", metavar="CODE", help="hash the files of this release again, nothing else")
        add("--export", type=Path, metavar="FILE", help="check this file instead")
        add(
            "--receipt",
            default="",
            metavar="CODE",
            help="its receipt; found by its hash if not said",
        )
        add("--json", action="store_true", help="one JSON document, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.check_what(options)
            self.stdout.flush()
        except BrokenPipeError:  # whoever reads has seen enough, as `head` has
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)

    def check_what(self, options: dict[str, Any]) -> None:
        if options["export"] is not None:
            self._check_export(options["export"], options["receipt"], as_json=options["json"])
            return
        if options["receipt"]:
            raise CommandError("--receipt is of a file; name it with --export FILE.")
        texts: Path | None = options["texts"]
        if options["release"]:
            self.check_release(options["release"], as_json=options["json"])
            return
        if texts is not None and not texts.is_dir():
            raise CommandError(f"{texts} is no folder.")
        with telling(wanted=not options["json"]) as told:
            verified = verify(texts, told)
        if options["json"]:
            self.stdout.write(json.dumps(verified.as_dict(), ensure_ascii=False))
        else:
            for failure in verified.failures:
                self.stderr.write(failure)
            self.stdout.write(
                f"{counted(verified.quotes, 'quote')} checked, {verified.unchecked} without a text "
                f"here; {counted(verified.contributions, 'contribution')} derived anew; "
                f"{counted(len(verified.failures), 'failure')}."
            )
        if verified.failures:
            sys.exit(1)

    def check_release(self, code: str, *, as_json: bool) -> None:
        try:
            files, wrong = check(code)
        except NotReleased as error:
            raise CommandError(str(error)) from None
        if as_json:
            found = {"ok": not wrong, "release": code, "files": files, "failures": wrong}
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            for failure in wrong:
                self.stderr.write(failure)
            self.stdout.write(f"{files} files of {code} hashed; {len(wrong)} failures.")
        if wrong:
            sys.exit(1)

    def _check_export(self, path: Path, receipt: str, *, as_json: bool) -> None:
        try:
            with path.open("rb") as file:
                compared = verify_export(file, receipt=receipt, reckoned=RECKONED)
        except (OSError, NoReceipt, Unreadable, FilterError) as error:
            raise CommandError(f"{path}: {error}") from None
        if as_json:
            self.stdout.write(json.dumps(export_as_json(compared), ensure_ascii=False))
        else:
            self._tell(path, compared)
        if compared.altered or not compared.identical:
            sys.exit(1)

    def _tell(self, path: Path, compared: Compared) -> None:
        code = compared.receipt.code
        self.stdout.write(
            f"{path} is not the file of receipt {code}: it was altered."
            if compared.altered
            else f"{path} is the file of receipt {code}, as it was given out."
        )
        for note in compared.notes:
            self.stdout.write(note)
        if compared.identical:
            self.stdout.write(f"Asked again, {_identical(compared.rows)}.")
            return
        self.stdout.write(f"Asked again, {_differ(compared.differing)}:")
        for row in compared.told:
            self.stdout.write(f"{row.code}{ONLY[row.only]}")
            for name, old, new in row.cells:
                self.stdout.write(f"  {name}: {old or '–'} in the file, {new or '–'} now")
            for reason in row.reasons or [ALTERED if compared.altered else NOTHING]:
                self.stdout.write(f"  because {reason}")
        if compared.differing > len(compared.told):
            self.stdout.write(f"and {compared.differing - len(compared.told)} more.")


def _identical(rows: int) -> str:
    return "the 1 row is identical" if rows == 1 else f"all {counted(rows, 'row')} are identical"


def _differ(rows: int) -> str:
    return "1 row differs" if rows == 1 else f"{counted(rows, 'row')} differ"
