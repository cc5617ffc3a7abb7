"""A site for each test; when the test ends, no process of it may be left."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.embedded.site import Site


@pytest.fixture
def top() -> Iterator[Path]:
    """A folder for tests. pytest's own has a long name, and parents that are closed to others."""
    yield (top := _open_folder())
    shutil.rmtree(top)


@pytest.fixture
def fresh(top: Path) -> Iterator[Site]:
    """A site that has no data yet."""
    yield (site := Site(top / "var"))
    site.close()


@pytest.fixture
def site(used: Path) -> Iterator[Site]:
    """A site that was used before, if only by other tests: making data takes longest of all."""
    yield (site := Site(used))
    site.close()


@pytest.fixture(scope="session")
def used() -> Iterator[Path]:
    top = _open_folder()
    site = Site(top / "var")
    site.run("ask('SELECT 1')")
    site.close()
    yield site.folder
    shutil.rmtree(top)


def _open_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="embedded-", dir="/tmp"))
    folder.chmod(0o755)
    return folder
