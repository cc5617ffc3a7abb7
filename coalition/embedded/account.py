"""Whose the server is: PostgreSQL refuses to run as root, so root lends it to somebody else."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from coalition.embedded.errors import ELSEWHERE, EmbeddedDatabaseMisconfigured

# Accounts that own no person's files. Other programs may run under them as well, so the server
# lets nobody in for being one of these.
SERVICE_ACCOUNTS = ("postgres", "nobody")
# What passes closed folders, the weaker first: containers often have only the second, and
# programs that only root may execute need it. Without the secure bit, access(2) forgets both.
PASSAGES = [
    ["--securebits=+no_setuid_fixup", f"--inh-caps=+{name}", f"--ambient-caps=+{name}"]
    for name in ("dac_read_search", "dac_override")
]


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int

    @property
    def is_borrowed(self) -> bool:
        return os.geteuid() != self.uid

    def own(self, target: int | Path) -> None:
        """Give what was just made to the account; only root has to."""
        if self.is_borrowed:
            os.chown(target, self.uid, self.gid)

    def logins(self) -> set[str]:
        """Return the operating system's users who may connect."""
        users = {"root", _account(os.geteuid()).name}
        return users if self.name in SERVICE_ACCOUNTS else users | {self.name}


def account_for(data: Path) -> Account:
    """Return who runs the server: this user, or for root the data's owner or a service account."""
    if uid := os.geteuid():
        return _account(uid)
    if data.exists() and (owner := data.stat().st_uid):
        return _account(owner)
    for name in SERVICE_ACCOUNTS:
        try:
            return _account(pwd.getpwnam(name).pw_uid)
        except KeyError:
            continue
    raise EmbeddedDatabaseMisconfigured(
        "PostgreSQL refuses to run as root, and there is no user postgres or nobody to run it. "
        f"Work as an ordinary user, {ELSEWHERE}."
    )


def launcher(account: Account, program: str, folder: Path) -> list[str]:
    """Return the words before a command that run it as `account`, who needs program and folder.

    Where the system can, the command is also told to stop when whoever launched it dies.
    """
    setpriv = shutil.which("setpriv")
    farewell = ["--pdeathsig", "INT"] if setpriv and _has_farewell(setpriv) else []
    if not account.is_borrowed:
        return [setpriv, *farewell, "--"] if setpriv and farewell else []
    if setpriv is None:
        raise EmbeddedDatabaseMisconfigured(
            f"PostgreSQL refuses to run as root, and there is no setpriv to run it as "
            f"{account.name}. Work as an ordinary user, {ELSEWHERE}."
        )
    ids = [f"--reuid={account.uid}", f"--regid={account.gid}", "--clear-groups", "--no-new-privs"]
    for passage in ([], *PASSAGES):
        prefix = [setpriv, *ids, *farewell, *passage, "--"]
        if _reaches(prefix, program, folder):
            return prefix
    raise EmbeddedDatabaseMisconfigured(
        f"PostgreSQL, run as {account.name}, cannot reach {program} and {folder}. Move the "
        f"project to where {account.name} may go, work as an ordinary user, {ELSEWHERE}."
    )


def _account(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise EmbeddedDatabaseMisconfigured(
            f"User number {uid} has no name on this system, and PostgreSQL wants one. Add it to "
            f"/etc/passwd, work as another user, {ELSEWHERE}."
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


@cache
def _has_farewell(setpriv: str) -> bool:
    usage = subprocess.run([setpriv, "--help"], capture_output=True, text=True, check=False)
    return "--pdeathsig" in usage.stdout


def _reaches(prefix: list[str], program: str, folder: Path) -> bool:
    """Try it: mode bits would not tell of access lists. setpriv itself can still reach all."""
    attempt = ["/bin/sh", "-c", '"$1" --version && cd "$2"', "sh", program, str(folder)]
    done = subprocess.run([*prefix, *attempt], cwd="/", capture_output=True, check=False)
    return done.returncode == 0
