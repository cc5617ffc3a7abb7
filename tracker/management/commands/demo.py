"""``manage.py demo``: everything from an empty folder to a site one can look at."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.panel import Panel
from rich.progress import Progress

from tracker.generate import NoReferenceData, OtherSeed, generate
from tracker.management import demo


class Command(BaseCommand):
    help = "Prepare the database, load the fixtures, print what is known, and serve the site."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rows", type=int, default=0, help="have so many generated rows too")
        parser.add_argument("--port", type=int, default=8000, help="on 127.0.0.1 (8000)")
        parser.add_argument("--no-serve", action="store_true", help="end after the summary")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DATABASE_URL:
            raise CommandError(
                "The demo prints passwords, so it is for the embedded database alone; DATABASE_URL "
                "is set. Leave it out: env -u DATABASE_URL make demo"
            )
        if not options["no_serve"]:
            demo.check_port(options["port"])
        # The stream itself: Django's wrapper would end every piece of a progress bar with a line.
        console = Console(file=cast(IO[str], self.stdout._out))
        self._prepare(console)
        if options["rows"]:
            self._generate(console, options["rows"])
        passwords = demo.make_logins()
        for part in demo.summary():
            console.print(part, highlight=False)
        console.print(_doors(f"http://{demo.HOST}:{options['port']}/", passwords))
        if not options["no_serve"]:
            console.print("Serving; Ctrl-C ends it.")
            demo.serve(options["port"], Path(settings.BASE_DIR))

    def _prepare(self, console: Console) -> None:
        steps: tuple[tuple[str, str, dict[str, Any]], ...] = (
            ("Static files", "collectstatic", {"interactive": False, "verbosity": 0}),
            ("Database", "migrate", {"interactive": False, "verbosity": 0}),
            ("Fixtures", "load", {"no_input": True}),
        )
        for said, command, how in steps:
            console.print(f"[dim]{said} …[/dim]")
            call_command(command, stdout=self.stdout, stderr=self.stderr, **how)

    def _generate(self, console: Console, rows: int) -> None:
        with Progress(console=console) as progress:
            task = progress.add_task("Generated rows", total=rows)
            try:
                generate(rows, progress=lambda done, _: progress.update(task, completed=done))
            except (NoReferenceData, OtherSeed) as error:
                raise CommandError(str(error)) from error
            progress.update(task, completed=rows)


def _doors(site: str, passwords: dict[str, str]) -> Panel:
    lines = [
        f"The site   [bold]{site}[/bold]",
        f"The table  {site}contributions/",
        f"As CSV     {site}api/v1/contributions.csv",
        f"The API    {site}api/v1/",
        f"The admin  {site}admin/",
        *(f"  login    {name}    password  {word}" for name, word in passwords.items()),
        "The passwords are new at each start, and good for this machine alone.",
    ]
    return Panel("\n".join(lines), title="Doors", title_align="left", expand=False, highlight=False)
