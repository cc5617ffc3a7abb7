"""Schemathesis: the whole description, all checks, a real server, the project's own record.

What it is set to, and why, is in schemathesis.toml.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection

from tests.api.conftest import secret_of
from tests.bench.serving import free_port, running
from tests.bench.settings import BENCH_DIR
from tracker.models.choices import Scope

PATIENCE_S = 1800  # a quiet machine needs three minutes
WIDENED = {"positive_data_acceptance", "negative_data_rejection", "missing_required_header"}
OFTEN = "1000000/min"
RATES = ("THROTTLE_ANON", "THROTTLE_USER", "THROTTLE_WRITE", "THROTTLE_FAILED_TOKEN")


@pytest.fixture
def site(transactional_db: None) -> Iterator[str]:
    """The site as it is served, with the project's own record; its address."""
    call_command("load", stdout=StringIO(), stderr=StringIO())
    BENCH_DIR.mkdir(parents=True, exist_ok=True)  # where the server's log goes
    port = free_port()
    config = str(settings.BASE_DIR / "gunicorn.conf.py")
    command = [
        *(sys.executable, "-m", "gunicorn", "--config", config, "--bind", f"127.0.0.1:{port}"),
        "coalition.wsgi:application",
    ]
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.exports.served_settings",
        "SERVED_DATABASE": str(connection.settings_dict["NAME"]),
        "COALITION_INSECURE_HTTP": "1",
        "LOG_LEVEL": "ERROR",
        **dict.fromkeys(RATES, OFTEN),
    }
    with running(command, port, "/healthz", environment):
        yield f"http://127.0.0.1:{port}"


@pytest.mark.embedded
@pytest.mark.anything
def test_whatever_the_description_allows_is_answered(site: str, analyst: User, root: Path) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--no-color", "run"),
            f"{site}/api/v1/openapi.json",
        ],
        cwd=root,
        env={**os.environ, "TOKEN": secret_of(analyst, scope=Scope.WRITE)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr
    selected = re.search(r"Selected: (\d+)/(\d+)\s+Tested: (\d+)", done.stdout)
    assert selected, done.stdout
    assert len({*selected.groups()}) == 1, selected[0]


# --- Its settings ---------------------------------------------------------------------------


@pytest.fixture
def configured(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "schemathesis.toml").read_text(encoding="utf-8"))


def test_no_check_is_off_and_no_operation_left_out(configured: dict[str, Any]) -> None:
    checks = configured["checks"]
    assert all(check.get("enabled", True) for check in checks.values())
    assert {name for name in checks if "expected-statuses" in checks[name]} == WIDENED
    assert not {"baseline", "suppress-health-check"} & set(configured)
    for operation in configured.get("operations", ()):
        assert operation.get("enabled", True)
        assert "checks" not in operation


def test_each_status_beyond_the_defaults_has_its_reason(root: Path) -> None:
    text = (root / "schemathesis.toml").read_text(encoding="utf-8")
    beyond = re.findall(r'^    "\d\d\d",(.*)$', text, re.MULTILINE)
    alone = [rest for rest in beyond if '"' not in rest]  # several in a line are the defaults
    assert alone
    assert all(rest.startswith(" # ") for rest in alone)
