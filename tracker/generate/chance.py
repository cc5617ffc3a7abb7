"""Drawing what is common often and what is rare seldom."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Draw(Generic[T]):
    """Values with weights; a call draws one."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self._values = tuple(weights)
        self._up_to = tuple(accumulate(weights.values()))

    @classmethod
    def skewed(cls, values: Iterable[T], steep: float = 1.0) -> Draw[T]:
        """The first is drawn most often, the n-th 1 / n**steep as often (Zipf's law)."""
        return cls({value: rank**-steep for rank, value in enumerate(values, start=1)})

    def __call__(self, rng: Random) -> T:
        at = bisect_right(self._up_to, rng.random() * self._up_to[-1], hi=len(self._values) - 1)
        return self._values[at]


def seeded(*parts: object) -> Random:
    """A source of chance that gives the same for the same parts, whatever was drawn elsewhere."""
    return Random("/".join(map(str, parts)))  # noqa: S311 - nothing here is secret


def shuffled(rng: Random, values: Iterable[T]) -> list[T]:
    found = list(values)
    rng.shuffle(found)
    return found
