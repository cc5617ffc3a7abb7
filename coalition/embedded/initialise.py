"""Making a data folder, all of it or nothing."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from coalition.embedded.binaries import WHEEL
from coalition.embedded.cluster import ROLE, Cluster
from coalition.embedded.errors import (
    EmbeddedDatabaseError,
    EmbeddedDatabaseMisconfigured,
    failed,
    user_name,
)

# Nothing of the caller's: its LC_ and PG variables would change what is made. The letters are the
# builtin locale's business; under the C library's C, lower('É') would be 'É'.
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}

INITDB = [
    "initdb", "--username=postgres", "--encoding=UTF8", "--locale=C",
    "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--auth=reject", "--no-instructions",
]  # fmt: skip


def refuse_unusable(cluster: Cluster) -> None:
    """Refuse data of another user or of another major version of PostgreSQL."""
    data = cluster.data
    if data.exists() and not os.access(data, os.X_OK):
        owner = user_name(data.stat().st_uid)
        raise EmbeddedDatabaseError(
            f"{data} belongs to {owner}, for whom it was made by {owner} or by root. Work as the "
            "same user again, or name another DIRECTORY."
        )
    found = written_by(data)
    if found is None and cluster.durable:
        majors = [int(path.name) for path in data.parent.glob("*") if path.name.isdecimal()]
        found = max(majors, default=None)
    if found not in (None, cluster.binaries.major):
        raise EmbeddedDatabaseMisconfigured(
            f"The data in {data.parent} is PostgreSQL {found}'s, and {WHEEL} now brings "
            f"{cluster.binaries.major}. Go back to the {WHEEL} that it was written with and dump "
            "it (manage.py dump); then move the folder away, update again, and load the dump "
            "(manage.py load)."
        )


def written_by(data: Path) -> int | None:
    """Return the major version that the folder says of itself."""
    try:
        return int((data / "PG_VERSION").read_text())
    except (FileNotFoundError, ValueError):
        return None


def initialise(cluster: Cluster, prefix: list[str], server_fd: int) -> None:
    """Make the data folder elsewhere and rename it: a half-made one never bears the name."""
    draft = f"{cluster.data.name}.new-"
    for leftover in cluster.data.parent.glob(f"{draft}*"):
        shutil.rmtree(leftover)
    new = Path(tempfile.mkdtemp(prefix=draft, dir=cluster.data.parent))
    try:
        cluster.account.own(new)
        haste = [] if cluster.durable else ["--no-sync"]
        _run(cluster, prefix, server_fd, [*INITDB, *haste, "--pgdata", str(new)])
        role = f"CREATE ROLE {ROLE} LOGIN CREATEDB;\n"
        _run(cluster, prefix, server_fd, ["postgres", "--single", "-D", str(new), "postgres"], role)
        new.rename(cluster.data)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    _sync(cluster.data.parent)


def _run(
    cluster: Cluster, prefix: list[str], server_fd: int, words: list[str], text: str = ""
) -> None:
    command = [*prefix, cluster.binaries.path(words[0]), *words[1:]]
    done = subprocess.run(
        command, input=text, text=True, errors="replace", check=False, cwd="/", env=ENVIRONMENT,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, pass_fds=[server_fd],
    )  # fmt: skip
    if done.returncode or "ERROR:" in done.stdout:
        raise failed("make a new database in", cluster.data.parent, done.stdout)


def _sync(folder: Path) -> None:
    """Make the rename outlive a loss of power."""
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
