"""Codes: what a person may cite. Paths of contributions, quotes, statements, and their forms.

The constants are regular expressions that Python, PostgreSQL and JSON Schema read alike. They
have no ends of their own: use ``re.fullmatch``, or put ``^`` and ``$`` around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Self

SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"
KIND_CODE = rf"{SLUG}(?:\.{SLUG})*"
COUNTRY_CODE = "[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*"
PATH = f"{COUNTRY_CODE}/{KIND_CODE}(?:@{SLUG})?(?:#{SLUG})?"
PATH_LIST = f"{COUNTRY_CODE}(?:,{COUNTRY_CODE})*{PATH.removeprefix(COUNTRY_CODE)}"
CONTRIBUTION_CODE = SLUG
SPAN = "(?:0|[1-9][0-9]*)-[1-9][0-9]*"
LOCATOR = "[A-Za-z0-9](?:[A-Za-z0-9._:-]*[A-Za-z0-9])?"
QUOTE_CODE = f"{SLUG}:(?:{SPAN}|{LOCATOR})"
STATEMENT_CODE = f"{QUOTE_CODE}:[1-9][0-9]*"

_PARTS = re.compile(
    rf"(?P<country>{COUNTRY_CODE})/(?P<kind>{KIND_CODE})"
    rf"(?:@(?P<theatre>{SLUG}))?(?:#(?P<name>{SLUG}))?"
)
_SHAPE = re.compile(
    r"(?P<country>[^/]*)/(?P<kind>[^@#]*)(?:@(?P<theatre>[^#]*))?(?:#(?P<name>.*))?"
)
_MENDS = {
    "country": (COUNTRY_CODE, "a country is capitals and digits, such as FR or IQ-KR"),
    "kind": (KIND_CODE, "a kind is small letters, its parts parted by dots: deployment.naval"),
    "theatre": (SLUG, "a theatre is the code of a place, such as syria"),
    "name": (SLUG, "a name is small letters, digits and hyphens, such as charles-de-gaulle"),
}


class CodeError(ValueError):
    """A code that has not the form it should have; the message says which part, and the fix."""


def nearest(word: str, options: Iterable[str]) -> str | None:
    """The option that was probably meant, whatever its case; None if none is close."""
    by_folded = {option.casefold(): option for option in sorted(options, reverse=True)}
    close = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


# --- Contributions --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Path:
    """What identifies a contribution inside its coalition: COUNTRY/kind[@theatre][#name]."""

    country: str
    kind: str
    theatre: str = ""
    name: str = ""

    def __str__(self) -> str:
        theatre = f"@{self.theatre}" if self.theatre else ""
        name = f"#{self.name}" if self.name else ""
        return f"{self.country}/{self.kind}{theatre}{name}"

    def code(self, prefix: str = "") -> str:
        """As written in addresses, begun with the coalition's prefix if it has one."""
        code = re.sub("[/.@#]", "-", str(self).lower())
        return f"{prefix}-{code}" if prefix else code


def parse_path(text: str) -> Path:
    """Read ``FR/deployment.naval@syria#charles-de-gaulle``. Raises :class:`CodeError`."""
    match = _PARTS.fullmatch(text)
    if match is None:
        raise CodeError(f"{text!r} is no path of a contribution: {_path_fault(text)}.")
    return Path(**{part: value or "" for part, value in match.groupdict().items()})


def expand(text: str) -> list[Path]:
    """Read a path whose country may be a list: ``IT,PL,DK/equipment`` is three paths."""
    countries, stroke, rest = text.partition("/")
    names = countries.split(",")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise CodeError(f"{text!r} names {twice or 'nobody'} twice; name each country once.")
    return [parse_path(f"{name}{stroke}{rest}") for name in names]


def contains(outer: Path, inner: Path) -> bool:
    """Whether ``outer`` is ``inner`` shortened: without name or theatre, or by a part of its kind.

    Nothing contains itself.
    """
    return (
        outer != inner
        and outer.country == inner.country
        and f"{inner.kind}.".startswith(f"{outer.kind}.")
        and outer.theatre in ("", inner.theatre)
        and outer.name in ("", inner.name)
    )


def _path_fault(text: str) -> str:
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        return "country and kind are parted by a stroke, as in FR/airstrikes@syria"
    for part, value in shape.groupdict().items():
        pattern, mend = _MENDS[part]
        if value is not None and not re.fullmatch(pattern, value):
            return f"{mend}, not {value!r}"
    return "write COUNTRY/kind@theatre#name, as in FR/airstrikes@syria"


# --- Quotes, statements and tallies ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QuoteCode:
    """A source and a span of it (0-based code points, end exclusive), or else a locator."""

    source: str
    start: int | None = None
    end: int | None = None
    locator: str = ""

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None:
            if self.end <= self.start:
                raise CodeError(f"{str(self)!r} ends where it begins or before.")
        elif re.fullmatch(SPAN, self.locator):
            raise CodeError(f"{str(self)!r} reads as a span of the text; write p3-5 for pages.")
        elif not re.fullmatch(LOCATOR, self.locator):
            raise CodeError(f"{str(self)!r} has no place in its source, as {_QUOTE} has, or p4.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``SOURCE:START-END`` or ``SOURCE:LOCATOR``. Raises :class:`CodeError`."""
        source, _, place = text.partition(":")
        if not re.fullmatch(SLUG, source):
            raise CodeError(f"{text!r} is no quote's code: a source's begins it, as in {_QUOTE}.")
        if re.fullmatch(SPAN, place):
            start, end = map(int, place.split("-"))
            return cls(source, start, end)
        return cls(source, locator=place)

    def __str__(self) -> str:
        place = self.locator if self.start is None else f"{self.start}-{self.end}"
        return f"{self.source}:{place}"


_QUOTE = "voa-2015-11-23-ally-support:3919-3977"


@dataclass(frozen=True, slots=True)
class StatementCode:
    """A statement or a tally: its quote and its number, counted from 1 within the quote."""

    quote: QuoteCode
    number: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``QUOTE:NUMBER``. Raises :class:`CodeError`."""
        quote, _, number = text.rpartition(":")
        if not quote or not re.fullmatch("[1-9][0-9]*", number):
            raise CodeError(f"{text!r} is no statement's code: a number ends it, as in {_QUOTE}:1.")
        return cls(QuoteCode.parse(quote), int(number))

    def __str__(self) -> str:
        return f"{self.quote}:{self.number}"
