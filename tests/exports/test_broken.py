"""What breaks in mid-export can be told by whoever waits for it, and the next export works.

A real server (gunicorn, as it is served) and real processes: a client that goes, a database that
is killed, a disk that is full.
"""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse, IncompleteRead
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.bench.serving import free_port, running
from tests.bench.settings import BENCH_DIR
from tests.record import quote, said
from tracker.models import Receipt

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 40
WORDS = 1024 * 1024  # of each row: 40 MB, more than the sockets between us can hold
ASKED = "/api/v1/contributions.csv?fields=code,quote"
PATIENCE_S = 30
COPYING = """
    SELECT pid FROM pg_stat_activity
    WHERE query LIKE 'COPY (SELECT%' AND datname = current_database() AND state = 'active'
"""


@pytest.fixture
def record() -> None:
    long = quote("x" * WORDS)
    for number in range(ROWS):
        said(f"FR/airstrikes#n{number:03}", long)


@pytest.fixture
def environment() -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "tests.exports.served_settings",
        "SERVED_DATABASE": str(connection.settings_dict["NAME"]),
        "COALITION_INSECURE_HTTP": "1",
        "LOG_LEVEL": "CRITICAL",
        "WEB_CONCURRENCY": "1",
    }


@pytest.fixture
def port(record: None, environment: dict[str, str]) -> Iterator[int]:
    BENCH_DIR.mkdir(parents=True, exist_ok=True)  # where the server's log goes
    port = free_port()
    config = str(settings.BASE_DIR / "gunicorn.conf.py")
    command = [
        *(sys.executable, "-m", "gunicorn", "--config", config, "--bind", f"127.0.0.1:{port}"),
        "coalition.wsgi:application",
    ]
    with running(command, port, "/healthz", environment):
        yield port


def asked(port: int) -> tuple[HTTPConnection, HTTPResponse]:
    """A download that has begun, by a client that takes little at a time."""
    client = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    client.connect()
    client.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
    client.request("GET", ASKED)
    response = client.getresponse()
    assert response.status == 200
    assert response.read(1000).startswith(b"code,quote\r\n")
    return client, response


def outside(sql: LiteralString, *values: Any) -> list[Any]:
    """Asked on a connection of its own."""
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        return other.execute(sql, values or None).fetchall()


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.05)


def assert_the_next_one_works(port: int) -> None:
    client = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    client.request("GET", ASKED)
    content = client.getresponse().read()
    client.close()
    assert content.count(b"\r\n") == ROWS + 1
    until(lambda: Receipt.objects.complete().count() == 1)
    assert Receipt.objects.complete().get().rows == ROWS


def test_a_database_that_is_killed_breaks_the_download(port: int) -> None:
    client, response = asked(port)
    (pid,) = outside(COPYING)[0]
    assert outside("SELECT pg_terminate_backend(%s)", pid) == [(True,)]
    with pytest.raises((IncompleteRead, ConnectionError)):
        response.read()
    client.close()
    assert not Receipt.objects.complete().exists()
    assert_the_next_one_works(port)


def test_a_client_that_goes_away_ends_the_query(port: int) -> None:
    client, _ = asked(port)
    assert len(outside(COPYING)) == 1
    client.sock.shutdown(socket.SHUT_RDWR)
    client.close()
    until(lambda: not outside(COPYING))
    assert not Receipt.objects.complete().exists()
    assert_the_next_one_works(port)


# --- A full disk ----------------------------------------------------------------------------


def export(out: str, environment: dict[str, str], limit: int = 0) -> subprocess.CompletedProcess:
    def full_disk() -> None:
        if limit:  # no file of this process may grow beyond it
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    command = [sys.executable, "manage.py", "export", "contributions", "--fields=code,quote"]
    return subprocess.run(
        [*command, f"--out={out}"],
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        preexec_fn=full_disk,
        check=False,
        timeout=PATIENCE_S * 4,
    )


def test_a_full_disk_leaves_no_half_file(
    record: None, environment: dict[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "all.csv"
    out.write_text("last week's")
    broken = export(str(out), environment, limit=5_000_000)
    assert broken.returncode == 1
    assert "The export broke off" in broken.stderr
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "all.csv": "last week's"
    }
    assert not Receipt.objects.complete().exists()
    assert export(str(out), environment).returncode == 0
    assert out.read_bytes().count(b"\r\n") == ROWS + 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that only Linux has")
def test_a_device_without_space_says_so(record: None, environment: dict[str, str]) -> None:
    broken = export("/dev/full", environment)
    assert broken.returncode == 1
    assert "No space left on device" in broken.stderr
    assert Path("/dev/full").is_char_device()
