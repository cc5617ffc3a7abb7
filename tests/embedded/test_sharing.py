"""One server for all processes; it stops when the last has gone, however that went."""

import os
import signal
import time

import pytest

from tests.embedded.site import WAIT, Site, eventually, proc

pytestmark = pytest.mark.embedded


def test_two_processes_share_one_server(site: Site) -> None:
    holder = site.hold()
    started = site.first_line(holder)
    assert site.run("print(ask(STARTED))") == started
    assert not site.is_quiet()
    site.finish(holder)
    assert eventually(site.is_quiet)
    assert site.run("print(ask(STARTED))") != started


def test_starters_at_once_start_one_server(fresh: Site) -> None:
    holders = [fresh.hold() for _ in range(3)]
    assert len({fresh.first_line(holder) for holder in holders}) == 1


def test_killed_holders_hold_nothing(site: Site) -> None:
    holders = [site.hold() for _ in range(2)]
    for holder in holders:
        site.first_line(holder)
        holder.kill()
    assert eventually(site.is_quiet)


def test_a_killed_keeper_takes_the_server_along(site: Site) -> None:
    holder = site.hold("print(ask(STARTED), flush=True); input(); connection.close()" + WAIT)
    started = site.first_line(holder)
    keeper = int(proc(site.postmaster())["PPid"])
    os.kill(keeper, signal.SIGKILL)
    # Who connects while it stops is let in, and thrown out again.
    assert eventually(lambda: not site.is_served())
    assert holder.stdin is not None
    print(file=holder.stdin, flush=True)
    assert site.first_line(holder) != started


def test_a_server_without_a_keeper_gets_one(site: Site) -> None:
    """Where the kernel has no farewell for it, the server outlives its keeper, but not for long."""
    no_farewell = (
        "from coalition.embedded import account; account._has_farewell = lambda _: False\n"
    )
    holder = site.hold(no_farewell + WAIT)
    started = site.first_line(holder)
    os.kill(int(proc(site.postmaster())["PPid"]), signal.SIGKILL)
    site.finish(holder)
    assert not site.is_quiet()
    assert site.run("print(ask(STARTED))") != started


def test_a_killed_server_is_started_again_for_who_still_lives(site: Site) -> None:
    holder = site.hold("print(ask(STARTED), flush=True); input(); connection.close()" + WAIT)
    started = site.first_line(holder)
    os.kill(site.postmaster(), signal.SIGKILL)
    assert holder.stdin is not None
    print(file=holder.stdin, flush=True)
    assert site.first_line(holder) != started


def test_a_forked_worker_holds_its_parent_s_share(site: Site) -> None:
    worker = """
import os, sys
print(ask(STARTED), flush=True)
connection.close()
if os.fork():
    os._exit(0)
sys.stdin.read()
print(ask(STARTED), flush=True)
"""
    process = site.hold(worker)
    started = site.first_line(process)
    assert process.wait() == 0
    assert not site.is_quiet()
    output, _ = process.communicate()
    assert output.strip() == started


def test_a_fork_before_the_first_connection_shares_too(site: Site) -> None:
    code = """
import os
children = []
for _ in range(3):
    read, write = os.pipe()
    if not os.fork():
        os.write(write, ask(STARTED).encode())
        os._exit(0)
    os.close(write)
    children.append(read)
print(len({os.read(child, 100) for child in children}), [os.wait()[1] for _ in children])
"""
    answers, codes = site.run(code).split(" ", 1)
    assert codes == "[0, 0, 0]"
    assert 1 <= int(answers) <= 3


def test_a_storm(fresh: Site) -> None:
    """Processes come and go, a fifth of them killed at one moment or another of their lives."""
    for moment_s in (0.05, 0.2, 0.5):
        wave = [fresh.start("-c", "from tests.embedded.storm import main; main()") for _ in "12345"]
        time.sleep(moment_s)
        wave[0].kill()
        assert [fresh.finish(process) for process in wave[1:]] == ["1"] * 4
