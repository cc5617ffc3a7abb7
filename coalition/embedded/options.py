"""What every connection asks of PostgreSQL, embedded or not. The settings import this."""

from collections.abc import Mapping
from typing import Any

# pgtrigger's triggers raise and catch an exception for each row where this variable was never
# set, and each of those walks all pending deferred foreign keys: bulk work turns quadratic.
PGTRIGGER_IGNORE = "-c pgtrigger.ignore={}"

# What the server binds the parameters of is planned once a connection. Django's own cursors bind
# them here, and prepare nothing.
PREPARE_THRESHOLD = 0


def connection_options(options: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return a DATABASES entry's OPTIONS with ours added; adding them twice changes nothing."""
    merged = dict(options or {})
    words = str(merged.get("options") or "")
    if "pgtrigger.ignore=" not in words:
        merged["options"] = f"{words} {PGTRIGGER_IGNORE}".strip()
    merged.setdefault("prepare_threshold", PREPARE_THRESHOLD)
    return merged
