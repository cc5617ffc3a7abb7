"""A site for each test; when the test ends, nothing of it may be left."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.embedded.site import Site, eventually


@pytest.fixture
def fresh() -> Iterator[Site]:
    """A site that has no data yet."""
    site = Site()
    yield site
    site.close()


@pytest.fixture
def site(fresh: Site, template: Path) -> Site:
    """A site that was used before: a copy, since making data takes longer than all the rest."""
    subprocess.run(["cp", "-a", template, fresh.folder], check=True)
    return fresh


@pytest.fixture(scope="session")
def template() -> Iterator[Path]:
    site = Site()
    site.run("ask('SELECT 1')")
    assert eventually(site.is_quiet)
    yield site.folder
    site.close()
