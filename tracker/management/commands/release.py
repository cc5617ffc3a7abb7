"""``manage.py release 2026.11``: the published record, frozen as a numbered edition."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from typing import IO, Any, cast

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from tracker.exports.releases import Frozen, NotReleased, freeze
from tracker.reconcile import RECKONED

MOST = 40  # changes that are shown one by one


class Command(BaseCommand):
    help = "Freeze what is published as files that are never rewritten."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("code", help="its number: year and month, 2026.11; a second one 2026.11.1")
        add("--note", default="", help="what readers should know of it")
        add("--by", metavar="USERNAME", help="who releases it")
        add("--dry-run", action="store_true", help="show what it would be, and stop")
        add("--json", action="store_true", help="one JSON document, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            frozen = self.freeze(options)
        except NotReleased as error:
            raise CommandError(str(error)) from None
        if options["json"]:
            self.stdout.write(json.dumps(frozen.as_json(), ensure_ascii=False))
        else:
            self.show(frozen)

    def freeze(self, options: dict[str, Any]) -> Frozen:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        console = Console(stderr=True)
        with Progress(*columns, console=console, transient=True) as progress:
            task = progress.add_task("", total=None)
            return freeze(
                options["code"],
                by=_person(options["by"]),
                note=options["note"],
                keep=not options["dry_run"],
                reckoned=RECKONED,
                tell=lambda name: progress.update(task, description=name),
            )

    def show(self, frozen: Frozen) -> None:
        console = Console(file=cast(IO[str], self.stdout))
        console.print(_files(frozen))
        if frozen.release.previous is not None:
            console.print(_changes(frozen), soft_wrap=True)
        code = frozen.release.code
        if frozen.is_kept:
            self.stdout.write(self.style.SUCCESS(f"Released {code}: {frozen.folder}"))
        else:
            self.stdout.write(f"Nothing was released: this is what {code} would be.")


def _person(username: str | None) -> User | None:
    if username is None:
        return None
    person = User.objects.filter(username=username).first()
    if person is None:
        raise CommandError(f"There is no account {username}.")
    return person


def _files(frozen: Frozen) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("file")
    table.add_column("rows", justify="right")
    table.add_column("bytes", justify="right")
    for name, made in sorted(frozen.made.items()):
        table.add_row(name, "" if made.rows is None else f"{made.rows:,}", f"{made.size:,}")
    return table


def _changes(frozen: Frozen) -> Text:
    previous = frozen.release.previous
    counts = Counter((each.table, each.what.value) for each in frozen.changes)
    lines = [f"\nSince {previous}: {'nothing is different' if not counts else ''}"]
    lines += [f"  {table}: {count} {what}" for (table, what), count in sorted(counts.items())]
    for each in frozen.changes[:MOST]:
        cell = f" {each.column}: {each.before!r} → {each.after!r}" if each.column else ""
        why = f" ({each.reason})" if each.reason else ""
        lines.append(f"  {each.table} {each.code} {each.what.value}{cell}{why}")
    if len(frozen.changes) > MOST:
        lines.append(f"  … and {len(frozen.changes) - MOST} more; CHANGES.csv has them all.")
    return Text("\n".join(lines))
