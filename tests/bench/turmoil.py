"""Read page by page while another process inserts and withdraws: none lost, none twice.

On a copy of the database, which is thrown away: the next benchmark finds the rows as they were.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from psycopg import sql
from rich.console import Console

from tests.bench.database import about_database, ready_database
from tests.bench.settings import COPY
from tests.turmoil import LIST, amiss, codes_there, read_all

PAGE = 100


@dataclass(frozen=True)
class Report:
    about: dict[str, Any]
    broken: dict[str, list[str]]

    def show(self, *, as_json: bool) -> None:
        if as_json:
            sys.stdout.write(json.dumps({"about": self.about, "amiss": self.broken}) + "\n")
            return
        console = Console(width=132)
        console.print(", ".join(f"{name} {value}" for name, value in self.about.items()))
        for why, codes in self.broken.items():
            console.print(f"{why}: {len(codes):,}, such as {codes[0]}")
        console.print("rows amiss" if self.broken else "none lost, none twice")


def run(rounds: int) -> Report:
    del rounds
    ready_database()
    about = dict(about_database())
    with _copied():
        before = codes_there()
        client = Client(HTTP_HOST="127.0.0.1")
        begun = time.monotonic()
        with _another() as said:
            pages = list(read_all(lambda address: _answer(client, address), PAGE))
        about["seconds"] = f"{time.monotonic() - begun:.0f}"
    read = [code for page in pages for code in page]
    about |= {"pages": f"{len(pages):,}", "read": f"{len(read):,}"}
    about |= {name: f"{len(codes):,}" for name, codes in said.items()}
    return Report(about, amiss(read, before, said["inserted"], said["withdrawn"]))


def _answer(client: Client, address: str) -> Any:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{LIST}: {response.status_code}, {response.content[:500]!r}")
    return response.json()


@contextmanager
def _copied() -> Iterator[None]:
    """Have the connection in a copy while the block runs."""
    settings_dict = connection.settings_dict
    name = settings_dict["NAME"]
    copy = name + COPY
    connection.close()
    with connection._nodb_cursor() as cursor:
        there, here = sql.Identifier(name), sql.Identifier(copy)
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(here))
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(here, there))
    settings_dict["NAME"] = copy
    try:
        yield
    finally:
        connection.close()
        settings_dict["NAME"] = name
        with connection._nodb_cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE {}").format(here))


@contextmanager
def _another() -> Iterator[dict[str, list[str]]]:
    """A process that writes until the block ends; then what it has inserted and withdrawn."""
    said: dict[str, list[str]] = {}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.writer"],
        env={**os.environ, "BENCH_COPY": "1"},
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    try:
        process.stdout.readline()  # it has begun
        yield said
        out, _ = process.communicate("stop\n", timeout=60)
        said |= json.loads(out)
    finally:
        process.kill()
        process.wait()
