"""What generated sources say, drafted before anything of it has a key in the database.

Contribution, source and speaker of a number depend on the seed, that number and the reference data
alone, so that a later run goes on where an earlier one ended.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from random import Random

from tracker.domain.codes import Path
from tracker.domain.ladder import Group, Status, group_of
from tracker.generate import dates, words
from tracker.generate.chance import Draw, seeded
from tracker.generate.reference import MEMBERS, Named, Reference
from tracker.generate.said import FIRST, LATER, Deed, Row, say

PREFIX = "generated"
BLOCK = 50  # contributions that the same few sources speak of
SOURCES = 4  # these few
SPEAKERS = 200  # named ones, for all together
SPAN = 2500  # characters of a source: room for one quote

_QUOTES = Draw({1: 83, 2: 14, 3: 3})
_GRADES = Draw({"F": 50, "B": 20, "A": 10, "C": 12, "D": 5, "E": 3})
_VOICES = Draw({"narration": 70, "headline": 10, "caption": 8, "table": 7, "summary": 5})
_SPOKEN = Draw({"indirect": 75, "direct": 25})
_ROLES = Draw({"official": 50, "military": 25, "former": 8, "expert": 12, "reporter": 5})


@dataclass(slots=True)
class Batch:
    """Rows by table; they name one another by place in the list, sources and speakers by code."""

    quotes: list[Row] = field(default_factory=list)
    contributions: list[Row] = field(default_factory=list)
    statements: list[Row] = field(default_factory=list)
    further: list[Row] = field(default_factory=list)


# --- Sources and speakers -------------------------------------------------------------------


def source_code(number: int) -> str:
    return f"{PREFIX}-{number:06d}"


def officials_code(source: str) -> str:
    return f"{source}:officials"


def sources_of(rows: range) -> range:
    """The numbers of the sources that speak of these contributions."""
    return range(rows.start // BLOCK * SOURCES + 1, -(-rows.stop // BLOCK) * SOURCES + 1)


def source(seed: int, number: int) -> Row:
    rng = seeded(seed, "source", number)
    return {
        "code": source_code(number),
        "title": f"Generated source {number} (not real)",
        "publisher": "Generated",
        "published": dates.published(rng, day_of(seed, number)),
        "reliability": _GRADES(rng),
        "annotation": "done",
    }


@lru_cache(maxsize=10_000)
def day_of(seed: int, number: int) -> int:
    """The day of a source, as its ordinal."""
    return dates.some_day(seeded(seed, "day", number))


def officials(seed: int, source: str, reference: Reference) -> Row:
    """The anonymous speakers of a source."""
    return {
        "code": officials_code(source),
        "name": "Officials (not real)",
        "role": "official",
        "anonymous": True,
        "country_id": reference.country(seeded(seed, source)).code,
    }


def speaker(seed: int, number: int, reference: Reference) -> Row:
    """A named speaker."""
    rng = seeded(seed, "speaker", number)
    return {
        "code": f"{PREFIX}-speaker-{number:03d}",
        "name": f"Generated speaker {number} (not real)",
        "office": f"Generated office {number % 20 + 1}",
        "role": _ROLES(rng),
        "country_id": reference.country(rng).code,
    }


class Cast:
    """The named speakers, some of them heard more often than others."""

    def __init__(self, seed: int, reference: Reference) -> None:
        self.rows = [speaker(seed, number, reference) for number in range(1, SPEAKERS + 1)]
        self._any = Draw.skewed(range(SPEAKERS))
        self._own: dict[str, list[Row]] = {}
        for row in self.rows:
            self._own.setdefault(row["country_id"], []).append(row)

    def draw(self, rng: Random, giver: str) -> Row:
        """Every other one speaks for the giver, where there is one who can."""
        own = self._own.get(giver)
        return rng.choice(own) if own and rng.random() < 0.5 else self.rows[self._any(rng)]


# --- Contributions and what is said of them -------------------------------------------------


def draft(rows: Iterable[int], seed: int, reference: Reference, cast: Cast) -> Batch:
    """The contributions of these numbers, with their quotes and statements."""
    batch = Batch()
    for number in rows:
        _Contribution(batch, seed, number, reference, cast).draft()
    return batch


class _Contribution:
    """One contribution while it is drafted."""

    def __init__(
        self, batch: Batch, seed: int, number: int, reference: Reference, cast: Cast
    ) -> None:
        self.batch, self.seed, self.number = batch, seed, number
        self.reference, self.cast = reference, cast
        self.rng = seeded(seed, number)
        self.deed = self._deed()
        self.place = len(batch.contributions)
        self.first = len(batch.statements)  # the place of its first statement

    def draft(self) -> None:
        self.batch.contributions.append(self._identity())
        first_source = self.number // BLOCK * SOURCES + 1
        chosen = sorted(
            (first_source + each for each in self.rng.sample(range(SOURCES), _QUOTES(self.rng))),
            key=lambda source: day_of(self.seed, source),
        )
        for source in chosen:
            self._quote(source)

    def _deed(self) -> Deed:
        """The first rows say who is a member: every third of them, so that there are others too."""
        membership, turn = self.reference.membership, self.number // 3
        members = self.reference.countries[:MEMBERS]
        if membership and self.number % 3 == 0 and turn < len(members):
            return Deed(members[turn], membership)
        return Deed(self.reference.country(self.rng), self.reference.kind(self.rng))

    @property
    def _is_membership(self) -> bool:
        return self.deed.kind is self.reference.membership

    def _identity(self) -> Row:
        theatre: Named | None = None
        if not self._is_membership and self.rng.random() < 0.45:
            theatre = self.reference.place(self.rng)
        code = theatre.code if theatre else ""
        path = Path(self.deed.giver.code, self.deed.kind.code, code, f"g{self.number + 1:06d}")
        return {
            "code": path.code(PREFIX),
            "country_id": path.country,
            "kind_id": path.kind,
            "theatre_id": code or None,
            "name": path.name,
            "path": str(path),
        }

    def _quote(self, source: int) -> None:
        """A quote with one statement, or with two that it says in one breath."""
        row, day = self._voice(source), day_of(self.seed, source)
        if self.rng.random() < 0.15:
            day -= self.rng.randint(0, 3)
            row["said"] = date.fromordinal(day).isoformat()
        said = [self._statement(number, day) for number in range(1, self._statements() + 1)]
        opening = words.lead(self.rng, row.pop("name"))
        exact = f"{opening}{' and '.join(said)}{words.tail(self.rng, self.number)}"
        start = (self.number % BLOCK) * SPAN + self.rng.randint(0, SPAN // 4)
        row |= {"exact": exact, "start": start, "end": start + len(exact)}
        row["source_id"] = source_code(source)
        row["code"] = f"{row['source_id']}:{start}-{row['end']}"
        for statement in self.batch.statements[-len(said) :]:
            statement["code"] = f"{row['code']}:{statement['number']}"
        if self.rng.random() < 0.03 and self.batch.quotes:
            further = {"statement_id": len(self.batch.statements) - 1}
            self.batch.further.append(further | {"quote_id": len(self.batch.quotes) - 1})
        self.batch.quotes.append(row)

    def _statements(self) -> int:
        return 2 if self.rng.random() < 0.12 else 1

    def _voice(self, source: int) -> Row:
        """Who says it; ``name`` is the speaker's, for the words of the quote."""
        chance = self.rng.random()
        if chance < 0.35:
            return {"voice": _VOICES(self.rng), "name": ""}
        row = {"voice": _SPOKEN(self.rng)}
        if self.rng.random() < 0.1:
            row["occasion"] = f"generated-briefing-{source}"
        if chance < 0.5:
            return row | {"speaker_id": officials_code(source_code(source)), "name": "Officials"}
        speaker = self.cast.draw(self.rng, self.deed.giver.code)
        return row | {"speaker_id": speaker["code"], "name": speaker["name"].partition(" (")[0]}

    def _statement(self, number: int, day: int) -> str:
        place = len(self.batch.statements)
        status, answers = self._status(place)
        row, said = say(self.rng, self.deed, status, day, self.reference)
        row |= answers | {
            "contribution_id": self.place,
            "quote_id": len(self.batch.quotes),
            "number": number,
            "position": number,
        }
        self.batch.statements.append(row)
        return said

    def _status(self, place: int) -> tuple[str, Row]:
        """What is said, and which earlier statement it denies or corrects."""
        if self._is_membership:
            return Status.ONGOING.value, {}
        if place == self.first:
            return FIRST(self.rng), {}
        first, chance = self.batch.statements[self.first], self.rng.random()
        elsewhere = first["quote_id"] != len(self.batch.quotes)
        if elsewhere and chance < 0.15 and group_of(first["status"]) == Group.ACTUAL:
            return Status.ABSENT.value, {"denies_id": self.first}
        if elsewhere and chance > 0.95:
            return LATER(self.rng), {"corrects_id": self.first}
        return LATER(self.rng), {}
