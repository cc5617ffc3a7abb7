"""Why there is no embedded database: a sentence, and the way to fix it."""

import errno
import os
import pwd
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ELSEWHERE = "or set DATABASE_URL to a PostgreSQL server of your own"
LEAST_FREE = 1 << 20  # bytes, and below that there is no room for the words either
FULL = {errno.ENOSPC, errno.EDQUOT}
FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


class EmbeddedDatabaseError(Exception):
    """The server cannot be had now; Django sees an OperationalError."""


class EmbeddedDatabaseMisconfigured(EmbeddedDatabaseError):
    """The server cannot be had at all in this setting; Django sees an ImproperlyConfigured."""


def user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user number {uid}"


def disk_full(folder: Path) -> EmbeddedDatabaseError:
    return EmbeddedDatabaseError(
        f"The disk that holds {folder} is full. Free some space (a new database takes "
        f"about 50 MB), name a DIRECTORY on another disk, {ELSEWHERE}."
    )


def failed(deed: str, folder: Path, words: str) -> EmbeddedDatabaseError:
    """Explain what PostgreSQL could not do by the last of its own words, where it left any."""
    if os.strerror(errno.ENOSPC) in words or shutil.disk_usage(folder).free < LEAST_FREE:
        return disk_full(folder)
    tail = "\n  ".join(words.strip().splitlines()[-12:]) or "(nothing)"
    return EmbeddedDatabaseError(
        f"PostgreSQL could not {deed} {folder}. Mend what its last words name, move the folder "
        f"away to begin anew, {ELSEWHERE}. Its last words:\n  {tail}"
    )


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn what the file system refuses into a sentence."""
    try:
        yield
    except OSError as error:
        path = error.filename or folder
        if error.errno in FULL:
            raise disk_full(folder) from error
        if error.errno in FORBIDDEN:
            raise EmbeddedDatabaseError(
                f"The embedded database may not use {path} as {user_name(os.geteuid())} "
                f"({error.strerror}). Give that user the right to, name a DIRECTORY that it may "
                f"write, {ELSEWHERE}."
            ) from error
        raise EmbeddedDatabaseError(
            f"The embedded database cannot use {path}: {error.strerror}. Put that right, name "
            f"another DIRECTORY, {ELSEWHERE}."
        ) from error
