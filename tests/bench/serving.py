"""The site under gunicorn as it is served, on a free port of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tests.bench.settings import BENCH_DIR, BENCH_ROWS

WORKERS = 2
PATIENCE_S = 60
WORKER = "X-Worker"  # the header that says which process answered


def name_worker(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: each answer says which worker it comes from, so that all can be warmed."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response[WORKER] = str(os.getpid())
        return response

    return answer


@contextmanager
def served_site(rows: int = BENCH_ROWS) -> Iterator[int]:
    """Serve the site with so many rows while the block runs; gives the port.

    Connections are kept while others have their turn.
    """
    port = free_port()
    command = [
        *(
            sys.executable,
            "-m",
            "gunicorn",
            "--config",
            str(settings.BASE_DIR / "gunicorn.conf.py"),
        ),
        *("--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--keep-alive", "900"),
        "coalition.wsgi:application",
    ]
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "COALITION_INSECURE_HTTP": "1",
        "LOG_LEVEL": "ERROR",
        "BENCH_ROWS": str(rows),
    }
    with running(command, port, "/healthz", environment):
        yield port


@contextmanager
def running(
    command: Sequence[str], port: int, path: str, environment: dict[str, str]
) -> Iterator[None]:
    """Run a server until the block ends; it is ready once it answers at the path."""
    log = BENCH_DIR / f"{Path(command[0]).name}-{port}.log"
    with log.open("wb") as file:
        server = subprocess.Popen(
            command,
            env={**os.environ, **environment},
            cwd=settings.BASE_DIR,
            stdout=file,
            stderr=file,
        )
        try:
            _wait(server, port, path, log)
            yield
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE_S)
    log.unlink()


def say(words: str) -> None:
    """What goes on, beside what is measured."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


def _wait(server: subprocess.Popen[bytes], port: int, path: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and server.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError(f"no server answers on port {port}: {log.read_text(errors='replace')}")
