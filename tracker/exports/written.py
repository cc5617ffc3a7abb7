"""What has been written of a file so far."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

CHUNK = 64 * 1024  # bytes, about: what is handed on at a time


@dataclass
class Written:
    """Rows, bytes and hash; complete once the last chunk was made."""

    rows: int = 0
    size: int = 0  # bytes
    complete: bool = False
    _hash: Any = field(default_factory=hashlib.sha256, repr=False)

    @property
    def sha256(self) -> str:
        return str(self._hash.hexdigest())

    def add(self, chunk: bytes) -> bytes:
        self.size += len(chunk)
        self._hash.update(chunk)
        return chunk
