"""Codes that lie in one another: kinds, places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tree:
    """``parents`` has for each code the one it lies in, or None."""

    parents: Mapping[str, str | None]

    def within(self, codes: Iterable[str]) -> set[str]:
        """The codes themselves and all that lie in them."""
        wanted = set(codes)
        return wanted | {code for code in self.parents if not wanted.isdisjoint(self._up(code))}

    def above(self, codes: Iterable[str]) -> set[str]:
        """All that contain one of these, themselves left out."""
        asked = set(codes)
        return {outer for code in asked for outer in self._up(code)} - asked

    def _up(self, code: str) -> Iterator[str]:
        """The code and what it lies in, upward; a circle is walked once."""
        seen: set[str] = set()
        here: str | None = code
        while here and here not in seen:
            seen.add(here)
            yield here
            here = self.parents.get(here)
