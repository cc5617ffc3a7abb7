"""Lists of packages: pinned, complete, in step with pyproject.toml, and from no named place."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LISTS = ["requirements.txt", "requirements-dev.txt", "requirements-parquet.txt"]
# What fetches something: it must not say from where, so that a mirror can stand in.
FETCHERS = [*LISTS, "pyproject.toml", "Makefile", "Dockerfile", "docker-compose.yml", ".ci/run"]
PLACES = re.compile(
    r"--(?:extra-)?index-url|--find-links|--trusted-host|--no-index"
    r"|\bpypi\.|pythonhosted|registry|docker\.io|ghcr\.io|quay\.io|https?://(?!127\.0\.0\.1)",
    re.IGNORECASE,
)


def pins(path: Path) -> dict[str, str]:
    """Package to version, as `path` pins them; anything but a pin or a comment fails."""
    found: dict[str, str] = {}
    for line in path.read_text().splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            requirement = Requirement(line)
            (specifier,) = requirement.specifier
            assert specifier.operator == "==", line
            assert "*" not in specifier.version, line
            found[canonicalize_name(requirement.name)] = specifier.version
    return found


@pytest.fixture
def project(root: Path) -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    return table


@pytest.mark.parametrize("name", LISTS)
def test_every_requirement_is_pinned(root: Path, name: str) -> None:
    assert pins(root / name)


def test_all_lists_pin_alike(root: Path) -> None:
    run, dev, parquet = (pins(root / name) for name in LISTS)
    assert run.items() <= parquet.items() <= dev.items()


def test_the_image_can_make_releases(root: Path) -> None:
    """They have Parquet files, and are not made without."""
    lines = (root / "Dockerfile").read_text().splitlines()
    (installed,) = (line.split()[-1] for line in lines if line.startswith("RUN pip install -r"))
    assert "pyarrow" in pins(root / installed)
    assert f"COPY {installed} ." in lines


@pytest.mark.parametrize(
    ("name", "extra"), [(LISTS[0], ""), (LISTS[1], "dev"), (LISTS[2], "parquet")]
)
def test_lists_are_compiled_from_the_project(
    root: Path, project: dict[str, Any], name: str, extra: str
) -> None:
    wanted = project["optional-dependencies"][extra] if extra else project["dependencies"]
    pinned = pins(root / name)
    for requirement in map(Requirement, wanted):
        version = pinned.get(canonicalize_name(requirement.name), "0.dev0")  # fits nothing
        assert version in requirement.specifier, f"{requirement}: run `make requirements`"


@pytest.mark.parametrize("name", FETCHERS)
def test_nothing_says_where_packages_come_from(root: Path, name: str) -> None:
    found = [line for line in (root / name).read_text().splitlines() if PLACES.search(line)]
    assert found == []


def test_every_dependency_has_its_reason_beside_it(root: Path) -> None:
    text = (root / "pyproject.toml").read_text().split("# --- Format and lint")[0]
    entries = re.findall(r'^    "[^"]+",.*$', text, re.MULTILINE)
    assert entries
    assert [entry for entry in entries if not re.search(r",\s+# \w", entry)] == []
