"""A site for each test; when the test ends, no process of it may be left."""

import os
import shutil
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
    # New data is a thousand new files, which some disks take a second for and memory does not.
    memory = Path("/dev/shm")  # noqa: S108 - the folder made there has a name nobody guesses
    where = memory if _serves(memory) else Path("/tmp")  # noqa: S108 - likewise
    with TemporaryDirectory(prefix="embedded-", dir=where) as name:
        Path(name).chmod(0o755)
        yield Path(name)


def _serves(memory: Path) -> bool:
    """Whether there is room for all tests, and leave to run programs."""
    if not memory.exists():
        return False
    roomy = shutil.disk_usage(memory).free > 1 << 30
    return roomy and not os.statvfs(memory).f_flag & os.ST_NOEXEC
