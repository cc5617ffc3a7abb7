"""A small load client: so many readers at once, each request it starts is finished and checked.

Beside it, a query that is asked of the database alone.
"""

from __future__ import annotations

import json
import statistics
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from tests.bench.serving import WORKER, WORKERS, say

READERS = 4
ROUND_S = 3.0  # about how long a round lasts
WARM = 5  # requests a reader before the first round


@dataclass(frozen=True)
class Ask:
    """A request that is measured: its answer's rows lie at ``rows_at`` ("" for the whole)."""

    name: str
    port: int
    path: str
    rows_at: str | None = "results"  # None: a page, whose rows are those of its table
    headers: tuple[tuple[str, str], ...] = ()
    status: int = 200
    alone: bool = False  # by one reader, since it is time that counts and not throughput


@dataclass(frozen=True)
class Round:
    """What one round of one ask came to."""

    requests: int
    seconds: float
    median_ms: float
    worst_ms: float  # the 99th of a hundred
    rows: int
    size: int  # bytes of one answer

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


class WrongAnswer(Exception):
    """A measured request was answered otherwise than it should have been."""


class Reader:
    """One connection, kept open."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.connection = HTTPConnection("127.0.0.1", ask.port, timeout=300)
        self.worker, self.body = "", b""

    def read(self) -> float:
        """Ask once, read all of the answer; seconds.

        Again if the server has put the connection down while others had their turn.
        """
        try:
            return self._read()
        except ConnectionError:
            self.connection.close()  # the next request opens it again
            return self._read()

    def _read(self) -> float:
        begun = time.perf_counter()
        self.connection.request("GET", self.ask.path, headers=dict(self.ask.headers))
        response = self.connection.getresponse()
        self.body = response.read()
        took = time.perf_counter() - begun
        self._check(response)
        return took

    def _check(self, response: HTTPResponse) -> None:
        self.worker = response.getheader(WORKER) or ""
        if response.status != self.ask.status:
            start = self.body[:500].decode(errors="replace")
            raise WrongAnswer(f"{self.ask.path}: {response.status}, {start}")

    @property
    def rows(self) -> int:
        if self.ask.rows_at is None:
            return self.body.count(b"<tr")
        if not self.body:
            return 0
        found = json.loads(self.body)
        found = found[self.ask.rows_at] if self.ask.rows_at else found
        return len(found) if isinstance(found, list) else 1


class Runner:
    """The readers of one ask, warmed, spread evenly over the workers, and how much is one round."""

    def __init__(self, ask: Ask, readers: int = READERS, round_s: float = ROUND_S) -> None:
        self.ask = ask
        self.readers = _spread(ask, readers)
        took = statistics.median([reader.read() for reader in self.readers for _ in range(WARM)])
        self.each = max(3, min(500, int(round_s / took / max(1, readers // 2))))
        self.rounds: list[Round] = []

    def run(self) -> Round:
        """One round: all wake, begin together, and finish what they begin."""
        times: list[float] = []
        errors: list[BaseException] = []
        ready = threading.Barrier(len(self.readers) + 1)
        threads = [
            threading.Thread(target=self._read, args=(reader, ready, times, errors))
            for reader in self.readers
        ]
        for thread in threads:
            thread.start()
        with suppress(threading.BrokenBarrierError):
            ready.wait()
        begun = time.perf_counter()
        for thread in threads:
            thread.join()
        seconds = time.perf_counter() - begun
        if errors:
            raise errors[0]
        self.rounds.append(_sum_up(times, seconds, self.readers[0]))
        return self.rounds[-1]

    def _read(
        self,
        reader: Reader,
        ready: threading.Barrier,
        times: list[float],
        errors: list[BaseException],
    ) -> None:
        try:
            reader.read()
            ready.wait()
            times += [reader.read() for _ in range(self.each)]
        except BaseException as error:  # told by the thread that waits
            ready.abort()
            errors.append(error)

    def close(self) -> None:
        for reader in self.readers:
            reader.connection.close()


class QueryRunner(Runner):
    """A query, asked of the database alone: what a request costs around it is left out."""

    def __init__(self, name: str, rows: QuerySet[Any]) -> None:
        self.ask = Ask(name, port=0, path="")
        self.readers, self.rounds = [], []
        self.sql, self.params = rows.query.get_compiler(rows.db).as_sql()
        self.found = rows.count()
        took = statistics.median([self._ask() for _ in range(WARM)])
        self.each = max(3, min(500, int(ROUND_S / took)))

    def run(self) -> Round:
        times = sorted(self._ask() for _ in range(self.each))
        p99 = times[int(len(times) * 0.99)] * 1000
        median = statistics.median(times) * 1000
        self.rounds.append(Round(len(times), sum(times), median, p99, self.found, size=0))
        return self.rounds[-1]

    def _ask(self) -> float:
        with connection.cursor() as cursor:
            begun = time.perf_counter()
            cursor.execute(self.sql, self.params)
            cursor.fetchall()
            return time.perf_counter() - begun


def _sum_up(times: list[float], seconds: float, reader: Reader) -> Round:
    times.sort()
    return Round(
        requests=len(times),
        seconds=seconds,
        median_ms=statistics.median(times) * 1000,
        worst_ms=times[int(len(times) * 0.99)] * 1000,
        rows=reader.rows,
        size=len(reader.body),
    )


def _spread(ask: Ask, wanted: int) -> list[Reader]:
    """Connections in equal numbers to each worker; the kernel hands them out as it likes."""
    most = -(-wanted // WORKERS)
    readers: list[Reader] = []
    held: Counter[str] = Counter()
    for _ in range(100):
        reader = Reader(ask)
        reader.read()
        if reader.worker and held[reader.worker] >= most:
            reader.connection.close()
            continue
        held[reader.worker] += 1
        readers.append(reader)
        if len(readers) == wanted:
            return readers
    raise WrongAnswer(f"{ask.path}: one of the workers does not answer ({dict(held)})")


def run_interleaved(runners: Sequence[Runner], rounds: int) -> None:
    """Round by round, everybody in turn: the machine drifts, and all drift with it."""
    for _ in range(rounds):
        for runner in runners:
            came = runner.run()
            say(f"  {runner.ask.name}: {came.median_ms:,.1f} ms, {came.per_second:,.1f} req/s")
