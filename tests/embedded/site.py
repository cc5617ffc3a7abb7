"""A folder of its own for an embedded database, and processes that use it."""

import fcntl
import os
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import django
import pytest

PACKAGES = Path(django.__file__).parents[1]
ROOT = Path(__file__).resolve().parents[2]

CONNECT = """
import django
django.setup()
from django.db import connection, connections
def ask(sql, alias="default"):
    with connections[alias].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]
STARTED = "SELECT pg_postmaster_start_time()::text"
"""
WAIT = """
import sys
print(ask(STARTED), flush=True)
sys.stdin.read()
"""


class Site:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {"COALITION_TEST_DATABASE": "1"}
        self.prefix: list[str] = []
        self.python = sys.executable
        self.processes: list[subprocess.Popen[str]] = []

    @property
    def data(self) -> Path:
        suffix = "-test" if self.environment.get("COALITION_TEST_DATABASE") else ""
        return self.folder / "postgres" / f"18{suffix}"

    @property
    def run_folder(self) -> Path:
        return self.data.with_name(f"{self.data.name}.run")

    def postmaster(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split()[0])

    # --- Processes ----------------------------------------------------------------------

    def start(self, *words: str) -> subprocess.Popen[str]:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{ROOT}:{PACKAGES}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "DJANGO_SETTINGS_MODULE": "tests.embedded.small_settings",
            "EMBEDDED_DIRECTORY": str(self.folder),
            **self.environment,
        }
        process = subprocess.Popen(
            [*self.prefix, self.python, "-W", "error", *words],
            cwd="/",
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.processes.append(process)
        return process

    def finish(self, process: subprocess.Popen[str]) -> str:
        """Let a process end, and return what it printed."""
        output, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
        return output.strip()

    def run(self, code: str) -> str:
        return self.finish(self.start("-c", CONNECT + code))

    def refusal(self, code: str = "ask('SELECT 1')") -> str:
        """Return the last exception's words of code that must fail."""
        process = self.start("-c", CONNECT + code)
        errors = process.communicate(timeout=60)[1]
        assert process.returncode != 0
        return errors.rsplit("\ndjango.", 1)[-1]

    def django(self, *words: str) -> str:
        return self.finish(self.start("-m", "django", *words))

    def hold(self, code: str = WAIT) -> subprocess.Popen[str]:
        """Start a process that has connected, and stays until its input is closed."""
        return self.start("-c", CONNECT + code)

    def first_line(self, process: subprocess.Popen[str]) -> str:
        assert process.stdout is not None
        line = process.stdout.readline().strip()
        assert line, self.finish(process)
        return line

    def become(self, name: str) -> None:
        """Let an ordinary user start the processes from now on; '' for the user of the tests."""
        self.prefix, self.python = (
            (as_user(name), python_for(name)) if name else ([], sys.executable)
        )

    # --- What is left -------------------------------------------------------------------

    def is_quiet(self) -> bool:
        """Whether no server, no keeper and no sharing process is left of any data folder."""
        return not any(_is_held(lock) for lock in self.folder.glob("postgres/*.run/*.lock"))

    def is_served(self) -> bool:
        """Whether a PostgreSQL process works in the data folder."""
        return _is_held(self.run_folder / "server.lock")

    def close(self) -> None:
        for process in self.processes:
            process.kill()
            process.communicate()
        assert eventually(self.is_quiet), "a server or a keeper is left"
        assert not self.working_here()
        assert not list(self.folder.glob("postgres/*.new-*"))
        assert not any(link.is_symlink() for link in self.folder.glob("postgres/*.run/socket"))

    def working_here(self) -> Sequence[str]:
        """Return the processes in the folder, as far as the system tells."""
        here = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if (process / "cwd").readlink().is_relative_to(self.folder):
                    here.append(process.name)
            except OSError:
                continue
        return here


def eventually(check: Callable[[], bool], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while not check():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _is_held(lock: Path) -> bool:
    with lock.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def as_user(name: str) -> list[str]:
    """Return the words before a command that run it as somebody else, with root's rights gone."""
    user = pwd.getpwnam(name)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--"]


def python_for(name: str) -> str:
    """Return a Python that this user may run: the tests' own may lie in somebody's home."""
    for python in (sys.executable, shutil.which(f"python3.{sys.version_info[1]}", path=os.defpath)):
        # A shell starts it, since setpriv still has root's eyes when it starts something.
        attempt = [*as_user(name), "/bin/sh", "-c", '"$1" --version', "sh", str(python)]
        if python and subprocess.run(attempt, check=False, capture_output=True).returncode == 0:
            return python
    pytest.skip(f"{name} may run no Python of this version")


def proc(number: int) -> dict[str, str]:
    """Return what the kernel tells of a process: Uid, CapEff, State, PPid."""
    lines = Path(f"/proc/{number}/status").read_text().splitlines()
    return {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}
