"""``manage.py generate``: so many rows that are not real, for a demonstration or a benchmark."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

from tracker.generate import Generated, NoReferenceData, OtherSeed, generate


class Command(BaseCommand):
    help = "Add generated contributions, marked as not real, until there are ROWS of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rows", type=_rows, help="how many there shall be")
        parser.add_argument("--seed", type=int, default=2015, help="another seed, other rows")
        parser.add_argument("--json", action="store_true", help="one JSON document, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = _generate(options["rows"], options["seed"], shown=not options["json"])
        except (NoReferenceData, OtherSeed) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(asdict(made)))
        else:
            self.stdout.write(
                f"{made.rows:,} generated contributions; new are {made.contributions:,}, with "
                f"{made.statements:,} statements, {made.quotes:,} quotes and {made.sources:,} "
                f"sources ({made.seconds} s)."
            )


def _generate(rows: int, seed: int, *, shown: bool) -> Generated:
    bar = Progress(
        "Generating",
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=not shown,
    )
    with bar:
        task = bar.add_task("", total=rows or None)
        return generate(
            rows, seed=seed, progress=lambda there, _: bar.update(task, completed=there)
        )


def _rows(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError(f"{text!r} is no number of rows: write it as 100000")
    return int(text)
