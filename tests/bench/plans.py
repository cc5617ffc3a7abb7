"""How PostgreSQL goes about the commonest questions: of which tables it looks at many rows."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from django.db import connection
from django.test import Client
from rich.console import Console
from rich.table import Table

from tests.bench.asked import LIST, commonest, rare
from tests.bench.database import about_database, ready_database
from tests.bench.settings import BENCH_ROWS
from tracker.generate import COALITION
from tracker.models import Contribution

MANY = max(10_000, BENCH_ROWS // 20)  # rows of one table that nobody should look at for one page


@dataclass(frozen=True)
class Planned:
    """A question, and what its queries came to.

    ``walked`` are the tables of which they looked at many rows, by index or not; ``indexes`` are
    what they found rows by. ``limited``: of such a question it is promised that none is walked.
    """

    question: str
    status: int
    queries: int
    ms: float
    slowest: str
    walked: list[str]
    indexes: list[str]
    limited: bool

    @property
    def broken(self) -> bool:
        return self.limited and (bool(self.walked) or self.status != HTTPStatus.OK)


@dataclass(frozen=True)
class Report:
    about: dict[str, Any]
    planned: list[Planned]

    @property
    def broken(self) -> list[Planned]:
        return [each for each in self.planned if each.broken]

    def show(self, *, as_json: bool) -> None:
        if as_json:
            found = {"about": self.about, "plans": [asdict(each) for each in self.planned]}
            sys.stdout.write(json.dumps(found, indent=1) + "\n")
            return
        console = Console(width=190)
        console.print(", ".join(f"{name} {value}" for name, value in self.about.items()))
        console.print(table_of(self.planned))


def table_of(planned: Sequence[Planned]) -> Table:
    title = f"of no table more than {MANY:,} rows are looked at for a list"
    table = Table("question", "queries", "ms", "walked", "found by", "", title=title)
    for each in planned:
        figures = (str(each.queries), f"{each.ms:,.1f}")
        verdict = "limit passed" if each.broken else "" if each.limited else "no limit"
        walked = ", ".join(each.walked) or "–"
        table.add_row(each.question, *figures, walked, ", ".join(each.indexes), verdict)
    return table


def run(rounds: int) -> Report:
    del rounds
    ready_database()
    return Report(dict(about_database()), [*lists(), *others()])


def lists() -> list[Planned]:
    """How PostgreSQL goes about the twenty commonest lists."""
    return _planned(_lists(), limited=True)


def others() -> list[Planned]:
    """And about what has to read more, or is asked less often."""
    return _planned(_others(), limited=False)


def _lists() -> Iterator[str]:
    country, kind, word = commonest("country"), commonest("kind"), rare()
    yield LIST
    yield f"{LIST}?page_size=1000"
    yield f"{LIST}?country={country}"
    yield f"{LIST}?country=TR"
    yield f"{LIST}?kind={kind}"
    yield f"{LIST}?kind=military&status_group=actual"
    yield f"{LIST}?country={country}&kind={kind}&status_group=actual"
    yield f"{LIST}?region=Oceania&kind={kind}"
    yield f"{LIST}?status_group=prospective"
    yield f"{LIST}?status=pledged&country={country}"
    yield f"{LIST}?known_on=2016-06-30"
    yield f"{LIST}?valid_on=2016-06-30&country={country}"
    yield f"{LIST}?metric=personnel&low_min=1000"
    yield f"{LIST}?stake=self"
    yield f"{LIST}?place=syria"
    yield f"{LIST}?disputed=true"
    yield f"{LIST}?q={word}"
    yield f"{LIST}?q=coalition"
    yield f"{LIST}?ordering=-updated_at"
    yield f"/api/v1/statements/?country={country}&status=done"
    yield f"/api/v1/quotes/?q={word}"
    yield "/api/v1/quotes/"


def _others() -> Iterator[str]:
    country, kind, word = commonest("country"), commonest("kind"), rare()
    code = Contribution.objects.filter(coalition=COALITION).order_by("-pk")[0].code
    yield f"{LIST}?country={country}&count=exact"
    yield f"{LIST}?membership=outside"
    yield f"{LIST}?publisher=Generated&speaker_role=expert&country={country}"
    yield f"{LIST}?ordering=-known_from"
    yield f"/api/v1/search/?q={word}"
    yield "/api/v1/search/?q=coalition"
    yield f"/api/v1/totals/?by=kind&country={country}"
    yield f"/api/v1/totals/?by=year&kind={kind}"
    yield "/api/v1/totals/?by=country,kind"
    yield f"{LIST}{code}/"
    yield "/api/v1/sources/"
    yield "/"
    yield "/contributions/"
    yield f"/contributions/?country={country}"
    yield f"/contributions/{code}/"
    yield f"/countries/{country}/"
    yield "/sources/generated-000001/"


# --- Explaining -----------------------------------------------------------------------------


LOOKED_AT = ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")


class Recorder:
    """Keeps the questions to the database that only read."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(("SELECT", "WITH", "(")):
            self.asked.append((sql, params))
        return execute(sql, params, many, context)


def _planned(paths: Iterable[str], *, limited: bool) -> list[Planned]:
    """Each asked once to warm, then once more with all its queries explained."""
    client = Client(HTTP_HOST="127.0.0.1")
    return [_plan_of(client, path, limited=limited) for path in paths]


def _plan_of(client: Client, path: str, *, limited: bool) -> Planned:
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
        walked=[scan for plan, _ in plans for scan in _walked(plan["Plan"])],
        indexes=sorted({index for plan, _ in plans for index in _indexes(plan["Plan"])}),
        limited=limited,
    )


def _explain(sql: str, params: Any) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        found = cursor.fetchone()[0]
    plan: dict[str, Any] = (json.loads(found) if isinstance(found, str) else found)[0]
    return plan


def _walked(node: dict[str, Any]) -> Iterator[str]:
    """Scans that looked at many rows, wherever they stand in the plan."""
    seen = sum(node.get(name, 0) for name in LOOKED_AT) * node.get("Actual Loops", 1)
    if "Relation Name" in node and seen >= MANY:
        yield f"{node['Relation Name'].removeprefix('tracker_')} ({seen:,.0f} rows)"
    for below in node.get("Plans", ()):
        yield from _walked(below)


def _indexes(node: dict[str, Any]) -> Iterator[str]:
    """What rows were found by, wherever it stands in the plan."""
    if "Index Name" in node:
        yield node["Index Name"].removeprefix("tracker_")
    for below in node.get("Plans", ()):
        yield from _indexes(below)
