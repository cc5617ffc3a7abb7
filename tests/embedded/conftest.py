"""A site for each test; when the test ends, no process of it may be left."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.embedded.site import Site


@pytest.fixture
def top() -> Iterator[Path]:
    """A folder for tests. pytest's own has a long name, and parents that are closed to others."""
    with _open_folder() as folder:
        yield folder


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
    with _open_folder() as top:
        site = Site(top / "var")
        site.run("ask('SELECT 1')")
        site.close()
        yield site.folder


@contextmanager
def _open_folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="embedded-", dir="/tmp") as name:
        Path(name).chmod(0o755)
        yield Path(name)
