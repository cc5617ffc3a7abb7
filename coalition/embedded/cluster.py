"""A data folder: where its parts are, and whose it is."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from psycopg.conninfo import make_conninfo

from coalition.embedded.account import Account, account_for
from coalition.embedded.binaries import Binaries, find_binaries

ROLE = "coalition"  # owns the databases; no superuser
PORT = 5432  # only part of the socket's name: nothing listens on a network
LONGEST_SOCKET_FOLDER = 88  # bytes; with the socket's own name, macOS takes 103, Linux 107


@dataclass(frozen=True)
class Cluster:
    """`directory` is the settings' DIRECTORY; only tests are not `durable`."""

    directory: Path
    durable: bool = True

    @cached_property
    def binaries(self) -> Binaries:
        return find_binaries()

    @cached_property
    def data(self) -> Path:
        name = f"{self.binaries.major}{'' if self.durable else '-test'}"
        return self.directory.resolve() / "postgres" / name

    @cached_property
    def run(self) -> Path:
        """The folder of the locks and the log."""
        return self.data.with_name(f"{self.data.name}.run")

    @cached_property
    def account(self) -> Account:
        return account_for(self.data)

    def lock(self, name: str) -> Path:
        """Return the path of a lock, which one of these holds.

        holders  shared by every process that uses the server, for its life; the keeper waits to
                 have it alone, and has it while the server stops
        start    whoever looks for the server, and starts it
        server   by inheritance, every PostgreSQL process that works in the data folder
        keeper   the keeper
        """
        return self.run / f"{name}.lock"

    @property
    def log(self) -> Path:
        return self.run / "server.log"

    @property
    def socket_link(self) -> Path:
        """Leads to the socket's folder where the data folder cannot be that."""
        return self.run / "socket"

    @property
    def holds_its_socket(self) -> bool:
        """Whether the data folder's name fits a socket's address and libpq's list of hosts."""
        name = str(self.data)
        return len(name.encode()) <= LONGEST_SOCKET_FOLDER and not set(name) & set(",'\"\\\n")

    @property
    def socket_folder(self) -> Path:
        return self.data if self.holds_its_socket else self.socket_link.readlink()

    @property
    def address(self) -> dict[str, str]:
        """Where and as whom to connect, in libpq's words."""
        return {"host": str(self.socket_folder), "port": str(PORT), "user": ROLE}

    def conninfo(self, dbname: str) -> str:
        return make_conninfo(**self.address, dbname=dbname, connect_timeout=5)
