"""The whole record as CSV: against PostgreSQL's own client, and against the usual ways."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection
from typing import Any

from django.conf import settings
from django.db import connection
from psycopg import ClientCursor
from rich.console import Console
from rich.table import Table

from tests.bench.contestants import datasette
from tests.bench.database import about_database, ready_database
from tests.bench.memory import Memory
from tests.bench.serving import say, served_site
from tests.bench.settings import BENCH_DIR, BENCH_ROWS
from tracker.exports import read_export

CSV = "/api/v1/contributions.csv"
SMALL = "/api/v1/contributions/?page_size=1&country=FR"
SMALL_REQUESTS = 300
FEW = 10_000  # rows that memory at all rows is compared with
SLOW_BYTES_PER_S = 2_000_000
CHUNK = 64 * 1024
PATIENCE_S = 3600
PEERS = {
    "queryset and csv.writer": "/bench/exports/queryset.csv",
    "REST framework": "/bench/exports/drf.csv",
    "django-import-export": "/bench/exports/import-export.csv",
}
# The peers walk rows one by one: of a million, the slowest would take an hour.
PEER_ROWS = 20_000


@dataclass
class Taken:
    """Seconds to the first data row and to the end, of each round; rows and bytes of one."""

    rows: int = 0
    size: int = 0
    first: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)

    @property
    def rows_per_s(self) -> float:
        return self.rows / statistics.median(self.whole)


@dataclass(frozen=True)
class Limit:
    """A figure that must not be above ``limit``; ``aim`` is what would be good."""

    name: str
    value: float
    aim: float
    limit: float


@dataclass(frozen=True)
class Report:
    about: dict[str, Any]
    taken: dict[str, Taken]
    limits: Sequence[Limit]

    @property
    def broken(self) -> list[Limit]:
        return [limit for limit in self.limits if limit.value > limit.limit]

    def show(self, *, as_json: bool) -> None:
        console = Console(width=120)
        if as_json:
            console.print_json(data=self.as_json())
            return
        console.print(", ".join(f"{name} {value}" for name, value in self.about.items()))
        table = Table("export", "rows", "bytes", "first row s", "whole s", "rows/s")
        for name, taken in self.taken.items():
            first, whole = statistics.median(taken.first), statistics.median(taken.whole)
            numbers = f"{first:.3f}", f"{whole:.2f}", f"{taken.rows_per_s:,.0f}"
            table.add_row(name, f"{taken.rows:,}", f"{taken.size:,}", *numbers)
        console.print(table)
        limits = Table("ratio", "measured", "aim", "limit", "")
        for each in self.limits:
            verdict = "limit passed" if each in self.broken else ""
            row = f"{each.value:.2f}", f"{each.aim:.2f}", f"{each.limit:.2f}"
            limits.add_row(each.name, *row, verdict)
        console.print(limits)

    def as_json(self) -> dict[str, Any]:
        return {
            "about": self.about,
            "exports": {name: vars(taken) for name, taken in self.taken.items()},
            "ratios": [vars(limit) | {"passed": limit in self.broken} for limit in self.limits],
        }


def run(rounds: int) -> Report:
    """Make the database if need be, serve it, measure."""
    stamp = ready_database()
    taken: dict[str, Taken] = {}
    with served_site() as port:
        memory = Memory(port)
        _warm(port)
        few = memory.peak_of(lambda: _download(port, f"{CSV}?{_few()}"))
        many = memory.peak_of(lambda: _download(port, CSV))
        ratios = [_pair(port, taken) for _ in range(rounds)]
        idle, busy = _small(port), _small_beside_slow_ones(port)
        for name, path in PEERS.items():
            _take(taken, name, partial(_download, port, f"{path}?rows={PEER_ROWS}"))
    _datasette(stamp, taken)
    ours = statistics.median(ratios)
    limits = [
        Limit("wide CSV over HTTP ÷ psql \\copy, time", ours, 1.05, 1.25),
        Limit("a small request's p99 beside two slow downloads ÷ idle", busy / idle, 2, 3),
        Limit(f"peak memory at {BENCH_ROWS:,} rows ÷ {FEW:,}", many / few, 1.05, 1.1),
    ]
    about = {
        **about_database(),
        "rounds": rounds,
        "peak MB": f"{few / 1e6:.0f} and {many / 1e6:.0f}",
        "small p99 ms": f"{idle * 1000:.1f} and {busy * 1000:.1f}",
    }
    return Report(about, taken, limits)


# --- Ours and psql's ------------------------------------------------------------------------


def _pair(port: int, taken: dict[str, Taken]) -> float:
    """One after the other, since the machine drifts; the ratio of their times."""
    ours = _take(taken, "ours, over HTTP", lambda: _download(port, CSV))
    psql = _take(taken, "psql \\copy", _psql_copy)
    say(f"  ours {ours:.1f} s, psql {psql:.1f} s: {ours / psql:.2f}")
    return ours / psql


def _take(taken: dict[str, Taken], name: str, once: Callable[[], Taken]) -> float:
    came = once()
    held = taken.setdefault(name, Taken(came.rows, came.size))
    held.first += came.first
    held.whole += came.whole
    say(f"  {name}: {came.rows:,} rows in {came.whole[0]:.1f} s")
    return came.whole[0]


def _download(port: int, path: str, *, pause: Callable[[int], None] | None = None) -> Taken:
    """Read all of a file; its rows are counted by their ends, as psql's are."""
    client = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    begun = time.perf_counter()
    client.request("GET", path)
    response = client.getresponse()
    if response.status != 200:
        raise RuntimeError(f"{path}: {response.status} {response.read()[:500]!r}")
    size = lines = 0
    first = 0.0
    while chunk := response.read1(CHUNK):
        size, lines = size + len(chunk), lines + chunk.count(b"\n")
        if not first and lines > 1:
            first = time.perf_counter() - begun
        if pause is not None:
            pause(len(chunk))
    client.close()
    return Taken(lines - 1, size, [first], [time.perf_counter() - begun])


