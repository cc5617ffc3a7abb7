"""What killed processes leave behind is recognised and removed; what lives is left alone."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.embedded.site import Site, eventually, proc

pytestmark = pytest.mark.embedded


@pytest.fixture
def bystander() -> Iterator[subprocess.Popen[bytes]]:
    """A living process whose number a stale file names."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process
        process.communicate(b"\n")
    assert process.returncode == 0, "somebody ended it"


def test_stale_files_that_name_a_living_process(
    site: Site, bystander: subprocess.Popen[bytes]
) -> None:
    site.run("ask('SELECT 1')")
    assert eventually(site.is_quiet)
    lines = f"{bystander.pid}\n{site.data}\n1\n5432\n{site.data}\n\n 1 1\nready   \n"
    for name in ("postmaster.pid", ".s.PGSQL.5432.lock"):
        (site.data / name).write_text(lines)
    assert site.run("print(ask('SELECT 1'))") == "1"


def test_everything_killed_at_once(site: Site) -> None:
    holder = site.hold()
    site.first_line(holder)
    server = site.postmaster()
    os.kill(int(proc(server)["PPid"]), signal.SIGSTOP)  # the keeper must not tidy up
    for number in (int(proc(server)["PPid"]), server, holder.pid):
        os.kill(number, signal.SIGKILL)
    assert (site.data / "postmaster.pid").exists()
    assert site.run("print(ask('SELECT 1'))") == "1"


def test_a_server_that_dies_unnoticed(site: Site) -> None:
    """Its keeper is frozen, so it stays a zombie: still a process, and yet dead."""
    holder = site.hold()
    started = site.first_line(holder)
    server, keeper = site.postmaster(), int(proc(site.postmaster())["PPid"])
    os.kill(keeper, signal.SIGSTOP)
    os.kill(server, signal.SIGKILL)
    assert eventually(lambda: proc(server)["State"].startswith("Z"))
    os.kill(keeper, signal.SIGCONT)
    assert site.run("print(ask(STARTED))") != started


def test_a_killed_initdb(fresh: Site) -> None:
    starter = fresh.start("-c", "from tests.embedded.storm import main; main()")
    assert eventually(lambda: bool(list(fresh.folder.glob("postgres/*.new-*"))))
    with pytest.raises(subprocess.TimeoutExpired):
        starter.wait(timeout=0.1)
    starter.kill()
    starter.wait()
    assert fresh.run("print(ask('SELECT 1'))") == "1"
    assert not list(fresh.folder.glob("postgres/*.new-*"))


def test_a_removed_folder(fresh: Site) -> None:
    """`make clean` under a running site: the next connection makes a new database."""
    holder = fresh.hold(
        "import shutil, os; ask('SELECT 1'); connection.close()\n"
        "shutil.rmtree(os.environ['EMBEDDED_DIRECTORY'])\n"
        "print(ask('SELECT current_database()'), flush=True); input()"
    )
    assert fresh.first_line(holder) == "coalition"
    holder.communicate("\n", timeout=60)
    assert eventually(lambda: not fresh.working_here())


def test_a_private_socket_folder_that_was_swept_away(top: Path) -> None:
    site = Site(top / ("long" * 25))
    site.first_line(holder := site.hold())
    link = site.run_folder / "socket"
    folder = link.readlink()
    assert folder.stat().st_mode & 0o777 == 0o700
    site.finish(holder)
    assert eventually(site.is_quiet)
    assert not folder.exists()
    link.symlink_to(folder)  # as after a restart of the machine
    assert site.run("print(ask('SELECT 1'))") == "1"
    site.close()
