"""``manage.py verify``: whether quotes, states and releases are what they say."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker.annotations.telling import telling
from tracker.annotations.verify import verify
from tracker.domain.wording import counted
from tracker.exports.releases import NotReleased, check


class Command(BaseCommand):
    help = "Check quotes against their texts and states against a fresh derivation, or a release."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("--texts", type=Path, metavar="DIR", help="texts that the database does not hold")
        add("--release", metavar="CODE", help="hash the files of this release again, nothing else")
        add("--json", action="store_true", help="one JSON document, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
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
