"""Kernel locks on files: they end with their holders, however those end."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coalition.embedded.account import Account


def open_lock(path: Path, account: Account) -> int:
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    account.own(fd)
    return fd


@contextmanager
def locked(path: Path, account: Account) -> Iterator[int]:
    """Wait for the lock. A child that inherits the file's number goes on holding it."""
    fd = open_lock(path, account)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        yield fd
    finally:
        os.close(fd)


def is_held(path: Path, account: Account) -> bool:
    fd = open_lock(path, account)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(fd)
