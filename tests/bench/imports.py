"""A spreadsheet in bulk against `bulk_create` of the same rows: both as drafts, all rules in force.

The rows are made up and go again at the end of each round. What a spreadsheet costs before it is
written (cut, mapped, checked, planned) is told beside it, and is in no ratio: the peer does none of
that.
"""

from __future__ import annotations

import csv
import io
import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction
from rich.console import Console
from rich.table import Table

from tests.bench.database import about_database, ready_database, vacuum
from tests.bench.serving import say
from tests.bench.settings import BENCH_ROWS
from tracker.annotations.apply import loader
from tracker.annotations.imports import Import, prepare_import
from tracker.models import Contribution, Quote, Source, Statement

SEED = 2015
REPEATS = 0.35  # of the rows repeat an earlier one to the character
PROVEN, AIM, LIMIT = 3.5, 9.0, 3.0
MAPPING = """
source: {{id: made-up-releases, coalition: counter-isil, title: Made-up releases,
  publisher: Nobody, published: 2016-01-01}}
tables:
- row: event
  no_value: '-'
  columns:
    Area: {{values: {{Mosul: mosul, near Raqqa: raqqa, 'Tikrit, Saladin': tikrit}}}}
    Country: {{values: {{France: FR, Germany: DE}}}}
    Day: {{date: DD/MM/YYYY}}
    Weapons: {{number: {{thousands: ','}}}}
  says:
  - {{of: '{{Country}}/airstrikes', amount: '{{Weapons}} weapons', status: done,
      place: '{{Area}}', when: '{{Day}}'}}
  check: {{rows: {rows}, sum: {{Weapons: {weapons}}}, repeats: {repeats}}}
"""


def run(rounds: int) -> Report:
    ready_database()
    text, mapping = made_up(BENCH_ROWS)
    report = Report({"rows": f"{BENCH_ROWS:,}", **about_database()})
    user = loader()
    for _ in range(rounds):
        begun = time.perf_counter()
        found = prepare_import("made-up.csv", text.encode(), mapping, by=user)
        report.prepared.append(time.perf_counter() - begun)
        report.ours.append(_timed(found.load.apply))
        report.peers.append(_timed(lambda f=found: bulk_create(f, user)))  # type: ignore[misc]
        say(f"  ours {report.ours[-1]:.2f} s, bulk_create {report.peers[-1]:.2f} s")
    return report


def made_up(rows: int) -> tuple[str, str]:
    """So many releases of weapons, and how they are read."""
    chance = random.Random(SEED)  # noqa: S311
    repeats = int(rows * REPEATS)
    fresh: dict[tuple[str, ...], None] = {}
    while len(fresh) < rows - repeats:
        day = f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/2015"
        who = chance.choice(["France", "Germany"])
        weapons = f"{chance.randint(1, 4000):,}"
        area = chance.choice(["Mosul", "near Raqqa", "Tikrit, Saladin"])
        fresh[day, who, area, weapons] = None
    made = [*fresh, *(chance.choice(list(fresh)[:1000]) for _ in range(repeats))]
    chance.shuffle(made)
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerows([("Day", "Country", "Area", "Weapons"), *made])
    total = sum(int(row[3].replace(",", "")) for row in made)
    return written.getvalue(), MAPPING.format(rows=rows, weapons=total, repeats=repeats)


def _timed(deed: Callable[[], Any]) -> float:
    """Seconds until all is written and every rule has spoken; then it is taken back."""
    vacuum()  # what was taken back before lies about, and would be paid for by whoever comes next
    begun = time.perf_counter()
    with transaction.atomic():
        deed()
        connection.check_constraints()
        took = time.perf_counter() - begun
        transaction.set_rollback(True)
    return took


def bulk_create(found: Import, user: User) -> None:
    """The same drafts as Django writes them: records made and inserted, model by model."""
    (wanted,) = found.load.wanted.sources
    cells = wanted.cells
    source = Source.objects.create(
        code=wanted.key,
        coalition_id=cells["coalition"],
        title=cells["title"],
        publisher=cells["publisher"],
        published=cells["published"],
        text_sha256=cells["text_sha256"],
        text_characters=cells["text_characters"],
        tables=cells["tables"],
    )
    paths = {path.partition(":")[2] for path in found.load.wanted.contributions}
    Contribution.objects.bulk_create(
        [_contribution(path, cells["coalition"], user) for path in sorted(paths)],
        ignore_conflicts=True,
    )
    known = dict(
        Contribution.objects.filter(coalition=cells["coalition"], path__in=paths).values_list(
            "path", "pk"
        )
    )
    quotes = Quote.objects.bulk_create(
        Quote(
            code=quote.key,
            source=source,
            exact=quote.cells["exact"],
            start=quote.cells["start"],
            end=quote.cells["start"] + len(quote.cells["exact"]),
            locator=quote.cells["locator"],
            voice="table",
        )
        for quote in wanted.quotes.values()
    )
    Statement.objects.bulk_create(
        _statement(said.cells, quote, known, user)
        for quote, read in zip(quotes, wanted.quotes.values(), strict=True)
        for said in read.says
    )


def _contribution(path: str, coalition: str, user: User) -> Contribution:
    country, _, kind = path.partition("/")
    code = path.lower().replace("/", "-")
    return Contribution(
        coalition_id=coalition, country_id=country, kind_id=kind, path=path, code=code,
        written_by=user,
    )  # fmt: skip


def _statement(cells: dict[str, Any], quote: Quote, known: dict[str, int], user: User) -> Statement:
    return Statement(
        code=f"{quote.code}:1",
        number=1,
        position=1,
        quote=quote,
        contribution_id=known[cells["contribution"].partition(":")[2]],
        status=cells["status"],
        low=cells["low"],
        high=cells["high"],
        metric_id=cells["metric"],
        words=cells["words"],
        reads_as=cells["reads_as"],
        place_id=cells["place"],
        when=cells["when"],
        when_words=cells["when_words"],
        written_by=user,
    )


@dataclass
class Report:
    """Seconds of each round; the ratio is of rows a second, ours over the peer's."""

    about: dict[str, Any]
    prepared: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)
    peers: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        pairs = zip(self.peers, self.ours, strict=True)
        return statistics.median(peer / own for peer, own in pairs)

    @property
    def broken(self) -> bool:
        return self.ratio < LIMIT

    def show(self, *, as_json: bool) -> None:
        seconds = {
            "cut, mapped, checked, planned": statistics.median(self.prepared),
            "written": statistics.median(self.ours),
            "bulk_create": statistics.median(self.peers),
        }
        if as_json:
            ratio = {"value": self.ratio, "limit": LIMIT, "passed": self.broken}
            found = {"about": self.about, "seconds": seconds, "rows/s ÷ bulk_create": ratio}
            sys.stdout.write(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
            return
        table = Table("measured", "s", "rows/s")
        for name, took in seconds.items():
            table.add_row(name, f"{took:.2f}", f"{BENCH_ROWS / took:,.0f}")
        console = Console(width=132)
        console.print(", ".join(f"{name} {value}" for name, value in self.about.items()))
        console.print(table)
        verdict = "limit passed" if self.broken else "kept"
        console.print(
            f"rows/s ÷ bulk_create: {self.ratio:.2f} "
            f"(proven {PROVEN}, aim {AIM:.0f}, limit {LIMIT:.0f}): {verdict}"
        )
