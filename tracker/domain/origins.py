"""Which statements go back to one origin, and so count as one witness (semantics I)."""

from __future__ import annotations


def origin_of(
    *,
    source: str,
    voice: str,
    occasion: str,
    relayed: list[str],
    speaker: str,
    anonymous: bool,
    said: str,
) -> str:
    """The name of a quote's origin.

    The occasion; else the earliest link of the relay, with who spoke and when; else a named
    speaker and the day; else the source. A table is one origin. ``said`` is the EDTF text of the
    quote's own or its source's date.
    """
    if voice == "table":
        return f"source:{source}"
    if occasion:
        return f"occasion:{occasion}"
    if relayed:
        return f"relay:{relayed[0]}:{speaker}:{said}"
    if speaker and not anonymous:
        return f"speaker:{speaker}:{said}"
    return f"source:{source}"
