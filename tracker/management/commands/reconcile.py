"""``manage.py reconcile``: each tally as claimed, certain, possible, not named."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from tracker.domain.codes import nearest
from tracker.models import Tally
from tracker.reconcile import Record, reconcile
from tracker.reconcile.report import as_json, table_of


class Command(BaseCommand):
    help = "Hold each published tally against the record: claimed, certain, possible, not named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "tally", nargs="*", help="codes; all published tallies if none is given"
        )
        parser.add_argument("--known-on", type=_day, help="by what was known on that day (ISO)")
        parser.add_argument("--json", action="store_true", help="one JSON document, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        record = Record(options["known_on"], whole=not options["tally"])
        rows = [reconcile(tally, record=record) for tally in _tallies(options["tally"])]
        if options["json"]:
            self.stdout.write(json.dumps([as_json(row) for row in rows], ensure_ascii=False))
        else:
            Console(file=cast(IO[str], self.stdout)).print(table_of(rows))


def _tallies(codes: list[str]) -> list[Tally]:
    published = Tally.objects.published().select_related("quote__source", "metric")
    found = list(published.prefetch_related("countries__country").order_by("code"))
    known = {tally.code: tally for tally in found}
    for code in codes:
        if code not in known:
            meant = nearest(code, known)
            hint = f" Was {meant} meant?" if meant else " `manage.py reconcile` lists them all."
            raise CommandError(f"There is no published tally {code}.{hint}")
    return [known[code] for code in codes] if codes else found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a day: write it as 2015-11-23.") from None
