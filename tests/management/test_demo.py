"""`make demo`: a free port, two logins, a summary, and a server that Ctrl-C ends."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from pytest_django import Settings
from rich.console import Console

from tests import record
from tracker.management import demo

PATIENCE_S = 120


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.create_server((demo.HOST, 0)) as server:
        yield server.getsockname()[1]


def free_port() -> int:
    with socket.create_server((demo.HOST, 0)) as server:
        number: int = server.getsockname()[1]
    return number


def test_a_busy_port_is_named_with_one_that_is_free(busy_port: int) -> None:
    with pytest.raises(CommandError) as refused:
        demo.check_port(busy_port)
    sentence = str(refused.value)
    assert sentence.startswith(f"Port {busy_port} is busy")
    suggested = re.search(r"make demo PORT=(\d+)$", sentence)
    assert suggested
    demo.check_port(int(suggested[1]))


def test_a_busy_port_is_found_before_anything_is_done(busy_port: int) -> None:
    said = StringIO()
    with pytest.raises(CommandError, match="is busy"):
        call_command("demo", port=busy_port, stdout=said)
    assert said.getvalue() == ""


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_what_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(CommandError, match="is no port"):
        demo.check_port(port)


def test_passwords_are_not_shown_beside_a_real_database(settings: Settings) -> None:
    settings.DATABASE_URL = "postgres://somewhere/else"
    with pytest.raises(CommandError, match="env -u DATABASE_URL make demo"):
        call_command("demo", no_serve=True)


def test_two_logins_with_new_passwords_each_time(client: Client, db: None) -> None:
    first, second = demo.make_logins(), demo.make_logins()
    assert list(first) == ["analyst", "reviewer"]
    assert all(first[name] != second[name] for name in first)
    for name, password in second.items():
        person = User.objects.get(username=name)
        assert person.is_staff
        assert not person.is_superuser
        assert [group.name for group in person.groups.all()] == [name]
        answer = client.post("/admin/login/", {"username": name, "password": password})
        assert answer.status_code == 302


def test_yesterdays_wrong_passwords_lock_nobody_out(client: Client, db: None) -> None:
    demo.make_logins()
    for _ in range(6):
        client.post("/admin/login/", {"username": "analyst", "password": "yesterday's"})
    form = {"username": "analyst", "password": demo.make_logins()["analyst"]}
    assert client.post("/admin/login/", form).status_code == 302


def printed() -> str:
    console = Console(file=StringIO(), width=120)
    for part in demo.summary():
        console.print(part)
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return " ".join(text.split())


def test_the_summary_keeps_deeds_and_promises_apart(db: None) -> None:
    record.said("FR/airstrikes@syria", "struck", status="done")
    record.said("FR/airstrikes@iraq", "will strike", status="pledged")
    record.claimed("nearly two dozen nations", "21..23", counts={"kind": "airstrikes"})
    text = printed()
    assert "2 quotes" not in text
    assert "3 quotes in 1 source" in text
    assert "Actual (1) ┃ Prospective (1)" in text
    assert "│ France │ airstrikes 1 │ airstrikes 1 │" in text
    assert "│ “nearly two dozen nations” │ 21–23 │ 1: France │ – │ 20–22 │" in text


def test_names_are_no_markup(db: None) -> None:
    record.country("FR", name="[red]France[/red]")
    record.said("FR/airstrikes", "struck", status="done")
    assert "[red]France[/red]" in printed()


def test_an_empty_record_has_no_summary(db: None) -> None:
    assert printed() == ""


# --- The whole of it ------------------------------------------------------------------------


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Of somebody with a fresh clone: nothing is set, nothing is there."""
    unset = ("DATABASE_URL", "SECRET_KEY", "DEBUG", "COALITION_INSECURE_HTTP", "STATIC_ROOT")
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    return kept | {"COALITION_VAR": str(tmp_path), "WEB_CONCURRENCY": "1", "COLUMNS": "100"}


@pytest.mark.embedded
def test_from_an_empty_folder_to_a_site_that_ctrl_c_ends(
    root: Path, environment: dict[str, str]
) -> None:
    port = free_port()
    command = [sys.executable, "manage.py", "demo", "--port", str(port), "--rows", "20"]
    with subprocess.Popen(
        command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        try:
            page = fetched(f"http://{demo.HOST}:{port}/", process)
            assert "Global Coalition to Counter ISIL" in page
            style = re.search(r'href="(/static/tracker/site\.[0-9a-f]+\.css)"', page)
            assert style
            assert "prefers-color-scheme" in fetched(
                f"http://{demo.HOST}:{port}{style[1]}", process
            )
        finally:
            process.send_signal(signal.SIGINT)
            said = process.communicate(timeout=PATIENCE_S)[0].decode()
    assert process.returncode == 0, said
    assert re.search(r"login +analyst +password +\S+", said)
    demo.check_port(port)


def fetched(address: str, process: subprocess.Popen[bytes]) -> str:
    """The page, once there is a server."""
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            with urlopen(address) as answer:  # noqa: S310 - this machine's own http
                return str(answer.read().decode())
        except (URLError, ConnectionError):
            assert process.poll() is None, process.communicate()[0].decode()
            assert time.monotonic() < until, "the site does not come up"
            time.sleep(0.2)
