"""What every connection asks of PostgreSQL, embedded or not. The settings import this."""

from collections.abc import Mapping
from typing import Any

# pgtrigger's triggers raise and catch an exception for each row where this variable was never
# set, and each of those walks all pending deferred foreign keys: bulk work turns quadratic.
PGTRIGGER_IGNORE = "-c pgtrigger.ignore={}"


def connection_options(options: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return a DATABASES entry's OPTIONS with ours added; adding them twice changes nothing."""
    merged = dict(options or {})
    words = str(merged.get("options") or "")
    if "pgtrigger.ignore=" not in words:
        merged["options"] = f"{words} {PGTRIGGER_IGNORE}".strip()
    return merged
