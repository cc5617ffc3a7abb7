"""This process's share in a server: taken at its first connection, given back by its end."""

import fcntl
import os
import threading
from pathlib import Path

import psycopg
from psycopg import errors, sql

from coalition.embedded.cluster import Cluster
from coalition.embedded.errors import disk_full, explained
from coalition.embedded.initialise import refuse_unusable
from coalition.embedded.locks import locked, open_lock
from coalition.embedded.server import ensure_server

_shares: dict[Path, int] = {}  # data folder -> this process's hold on its holders.lock
_known: set[tuple[Path, str]] = set()  # databases that are known to be there

# A fork while another thread is at work here would inherit locks that are not for it.
_threads = threading.RLock()
os.register_at_fork(
    before=_threads.acquire,
    after_in_parent=_threads.release,
    after_in_child=_threads.release,
)


def join(cluster: Cluster, *, again: bool = False) -> None:
    """Take a share in the server, and start it if it does not run.

    Kernel locks are all there is to it: they end with the process, even with a killed one, and a
    forked child has a part in its parent's. `again` looks even where this process has looked.
    """
    with _threads, explained(cluster.directory):
        if cluster.data in _shares and not again:
            return
        refuse_unusable(cluster)
        cluster.run.mkdir(parents=True, exist_ok=True)
        _hold(cluster)
        try:
            with locked(cluster.lock("start"), cluster.account):
                ensure_server(cluster)
        except BaseException:
            _let_go(cluster)
            raise


def ensure_database(cluster: Cluster, name: str) -> None:
    """Create the database unless it is there. The process has joined."""
    if (cluster.data, name) in _known:
        return
    with psycopg.connect(cluster.conninfo("postgres"), autocommit=True) as connection:
        known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        if not known.rowcount:
            _create_database(cluster, connection, name)
    _known.add((cluster.data, name))


def _create_database(cluster: Cluster, connection: psycopg.Connection, name: str) -> None:
    try:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    except (errors.DuplicateDatabase, errors.UniqueViolation):
        return  # another process was faster
    except errors.DiskFull as error:
        raise disk_full(cluster.data) from error


def _hold(cluster: Cluster) -> None:
    """Share holders.lock: the new one, if the folder was removed since and made again."""
    _known.clear()
    path = cluster.lock("holders")
    mine = _shares.get(cluster.data)
    if mine is not None and path.exists() and os.path.samestat(os.fstat(mine), path.stat()):
        return
    _let_go(cluster)
    _shares[cluster.data] = open_lock(path, cluster.account)
    fcntl.flock(_shares[cluster.data], fcntl.LOCK_SH)


def _let_go(cluster: Cluster) -> None:
    if (mine := _shares.pop(cluster.data, None)) is not None:
        os.close(mine)
