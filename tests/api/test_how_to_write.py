"""docs/how-to-write.md: its commands do what it says, typed as they stand."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from tests import record
from tests.api.conftest import Program, secret_of, told
from tracker.api.examples import EXAMPLES
from tracker.models import Statement
from tracker.models.choices import Scope

BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)


@pytest.fixture
def reference(transactional_db: None) -> None:
    record.coalition()
    record.country("NO")
    record.kind("training")
    record.metric("personnel")


def test_the_commands_of_the_how_to(
    reference: None, live_server: Any, analyst: User, root: Path
) -> None:
    exports, *blocks = BLOCK.findall((root / "docs/how-to-write.md").read_text())
    assert exports.startswith("export SITE=")
    script = "\n".join(["set -e", *blocks])
    known = {"SITE": live_server.url, "TOKEN": secret_of(analyst, scope=Scope.WRITE)}
    done = subprocess.run(
        ["bash", "-c", script],
        env={"PATH": os.environ["PATH"], **known},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    statement = Statement.objects.get()
    assert (statement.review, statement.due) == ("in_review", "2016")
    assert statement.low == 60
    assert statement.quote.exact == "would send 60 more trainers, if asked"


@pytest.mark.django_db
def test_the_examples_of_the_description_can_be_sent(analyst: User) -> None:
    record.coalition()
    record.country("NO")
    record.kind("training")
    record.metric("personnel")
    program = Program(analyst)
    for name, body in EXAMPLES.items():
        told(program.post(f"{name}/", body), 201)
