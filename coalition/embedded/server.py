"""Looking for the server, and starting it. The caller holds start.lock."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from psycopg import pq

from coalition.embedded import keeper
from coalition.embedded.account import launcher
from coalition.embedded.cluster import PORT, ROLE, Cluster
from coalition.embedded.errors import EmbeddedDatabaseError, failed
from coalition.embedded.initialise import ENVIRONMENT, initialise, written_by
from coalition.embedded.locks import is_held, locked

PATIENCE_S = 60  # without a sign of life; a server that recovers from a crash gives signs

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "log_min_messages": "log",  # a refused statement is its client's business, and may be private
    "log_checkpoints": "off",
}
THROWAWAY_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def ensure_server(cluster: Cluster) -> None:
    for _ in range(2):  # what starts may be killed as well
        if is_served(cluster):
            return
        _start(cluster)
    if not is_served(cluster):
        raise failed("start in", cluster.data, cluster.log.read_text(errors="replace"))


def _start(cluster: Cluster) -> None:
    with locked(cluster.lock("server"), cluster.account) as server_fd:
        prefix = _launcher(cluster)
        if written_by(cluster.data) is None:
            initialise(cluster, prefix, server_fd)
        _make_socket_folder(cluster)
        _write_access_rules(cluster)
        _remove_stale_files(cluster)
        _launch(cluster, prefix, server_fd)


def is_served(cluster: Cluster) -> bool:
    """Whether a server answers. Waits where one is starting or stopping.

    It is dead when no PostgreSQL process works in the folder any more: not before, since those
    of a killed server live on for a moment, and at once then, since nobody else has the lock.
    """
    last_sign = time.monotonic()
    while is_held(cluster.lock("server"), cluster.account):
        answer = _ping(cluster)
        if answer == pq.Ping.OK and is_held(cluster.lock("keeper"), cluster.account):
            return True
        if answer == pq.Ping.OK:
            _stop_unkept(cluster)
        if answer != pq.Ping.NO_RESPONSE:
            last_sign = time.monotonic()
        if time.monotonic() - last_sign > PATIENCE_S:
            raise EmbeddedDatabaseError(
                f"A PostgreSQL process works in {cluster.data} and does not answer. See which one "
                f"holds {cluster.lock('server')} (fuser -v FILE names it), end it, and try again."
            )
        time.sleep(0.01)
    return False


def _ping(cluster: Cluster) -> pq.Ping:
    try:
        return pq.Ping(pq.PGconn.ping(cluster.conninfo("postgres").encode()))
    except FileNotFoundError:  # the socket's folder is still to be made
        return pq.Ping.NO_RESPONSE


def _launcher(cluster: Cluster) -> list[str]:
    return launcher(cluster.account, cluster.binaries.path("postgres"), cluster.data.parent)


def _stop_unkept(cluster: Cluster) -> None:
    """Stop a server whose keeper was killed; where the kernel can, it has done so already."""
    stop = ["pg_ctl", "stop", "--mode=fast", "--pgdata", str(cluster.data)]
    command = [*_launcher(cluster), cluster.binaries.path(stop[0]), *stop[1:]]
    subprocess.run(command, cwd="/", env=ENVIRONMENT, capture_output=True, check=False)


def _make_socket_folder(cluster: Cluster) -> None:
    link = cluster.socket_link
    if link.is_symlink():
        shutil.rmtree(link.readlink(), ignore_errors=True)
        link.unlink()
    if cluster.holds_its_socket:
        return
    # Not TMPDIR, whose path may be as long, or closed to the server's account.
    folder = Path(tempfile.mkdtemp(prefix="coalition-", dir="/tmp"))
    cluster.account.own(folder)
    link.symlink_to(folder)


def _write_access_rules(cluster: Cluster) -> None:
    users = sorted(cluster.account.logins())
    rules = {
        "pg_hba.conf": f"local all {ROLE} peer map={ROLE}\n",
        "pg_ident.conf": "".join(f'{ROLE} "{user}" {ROLE}\n' for user in users),
    }
    for name, text in rules.items():
        fd, draft = tempfile.mkstemp(dir=cluster.run)
        with os.fdopen(fd, "w") as file:
            file.write(text)
            cluster.account.own(fd)
        Path(draft).replace(cluster.data / name)  # root must not write through another's links


def _remove_stale_files(cluster: Cluster) -> None:
    """Remove what a killed server left: PostgreSQL would take any process of its number for it."""
    socket = cluster.socket_folder / f".s.PGSQL.{PORT}"
    pid_file = cluster.data / "postmaster.pid"
    _refuse_served_by_hand(cluster, pid_file)
    for path in (pid_file, socket, socket.with_name(f"{socket.name}.lock")):
        path.unlink(missing_ok=True)


def _refuse_served_by_hand(cluster: Cluster, pid_file: Path) -> None:
    """Refuse a folder that works under a server of somebody else's making, without our lock."""
    try:
        number = pid_file.read_text().split()[0]
        works_here = Path(f"/proc/{int(number)}/cwd").samefile(cluster.data)
    except (OSError, IndexError, ValueError):
        return
    if works_here:
        raise EmbeddedDatabaseError(
            f"A PostgreSQL server that was started by hand (process {number}) works in "
            f"{cluster.data}. Stop it with pg_ctl stop -D {cluster.data}, and try again."
        )


def _launch(cluster: Cluster, prefix: list[str], server_fd: int) -> None:
    settings = SETTINGS | ({} if cluster.durable else THROWAWAY_SETTINGS)
    settings["unix_socket_directories"] = str(cluster.socket_folder)
    flags = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    server = [*prefix, cluster.binaries.path("postgres"), "-D", str(cluster.data), *flags]
    script = [sys.executable, "-I", "-S", keeper.__file__]
    errand = [str(cluster.lock("holders")), str(server_fd), str(cluster.socket_link)]
    if cluster.log.exists():
        cluster.log.replace(cluster.log.with_suffix(".log.old"))
    with (
        locked(cluster.lock("keeper"), cluster.account) as keeper_fd,
        cluster.log.open("xb") as log,
    ):
        subprocess.run(
            [*script, *errand, *server], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            check=False, cwd="/", env=ENVIRONMENT, pass_fds=[server_fd, keeper_fd],
            start_new_session=True,
        )  # fmt: skip
