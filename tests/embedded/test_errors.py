"""Every refusal is a sentence, and names a way out."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.embedded.site import Site, eventually

pytestmark = pytest.mark.embedded
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


def test_no_wheel(fresh: Site) -> None:
    words = fresh.refusal(
        "from coalition.embedded import binaries; binaries.WHEEL = 'no-such'\nask('SELECT 1')"
    )
    assert words.startswith("core.exceptions.ImproperlyConfigured: There is no embedded PostgreSQL")
    assert "pip install" in words
    assert "set DATABASE_URL" in words
    assert not fresh.folder.exists()


def test_a_wheel_for_another_platform(fresh: Site) -> None:
    server = fresh.folder.parent / "package" / "pginstall18" / "bin" / "postgres"
    server.parent.mkdir(parents=True)
    server.write_bytes(b"\x7fELF of another machine")
    server.chmod(0o755)
    words = fresh.refusal(
        "from coalition.embedded import binaries\n"
        f"binaries._servers = lambda: [binaries.Path({str(server)!r})]\nask('SELECT 1')"
    )
    assert "no PostgreSQL 17 or newer that runs on this platform" in words


def test_no_directory(site: Site) -> None:
    words = site.refusal("del connection.settings_dict['DIRECTORY']; ask('SELECT 1')")
    assert "no DIRECTORY. Name the folder" in words


@pytest.mark.parametrize("where", ["18", "16"])
def test_another_major_version(fresh: Site, where: str) -> None:
    del fresh.environment["COALITION_TEST_DATABASE"]
    old = fresh.folder / "postgres" / where
    old.mkdir(parents=True)
    (old / "PG_VERSION").write_text("16\n")
    words = fresh.refusal()
    assert words.startswith("core.exceptions.ImproperlyConfigured: The data in")
    assert "is PostgreSQL 16's" in words
    assert "now brings 18" in words
    assert "load the dump" in words


def test_a_file_in_the_way(fresh: Site) -> None:
    fresh.folder.write_text("")
    assert f"cannot use {fresh.folder}" in fresh.refusal()


def test_a_folder_that_cannot_be_written(fresh: Site) -> None:
    fresh.folder.parent.chmod(0o555)
    fresh.become("nobody" if os.geteuid() == 0 else "")
    words = fresh.refusal()
    assert words.startswith("db.utils.OperationalError: The embedded database may not use")
    assert "Permission denied" in words
    assert "name a DIRECTORY that it may write, or set DATABASE_URL" in words


@as_root
def test_another_user_s_data(site: Site) -> None:
    site.run("ask('SELECT 1')")
    site.become("nobody")
    words = site.refusal()
    assert "belongs to" in words
    assert "Work as the same user again" in words


@as_root
def test_a_read_only_disk(fresh: Site) -> None:
    with _mounted(fresh.folder, "ro"):
        assert "Read-only file system" in fresh.refusal()


@as_root
def test_a_disk_too_small(fresh: Site) -> None:
    with _mounted(fresh.folder, "size=12m"):
        words = fresh.refusal()
    assert words.startswith("db.utils.OperationalError: The disk that holds")
    assert "is full. Free some space" in words


@as_root
@pytest.mark.parametrize("alias", ["default", "other"])
def test_a_disk_that_fills_up(fresh: Site, alias: str) -> None:
    """Nothing can be started on it, and no second database made."""
    with _mounted(fresh.folder, "size=99m"):
        holder = fresh.hold()
        fresh.first_line(holder)
        if alias == "default":
            fresh.finish(holder)
            assert eventually(fresh.is_quiet)
        _fill(fresh.folder / "filler")
        assert "is full. Free some space" in fresh.refusal(f"ask('SELECT 1', {alias!r})")
        holder.kill()
        (fresh.folder / "filler").unlink()
        assert eventually(fresh.is_quiet)
        assert fresh.run("print(ask('SELECT 1'))") == "1"
        assert eventually(fresh.is_quiet)


def test_a_server_that_cannot_start(fresh: Site) -> None:
    fresh.run("ask('SELECT 1')")
    assert eventually(fresh.is_quiet)
    (fresh.data / "postgresql.conf").write_text("shared_buffers = several\n")
    words = fresh.refusal()
    assert "PostgreSQL could not start in" in words
    assert 'invalid value for parameter "shared_buffers": "several"' in words
    assert "move the folder away" in words


def test_a_server_that_does_not_answer(site: Site) -> None:
    site.run("ask('SELECT 1')")
    assert eventually(site.is_quiet)
    with (site.run_folder / "server.lock").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        words = site.refusal(
            "from coalition.embedded import server; server.PATIENCE_S = 0.2\nask('SELECT 1')"
        )
    assert "works in" in words
    assert "does not answer" in words
    assert "fuser -v" in words


def test_a_server_that_was_started_by_hand(site: Site) -> None:
    site.run("ask('SELECT 1')")
    assert eventually(site.is_quiet)
    with subprocess.Popen(["sleep", "60"], cwd=site.data) as process:
        (site.data / "postmaster.pid").write_text(f"{process.pid}\n")
        words = site.refusal()
        process.kill()
    assert f"started by hand (process {process.pid})" in words
    assert (site.data / "postmaster.pid").exists()


def test_no_room_for_the_words_of_a_connection_error(site: Site) -> None:
    """What PostgreSQL itself refuses stays as it says it."""
    code = "connection.settings_dict['NAME'] = 'test_nowhere'; ask('SELECT 1')"
    assert 'database "test_nowhere" does not exist' in site.refusal(code)


@contextmanager
def _mounted(folder: Path, options: str) -> Iterator[None]:
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this root may not mount a disk to fill")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _fill(path: Path) -> None:
    size = shutil.disk_usage(path.parent).free
    while size:
        with suppress(OSError), path.open("ab", buffering=0) as file:
            os.posix_fallocate(file.fileno(), path.stat().st_size, size)
            continue
        size //= 2