def _psql_copy() -> Taken:
    """The very query that the site compiles, through psql into a pipe that somebody reads."""
    file = BENCH_DIR / "copy.sql"
    file.write_text(f"\\copy ({_sql()}) TO STDOUT WITH (FORMAT csv, HEADER)\n")
    at = connection.get_connection_params()
    where = {"-h": at["host"], "-p": at.get("port"), "-U": at["user"], "-d": at["dbname"]}
    flags = [word for name, value in where.items() if value for word in (name, str(value))]
    begun = time.perf_counter()
    first, size, lines = 0.0, 0, 0
    with subprocess.Popen(
        [_psql(), "-X", "-q", *flags, "-f", str(file)], stdout=subprocess.PIPE
    ) as psql:
        assert psql.stdout is not None
        while chunk := psql.stdout.read1(CHUNK):  # type: ignore[attr-defined]
            size, lines = size + len(chunk), lines + chunk.count(b"\n")
            if not first and lines > 1:
                first = time.perf_counter() - begun
    if psql.returncode:
        raise RuntimeError(f"psql ended with {psql.returncode}")
    return Taken(lines - 1, size, [first], [time.perf_counter() - begun])


def _sql() -> str:
    """In one line, as psql wants it."""
    sql, params = read_export("contributions", {}).table().query.get_compiler("default").as_sql()
    with connection.cursor():
        written = ClientCursor(connection.connection).mogrify(sql, params)
    return " ".join(written.split())


def _psql() -> str:
    """The embedded server's own, else the system's."""
    if settings.DATABASE_URL:
        found = shutil.which("psql")
        if found is None:
            raise RuntimeError("no psql here: apt-get install postgresql-client")
        return found
    from coalition.embedded.base import reach

    return str(reach(settings.DATABASES["default"], "postgres").binaries.path("psql"))


def _few() -> str:
    """A question that finds about so many of the rows."""
    if BENCH_ROWS <= FEW:
        return ""
    codes = read_export("contributions", {}).rows.order_by()
    for kind in codes.values_list("kind", flat=True).distinct():
        for country in codes.filter(kind=kind).values_list("country", flat=True).distinct():
            found = codes.filter(kind=kind, country=country).count()
            if FEW * 0.5 <= found <= FEW * 1.5:
                return f"kind={kind}&country={country}"
    return f"kind={kind}"


def _warm(port: int) -> None:
    for _ in range(20):
        _get(port, SMALL)


# --- A small request beside slow downloads --------------------------------------------------


def _get(port: int, path: str) -> float:
    client = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    begun = time.perf_counter()
    client.request("GET", path)
    response = client.getresponse()
    response.read()
    took = time.perf_counter() - begun
    client.close()
    if response.status != 200:
        raise RuntimeError(f"{path}: {response.status}")
    return took


def _small(port: int) -> float:
    """The p99 of many, one after the other."""
    times = sorted(_get(port, SMALL) for _ in range(SMALL_REQUESTS))
    return times[int(len(times) * 0.99)]


def _small_beside_slow_ones(port: int) -> float:
    with _slow_download(port), _slow_download(port):
        return _small(port)


@contextmanager
def _slow_download(port: int) -> Iterator[None]:
    """A reader that takes so many bytes a second until the block ends, and then goes."""
    ended, begun = threading.Event(), threading.Event()

    def pause(size: int) -> None:
        begun.set()
        if ended.wait(size / SLOW_BYTES_PER_S):
            raise InterruptedError

    def read() -> None:
        try:
            while not ended.is_set():
                _download(port, CSV, pause=pause)
        except InterruptedError:
            pass

    reader = threading.Thread(target=read)
    reader.start()
    begun.wait(PATIENCE_S)
    try:
        yield
    finally:
        ended.set()
        reader.join()


# --- Datasette ------------------------------------------------------------------------------


def _datasette(stamp: str, taken: dict[str, Taken]) -> None:
    """Its streaming CSV pages through a table; a query of its own it cuts at a thousand rows."""
    with datasette.served_datasette(stamp) as port:
        path = datasette.table_csv()
        _take(taken, "Datasette, one table", lambda: _download(port, path))
