"""docs/how-to-query.md: what it says to run runs, against a real server with the article."""

import json
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django.live_server_helper import LiveServer

DEMO = "http://127.0.0.1:8000"


def blocks(root: Path, language: str) -> list[str]:
    text = (root / "docs/how-to-query.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.fixture
def served(transactional_db: None, live_server: LiveServer) -> str:
    """A real server with the project's own record; its address."""
    call_command("load", stdout=StringIO(), stderr=StringIO())
    return str(live_server.url)


def test_every_command_runs(served: str, root: Path) -> None:
    commands = blocks(root, "sh")
    assert len(commands) == 5
    answers = [run(["bash", "-c", each.replace(DEMO, served)]) for each in commands]
    french, refused, actual, nested, table = answers
    assert json.loads(french)["read_as"][0] == "Country: France"
    assert json.loads(refused)["invalid-params"][0]["nearest"] == "country"
    assert json.loads(actual)["count"] == len(json.loads(actual)["results"]) > 0
    assert json.loads(nested)["results"][0]["statements"][0]["quotes"][0]["exact"]
    assert len(table.splitlines()) > 3


def test_pandas_reads_it(served: str, root: Path) -> None:
    first, second = blocks(root, "python")
    shown = run([sys.executable, "-c", first.replace(DEMO, served)])
    assert "title" in shown
    assert "ongoing" in shown
    counted = run([sys.executable, "-c", second.replace(DEMO, served)])
    assert "ongoing" in counted


def run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
