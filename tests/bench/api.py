"""Lists, pages, counts, searches and repeated reads of the REST API."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.db.models import QuerySet
from rich.console import Console

from tests.bench.asked import LIST, commonest, rare
from tests.bench.content import NESTED, differences, rows_of
from tests.bench.contestants import datasette
from tests.bench.database import about_database, ready_database
from tests.bench.load import READERS, Ask, QueryRunner, Runner, WrongAnswer, run_interleaved
from tests.bench.plans import Planned, lists, table_of
from tests.bench.ratios import Ratio, Report
from tests.bench.serving import WORKERS, served_site
from tests.bench.settings import BENCH_ROWS
from tracker.filters import FILTER_SETS
from tracker.models import Quote

SIZES = (100, 1000)
DEEP = 5000  # the page that is compared with the first

Asked = dict[str, str]


@dataclass(frozen=True)
class ApiReport(Report):
    """And how PostgreSQL goes about the commonest lists."""

    planned: Sequence[Planned] = ()

    @property
    def broken(self) -> list[Any]:
        return [*super().broken, *(each for each in self.planned if each.broken)]

    def as_json(self) -> dict[str, Any]:
        return {**super().as_json(), "plans": [asdict(each) for each in self.planned]}

    def show(self, *, as_json: bool) -> None:
        super().show(as_json=as_json)
        if not as_json:
            Console(width=190).print(table_of(self.planned))


def run(rounds: int) -> ApiReport:
    """Make the database if need be, serve it, measure."""
    stamp = ready_database()
    runners: dict[str, Runner] = {}

    def measure(started: list[Runner]) -> None:
        run_interleaved(started, rounds)
        for runner in started:
            runner.close()
            runners[runner.ask.name] = runner

    with served_site() as site, datasette.served_datasette(stamp) as peer:
        for asks in _groups(site, peer):
            measure([Runner(ask, 1 if ask.alone else READERS) for ask in asks])
    measure([QueryRunner(name, rows) for name, rows in _searches()])
    about = {**about_database(), "workers": WORKERS, "readers": READERS, "rounds": rounds}
    return ApiReport(about, runners, list(_ratios()), lists())


def _groups(site: int, peer: int) -> Iterator[list[Ask]]:
    """What is measured together, in turns."""
    for asked in _filters():
        for size in SIZES:
            yield list(_lists(site, peer, asked, size))
    yield [
        Ask("page 1", site, f"{LIST}?page_size=100", alone=True),
        Ask(f"page {_deep():,}", site, _deep_page(site), alone=True),
        Ask("page 1, exact count", site, f"{LIST}?page_size=100&count=exact", alone=True),
        Ask("page 1, estimated count", site, f"{LIST}?page_size=100&count=estimated", alone=True),
    ]
    yield [
        Ask("rare word, list of quotes", site, f"/api/v1/quotes/?q={rare()}", alone=True),
        Ask("rare word, list of contributions", site, f"{LIST}?q={rare()}", alone=True),
    ]
    yield list(_repeated(site))


# --- Lists ----------------------------------------------------------------------------------


def _filters() -> list[Asked]:
    """Nothing, who gives, what is given, and who gives what was done: the commonest of each."""
    country, kind = commonest("country"), commonest("kind")
    return [
        {},
        {"country": country},
        {"kind": kind},
        {"country": country, "status_group": "actual"},
    ]


def _name(asked: Asked, size: int) -> str:
    return f"{' and '.join(asked) or 'all'}, {size:,}"


def _lists(site: int, peer: int, asked: Asked, size: int) -> Iterator[Ask]:
    """All with statements and quotes inside, and saying the same."""
    query, name = urlencode({**asked, "page_size": size}), _name(asked, size)
    ours = Ask(name, site, f"{LIST}?{query}&{urlencode(NESTED, safe=',')}")
    yield ours
    nested = Ask(f"{name}: serializers", site, f"/bench/nested/?{query}")
    there = Ask(f"{name}: Datasette", peer, datasette.address(size, asked), rows_at="")
    for ask in (nested, there):
        _same(ours, ask)
        yield ask


def _same(ours: Ask, other: Ask) -> None:
    """Raises WrongAnswer unless the other list says what ours does."""
    rows, others = (rows_of(each.port, each.path) for each in (ours, other))
    for difference in differences(rows, others, other.name):
        raise WrongAnswer(difference)


# --- Pages, words, repeated reads -----------------------------------------------------------


def _deep() -> int:
    """Half of all where there are fewer pages."""
    return min(DEEP, BENCH_ROWS // 100 // 2)


def _deep_page(site: int) -> str:
    """Its address, found by going there page by page; only large and narrow ones."""
    address = f"{LIST}?page_size=1000&fields=code"
    for _ in range(max(1, _deep() // 10)):
        address = _get(site, address)["next"]
    query = urlsplit(address).query.replace("page_size=1000", "page_size=100")
    return f"{LIST}?{query.replace('&fields=code', '')}"


def _searches() -> Iterator[tuple[str, QuerySet[Any]]]:
    """The quotes with a rare word, as the interface finds them and as they are without an index."""
    ours = FILTER_SETS["quotes"].read({"q": rare()}).rows
    plain = Quote.objects.filter(exact__icontains=rare())
    for name, rows in (("rare word", ours), ("rare word, icontains", plain)):
        yield name, rows.order_by("code").values_list("code", "exact")[:100]


def _repeated(site: int) -> Iterator[Ask]:
    """A list and a record, each read in full, then asked for again by who has it already."""
    code = _get(site, f"{LIST}?page_size=1")["results"][0]["code"]
    for name, path in (("list", f"{LIST}?page_size=100"), ("record", f"{LIST}{code}/")):
        etag = _headers(site, path)["ETag"]
        yield Ask(f"{name} in full", site, path, rows_at="")
        yield Ask(
            f"{name} again", site, path, headers=(("If-None-Match", etag),), status=304, rows_at=""
        )


def _get(port: int, path: str) -> Any:
    return json.loads(_answer(port, path)[1])


def _headers(port: int, path: str) -> dict[str, str]:
    return _answer(port, path)[0]


def _answer(port: int, path: str) -> tuple[dict[str, str], bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=300)
    try:
        parts = urlsplit(path)
        connection.request("GET", f"{parts.path}?{parts.query}")
        response = connection.getresponse()
        return dict(response.getheaders()), response.read()
    finally:
        connection.close()


# --- What is compared -----------------------------------------------------------------------


def _ratios() -> Iterator[Ratio]:
    for asked in _filters():
        for size in SIZES:
            name = _name(asked, size)
            peers = f"{name}: serializers", f"{name}: Datasette"
            yield Ratio(f"{name} ÷ serializers", name, peers[0], "req/s", 5, 2.8)
            yield Ratio(f"{name} ÷ Datasette", name, peers[1], "req/s", 1.2, 0.8)
    deep = f"page {_deep():,}"
    low = {"high_is_good": False}
    yield Ratio(f"{deep} ÷ page 1", deep, "page 1", "ms", 1.1, 1.5, **low)
    for counted in ("exact", "estimated"):
        over = f"page 1, {counted} count"
        yield Ratio(f"page 1 with its count {counted} ÷ without", over, "page 1", "ms", **low)
    sought = "rare word, icontains", "rare word"
    yield Ratio("rare word, in the database: icontains ÷ ours", *sought, "ms", 600, 300)
    yield Ratio("list again ÷ in full", "list again", "list in full", "ms", **low)
    yield Ratio("record again ÷ in full", "record again", "record in full", "ms", **low)
