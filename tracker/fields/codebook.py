"""The codebook of columns: what each field of a registry is called and means, read off itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cache

from tracker.fields.base import Field

HEADER = ("field", "label", "meaning", "type", "unit", "words", "refers to")


def codebook_of(fields: Iterable[Field]) -> list[tuple[str, ...]]:
    """A row a field, in the columns of ``HEADER``."""
    return [
        (
            field.name,
            field.label,
            field.meaning,
            field.type.value,
            field.unit,
            "; ".join(field.words),
            field.refers,
        )
        for field in fields
    ]


@cache
def codebook_version() -> str:
    """What tells one codebook from another: other fields, meanings or words, another version."""
    from tracker.fields import REGISTRIES

    told = {name: codebook_of(registry.fields) for name, registry in REGISTRIES.items()}
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:12]
