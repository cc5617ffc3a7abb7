"""Mistakes in fixtures: where each stands, what is wrong, what was expected, what may be meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, TypeAlias

NUMBERS = re.compile("([0-9]+)")

Keys: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file: line and column count from 1; ``path`` is the keys that lead there."""

    file: str
    line: int = 1
    column: int = 1
    path: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    place: Place
    wrong: str
    expected: str = ""
    nearest: str = ""

    def __str__(self) -> str:
        meant = f"Was {self.nearest} meant?" if self.nearest else ""
        return " ".join(part for part in (self.wrong, meant, self.expected) if part)

    def as_dict(self) -> dict[str, Any]:
        return {
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
            "path": self.place.path,
            "wrong": self.wrong,
            "expected": self.expected,
            "nearest": self.nearest,
        }


@dataclass(slots=True)
class Report:
    """All that a run has to say of its files: ``mistakes`` stop it, ``remarks`` do not."""

    mistakes: list[Mistake] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def add(self, place: Place, wrong: str, expected: str = "", nearest: str | None = "") -> None:
        self.mistakes.append(Mistake(place, wrong, expected, nearest or ""))

    def remark(self, text: str) -> None:
        if text not in self.remarks:
            self.remarks.append(text)

    def refuse_mistakes(self) -> None:
        """Raise all mistakes at once, if there are any."""
        if self.mistakes:
            raise FixtureError(self.mistakes)


class FixtureError(Exception):
    """Nothing was loaded: all mistakes of the run, in the order of files and lines."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = in_order(set(mistakes))
        super().__init__("\n".join(lines_of(self.mistakes)))


def in_order(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """By place; those of one place by the numbers in them, row 7 before row 11."""
    return sorted(
        mistakes, key=lambda mistake: (mistake.place, _by_numbers(mistake.wrong), mistake)
    )


def _by_numbers(text: str) -> list[str | int]:
    parts = NUMBERS.split(text.replace("Rows ", "Row ", 1))
    return [int(part) if part.isdecimal() else part for part in parts]


def lines_of(mistakes: Iterable[Mistake]) -> Iterator[str]:
    """What is printed: each file once, its mistakes below it in the order of lines."""
    found = in_order(mistakes)
    for file, of_file in groupby(found, key=lambda mistake: mistake.place.file):
        yield file
        for mistake in of_file:
            place = mistake.place
            where = f"  {place.line}:{place.column}"
            yield f"{where:<9} {place.path + ': ' if place.path else ''}{mistake}"
    files = len({mistake.place.file for mistake in found})
    yield f"{_many(len(found), 'mistake')} in {_many(files, 'file')}; nothing was loaded."


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def path_of(keys: Keys) -> str:
    """As people write it: ``readings[3].says[0].of``."""
    text = ""
    for key in keys:
        text += f"[{key}]" if isinstance(key, int) else f".{key}" if text else key
    return text
