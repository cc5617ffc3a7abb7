"""``manage.py dump``: the database as annotated fixtures, in their canonical form."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tracker.annotations.dump import dump
from tracker.annotations.jsonschemas import SCHEMAS, write_schemas


class Command(BaseCommand):
    help = "Write what is published as annotated fixtures, with their JSON Schema."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("folder", nargs="?", type=Path, help="where to: reference/ and sources/ stand in it")
        add(
            "--schema",
            action="store_true",
            help=f"write {' and '.join(SCHEMAS)} alone, into fixtures/ unless told where",
        )
        add("--json", action="store_true", help="one JSON document, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path | None = options["folder"]
        if options["schema"]:
            self.write_schemas(folder or Path(settings.BASE_DIR) / "fixtures", options)
            return
        if folder is None:
            raise CommandError("Say where to: manage.py dump DIR.")
        try:
            dumped = dump(folder)
            schemas = write_schemas(folder)  # every file names its own, for editors
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error.strerror}.") from error
        dumped.written += schemas
        dumped.unchanged += [name for name in SCHEMAS if name not in schemas]
        if options["json"]:
            self.stdout.write(json.dumps(asdict(dumped)))
            return
        for name in dumped.written:
            self.stdout.write(f"wrote {folder / name}")
        self.stdout.write(f"{len(dumped.written)} written, {len(dumped.unchanged)} unchanged")
        for name in dumped.strange:
            self.stderr.write(f"{folder / name} is not in the database; it was left alone.")

    def write_schemas(self, folder: Path, options: dict[str, Any]) -> None:
        written = write_schemas(folder)
        if options["json"]:
            self.stdout.write(json.dumps({"written": written}))
        else:
            self.stdout.write(f"wrote {', '.join(written)}" if written else "both are up to date")
