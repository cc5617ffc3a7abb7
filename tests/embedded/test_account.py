"""Root lends the server to somebody else, opens nothing for him, and lets nobody else in."""

import os
import pwd
import shutil
import stat
import subprocess

import pytest

from coalition.embedded.binaries import find_binaries
from tests.embedded.site import Site, as_user, proc

pytestmark = [
    pytest.mark.embedded,
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root"),
]

READ_SEARCH = 1 << 2  # CAP_DAC_READ_SEARCH


@pytest.fixture
def service() -> pwd.struct_passwd:
    names = [user.pw_name for user in pwd.getpwall()]
    return pwd.getpwnam("postgres" if "postgres" in names else "nobody")


def test_root_lends_the_server(site: Site, service: pwd.struct_passwd) -> None:
    site.first_line(site.hold())
    server = proc(site.postmaster())
    assert server["Uid"].split() == [str(service.pw_uid)] * 4
    assert server["NoNewPrivs"] == "1"
    assert server["Groups"] == ""
    assert int(server["CapEff"], 16) == int(server["CapAmb"], 16) == 0
    assert site.data.stat().st_uid == service.pw_uid


def test_a_closed_parent_is_passed_and_stays_closed(fresh: Site) -> None:
    fresh.folder.parent.chmod(0o700)
    fresh.first_line(fresh.hold())
    assert int(proc(fresh.postmaster())["CapEff"], 16) == READ_SEARCH
    assert stat.S_IMODE(fresh.folder.parent.stat().st_mode) == 0o700


def test_programs_that_only_root_may_run(fresh: Site) -> None:
    """An environment made under umask 077: reading is not enough, and no mode is changed."""
    wheel = find_binaries().folder.parents[1]
    private = fresh.folder.parent / "private"
    shutil.copytree(wheel / "pginstall18", private / "pginstall18")
    shutil.copytree(wheel.parent / f"{wheel.name}.libs", fresh.folder.parent / f"{wheel.name}.libs")
    subprocess.run(["chmod", "-R", "go=", private], check=True)
    server = private / "pginstall18" / "bin" / "postgres"
    patch = (
        "from coalition.embedded import binaries\n"
        f"binaries._servers = lambda: [binaries.Path({str(server)!r})]\n"
    )
    assert fresh.run(patch + "print(ask('SELECT 1'))") == "1"
    assert stat.S_IMODE(private.stat().st_mode) == 0o700


def test_nobody_else_comes_in(site: Site, service: pwd.struct_passwd) -> None:
    site.first_line(site.hold())
    for user, role, refusal in (
        (service.pw_name, "coalition", "Peer authentication failed"),
        (service.pw_name, "postgres", "no pg_hba.conf entry"),
        ("daemon", "coalition", "Permission denied"),
    ):
        psql = [find_binaries().path("psql"), "-h", str(site.data), "-U", role, "coalition"]
        done = subprocess.run(
            [*as_user(user), *psql, "-c", "SELECT 1"], capture_output=True, text=True, check=False
        )
        assert done.returncode != 0
        assert refusal in done.stderr


def test_a_user_s_data_stays_the_user_s(fresh: Site) -> None:
    """`sudo make demo` in somebody's folder leaves nothing there that he could not use."""
    user = pwd.getpwnam("daemon")
    os.chown(fresh.folder.parent, user.pw_uid, user.pw_gid)
    fresh.become(user.pw_name)
    fresh.run("ask('SELECT 1')")
    fresh.become("")
    started = fresh.first_line(fresh.hold())
    assert proc(fresh.postmaster())["Uid"].split() == [str(user.pw_uid)] * 4
    fresh.become(user.pw_name)
    assert fresh.run("print(ask(STARTED))") == started
