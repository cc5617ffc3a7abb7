"""The keeper: runs the server, and stops it when no process holds a share of it any more.

A script of its own that imports neither Django nor this package:
    keeper.py HOLDERS_LOCK SERVER_FD SOCKET_LINK COMMAND...
It inherits two locked files: keeper.lock, which stays open for as long as there is a keeper, and
SERVER_FD, which it hands on to the server, so that all of the server's processes inherit it.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

PATIENCE_S = 60  # for a last checkpoint; then less politely, and the next start recovers


def main(holders_lock: str, server_fd: int, socket_link: Path, command: list[str]) -> None:
    if os.fork():
        os._exit(0)  # nobody's child from here on: no zombie, and no part of a killed tree
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[server_fd])
    os.close(server_fd)
    signal.signal(signal.SIGTERM, lambda *_: server.send_signal(signal.SIGINT))
    stopping = threading.Event()
    errand = (holders_lock, server, stopping)
    threading.Thread(target=stop_after_last, args=errand, daemon=True).start()
    server.wait()
    if stopping.is_set() and socket_link.is_symlink():
        shutil.rmtree(socket_link.readlink(), ignore_errors=True)
        socket_link.unlink()


def stop_after_last(
    holders_lock: str, server: "subprocess.Popen[bytes]", stopping: threading.Event
) -> None:
    """Wait until nobody holds a share; who comes after that waits for us, and starts afresh."""
    fcntl.flock(os.open(holders_lock, os.O_RDWR), fcntl.LOCK_EX)
    stopping.set()
    for farewell in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        server.send_signal(farewell)
        try:
            server.wait(PATIENCE_S)
            return
        except subprocess.TimeoutExpired:
            continue


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:])
