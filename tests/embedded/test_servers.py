"""Servers that fork their workers, or restart themselves, keep the database to the end."""

import os
import re
import signal
import socket
import urllib.request
from pathlib import Path

import pytest

from tests.embedded.site import Site, eventually

pytestmark = pytest.mark.embedded

APPLICATION = """
import os
import django
from django.db import connection
from django.http import HttpResponse
from django.urls import path

def page(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_postmaster_start_time()::text")
        return HttpResponse(f"{cursor.fetchone()[0]} {os.getpid()} EDITION")

urlpatterns = [path("", page)]
"""
WSGI = """
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
page(None)  # before the fork: every worker has a part in this one's share
connection.close()
"""


@pytest.fixture
def address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"127.0.0.1:{free.getsockname()[1]}"


def _page(address: str) -> str:
    try:
        with urllib.request.urlopen(f"http://{address}/", timeout=10) as answer:
            return str(answer.read().decode())
    except OSError:
        return ""


@pytest.mark.parametrize("preload", [[], ["--preload"]])
def test_gunicorn(site: Site, top: Path, address: str, preload: list[str]) -> None:
    (top / "page.py").write_text(APPLICATION + WSGI)
    site.environment |= {"EMBEDDED_URLS": "page"}
    options = ["--workers=2", "--threads=2", f"--bind={address}", f"--pythonpath={top}", *preload]
    server = site.start("-m", "gunicorn", *options, "page")
    assert eventually(lambda: bool(_page(address)))
    answers = [_page(address) for _ in range(20)]
    assert len({answer[: answer.index("+")] for answer in answers}) == 1
    server.send_signal(signal.SIGTERM)
    server.communicate(timeout=30)
    assert eventually(site.is_quiet)


def test_runserver_that_reloads(site: Site, top: Path, address: str) -> None:
    source = top / "page.py"
    source.write_text(APPLICATION)
    site.environment |= {"EMBEDDED_URLS": "page"}
    server = site.start("-m", "django", "runserver", f"--pythonpath={top}", address)
    assert eventually(lambda: "EDITION" in _page(address))
    source.write_text(APPLICATION.replace("EDITION", "second"))
    assert eventually(lambda: "second" in _page(address))
    worker = int(re.findall(r"\d+", _page(address))[-1])
    os.kill(server.pid, signal.SIGKILL)
    os.kill(worker, signal.SIGKILL)
    server.communicate()
    assert eventually(site.is_quiet)
