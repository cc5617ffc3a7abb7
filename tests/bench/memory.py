"""How much memory the server's processes have had at most, as the kernel counts it."""

from __future__ import annotations

from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.bench.serving import WORKER, WORKERS


class Memory:
    """The peak of a server's workers: of the one that had most. Linux only."""

    def __init__(self, port: int) -> None:
        self.port = port

    def peak_of(self, do: Callable[[], Any]) -> int:
        """Bytes, while something was done; what was before is forgotten."""
        processes = _workers(self.port)
        for pid in processes:
            Path(f"/proc/{pid}/clear_refs").write_text("5")  # resets the peak to what is now
        do()
        return max(_peak(pid) for pid in processes)


def _workers(port: int) -> set[str]:
    """Each answer says which process it comes from."""
    found: set[str] = set()
    while len(found) < WORKERS:
        client = HTTPConnection("127.0.0.1", port, timeout=60)
        client.request("GET", "/healthz")
        found.add(client.getresponse().getheader(WORKER) or "")
        client.close()
    return found


def _peak(pid: str) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024
