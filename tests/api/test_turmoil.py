"""Pages while another session inserts and withdraws: no row is lost, none comes twice.

`make bench-turmoil` does the same with 100,000 rows and another process.
"""

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from django.contrib.auth.models import User
from django.db import connections
from django.test import Client

from tests import record
from tests.turmoil import Writer, amiss, codes_there, read_all
from tracker.generate import COALITION, generate
from tracker.models import Coalition

ROWS = 600
SOON = 60  # seconds: far more than a few steps take


@pytest.fixture
def writer(transactional_db: None) -> Writer:
    for code in ("FR", "DE", "US", "TR", "AE"):
        record.country(code)
    for code in ("airstrikes", "deployment.naval", "funding", "diplomacy", "membership"):
        record.kind(code)
    for code in ("strikes", "personnel", "ships", "money"):
        record.metric(code)
    for code in ("iraq", "syria", "raqqa"):
        record.place(code)
    record.line_of_effort("military")
    generate(ROWS)
    coalition = Coalition.objects.get(code=COALITION)
    by = User.objects.create_superuser("root")
    return Writer(record.source("turmoil", coalition=coalition), by, random.Random(2015))  # noqa: S311


@contextmanager
def at_work(writer: Writer) -> Iterator[None]:
    """The writer goes on, in a session of its own, until the block ends."""
    stop = Event()

    def work() -> None:
        try:
            while not stop.is_set():
                writer.step()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(work)
        try:
            yield
        finally:
            stop.set()
        working.result()


def wait_for(writer: Writer, steps: int) -> None:
    """Let the writer keep step: reading is faster than writing."""
    deadline = time.monotonic() + SOON
    while len(writer.withdrawn) < steps:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_each_row_is_read_once_whatever_happens_beside(client: Client, writer: Writer) -> None:
    before = codes_there()
    assert len(before) >= ROWS
    read: list[str] = []
    with at_work(writer):
        pages = read_all(lambda address: client.get(address).json(), page_size=20)
        for number, page in enumerate(pages):
            read += page
            wait_for(writer, number // 2)
    assert amiss(read, before, writer.inserted, writer.withdrawn) == {}


def test_a_page_by_offset_would_lose_rows(client: Client, writer: Writer) -> None:
    """What is looked for here is found where it is."""
    before = codes_there()
    ordered = sorted(before)
    read = ordered[:300]
    for _ in range(20):
        writer.step()
    read += sorted(codes_there())[300:]
    assert amiss(read, before, writer.inserted, writer.withdrawn)
