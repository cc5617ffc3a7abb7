"""How PostgreSQL goes about the commonest questions: which of them read a large table whole."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection
from django.test import Client
from rich.console import Console
from rich.table import Table

from tests.bench.api import LIST, commonest, rare
from tests.bench.database import about_database, ready_database
from tracker.generate import COALITION
from tracker.models import Contribution

LARGE = 10_000  # rows that nobody should look at for one page


@dataclass(frozen=True)
class Planned:
    """A question, and what its queries came to.

    ``whole`` are large tables that they read whole, ``indexes`` are what they found rows by.
    """

    question: str
    status: int
    queries: int
    ms: float
    slowest: str
    whole: list[str]
    indexes: list[str]


@dataclass(frozen=True)
class Report:
    """Nothing is promised here, so nothing can be broken."""

    about: dict[str, Any]
    planned: list[Planned]
    broken: tuple[()] = ()

    def show(self, *, as_json: bool) -> None:
        if as_json:
            found = {"about": self.about, "plans": [asdict(each) for each in self.planned]}
            sys.stdout.write(json.dumps(found, indent=1) + "\n")
            return
        table = Table("question", "status", "queries", "ms", "read whole", "found by")
        for each in self.planned:
            whole = ", ".join(each.whole) or "–"
            figures = (str(each.status), str(each.queries), f"{each.ms:,.1f}")
            row = (each.question, *figures, whole, ", ".join(each.indexes))
            table.add_row(*row)
        console = Console(width=190)
        console.print(", ".join(f"{name} {value}" for name, value in self.about.items()))
        console.print(table)


def run(rounds: int) -> Report:
    """Ask each question once to warm, then once more with all its queries explained."""
    del rounds
    ready_database()
    client = Client(HTTP_HOST="127.0.0.1")
    return Report(dict(about_database()), [_planned(client, path) for path in _questions()])


def _questions() -> Iterator[str]:
    country, kind, word = commonest("country"), commonest("kind"), rare()
    code = Contribution.objects.filter(coalition=COALITION).order_by("-pk")[0].code
    yield LIST
    yield f"{LIST}?page_size=1000"
    yield f"{LIST}?country={country}"
    yield f"{LIST}?kind={kind}"
    yield f"{LIST}?kind=military&status_group=actual"
    yield f"{LIST}?country={country}&kind={kind}&status_group=actual"
    yield f"{LIST}?status_group=prospective"
    yield f"{LIST}?known_on=2016-06-30"
    yield f"{LIST}?valid_on=2016-06-30&country={country}"
    yield f"{LIST}?metric=personnel&low_min=1000"
    yield f"{LIST}?stake=self"
    yield f"{LIST}?place=syria"
    yield f"{LIST}?disputed=true"
    yield f"{LIST}?q={word}"
    yield f"{LIST}?q=coalition"
    yield f"{LIST}?ordering=-updated_at"
    yield f"{LIST}?country={country}&count=exact"
    yield f"{LIST}?membership=outside"
    yield f"{LIST}?region=Oceania&kind={kind}"
    yield f"{LIST}?publisher=Generated&speaker_role=expert&country={country}"
    yield f"/api/v1/search/?q={word}"
    yield "/api/v1/search/?q=coalition"
    yield f"/api/v1/totals/?by=kind&country={country}"
    yield f"/api/v1/totals/?by=year&kind={kind}"
    yield "/api/v1/totals/?by=country,kind"
    yield f"{LIST}{code}/"
    yield f"/api/v1/statements/?country={country}&status=done"
    yield f"/api/v1/quotes/?q={word}"
    yield "/api/v1/quotes/"
    yield "/api/v1/sources/"
    yield "/"
    yield "/contributions/"
    yield f"/contributions/?country={country}"
    yield f"/contributions/{code}/"
    yield f"/countries/{country}/"
    yield "/sources/generated-000001/"


# --- Explaining -----------------------------------------------------------------------------


class Recorder:
    """Keeps the questions to the database that only read."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(("SELECT", "WITH", "(")):
            self.asked.append((sql, params))
        return execute(sql, params, many, context)


def _planned(client: Client, path: str) -> Planned:
    client.get(path)
    recorder = Recorder()
    with connection.execute_wrapper(recorder):
        status = client.get(path).status_code
    plans = [(_explain(*asked), asked[0]) for asked in recorder.asked]
    slowest = max(plans, key=lambda each: each[0]["Execution Time"], default=({}, ""))
    return Planned(
        question=path,
        status=status,
        queries=len(plans),
        ms=sum(plan["Execution Time"] + plan["Planning Time"] for plan, _ in plans),
        slowest=slowest[1],
        whole=[scan for plan, _ in plans for scan in _whole(plan["Plan"])],
        indexes=sorted({index for plan, _ in plans for index in _indexes(plan["Plan"])}),
    )


def _explain(sql: str, params: Any) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        found = cursor.fetchone()[0]
    plan: dict[str, Any] = (json.loads(found) if isinstance(found, str) else found)[0]
    return plan


def _whole(node: dict[str, Any]) -> Iterator[str]:
    """Sequential scans that looked at many rows, wherever they stand in the plan."""
    seen = node.get("Actual Rows", 0) + node.get("Rows Removed by Filter", 0)
    seen *= node.get("Actual Loops", 1)
    if node["Node Type"] == "Seq Scan" and seen >= LARGE:
        yield f"{node['Relation Name'].removeprefix('tracker_')} ({seen:,.0f} rows)"
    for below in node.get("Plans", ()):
        yield from _whole(below)


def _indexes(node: dict[str, Any]) -> Iterator[str]:
    """What rows were found by, wherever it stands in the plan."""
    if "Index Name" in node:
        yield node["Index Name"].removeprefix("tracker_")
    for below in node.get("Plans", ()):
        yield from _indexes(below)
