"""What is refused of a question: every mistake in it at once, each with the way to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mistake:
    """One parameter that cannot be read. ``nearest``: what was probably meant, if anything is."""

    name: str
    value: str
    why: str
    nearest: str = ""

    def __str__(self) -> str:
        return f"{self.name}={self.value}: {self.why}" if self.value else f"{self.name}: {self.why}"


class FilterError(ValueError):
    """A question that cannot be read; nothing of it is answered."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(" ".join(str(mistake) for mistake in self.mistakes))
