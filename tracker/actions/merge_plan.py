"""What merging one record into another would do, and what stands in its way."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q

from tracker.actions.merge_rules import COLUMNS, RELATIONS, Column, Relation, relations_of
from tracker.models import Contribution, Quote, Review, Source, Speaker


@dataclass(frozen=True, slots=True)
class Differs:
    """A column in which the two records differ, and whether the value is taken over."""

    name: str
    gone: Any
    into: Any
    taken: bool


@dataclass(frozen=True, slots=True)
class Moves:
    """Rows that would refer to the record which remains; ``column`` is the one that refers."""

    model: type[Model]
    column: str
    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """The plan: ``gone`` goes, and its code leads to ``into``."""

    gone: Any
    into: Any
    moves: list[Moves] = field(default_factory=list)
    differs: list[Differs] = field(default_factory=list)
    in_the_way: list[str] = field(default_factory=list)

    @property
    def seal(self) -> str:
        """Changes when either record does, or what would move."""
        moves = [(part.model._meta.model_name, part.column, part.keys) for part in self.moves]
        versions = [(each.pk, each.version) for each in (self.gone, self.into)]
        return hashlib.sha256(repr((versions, moves)).encode()).hexdigest()[:32]

    @property
    def unlike(self) -> list[str]:
        """Columns that say what it is, in which they differ: perhaps they are two things."""
        names = UNLIKE.get(type(self.gone), ())
        return [name for name in names if getattr(self.gone, name) != getattr(self.into, name)]

    @property
    def taken(self) -> dict[str, Any]:
        return {each.name: each.gone for each in self.differs if each.taken}


def plan_merge(gone: Any, into: Any) -> Merge:
    """What merging would do now; nothing is changed."""
    if gone.pk == into.pk:
        return Merge(gone, into, in_the_way=["It is the same record: choose another one."])
    return Merge(
        gone,
        into,
        list(_moves(gone)),
        list(_differs(gone, into)),
        [*_other(gone, into), *IN_THE_WAY[type(gone)](gone, into)],
    )


def _moves(gone: Any) -> Iterator[Moves]:
    for name, (model, column) in relations_of(type(gone)).items():
        if RELATIONS[type(gone)][name] is Relation.MOVES:
            rows = model._default_manager.filter(**{column: gone}).order_by("pk")
            yield Moves(model, column, tuple(rows.values_list("pk", flat=True)))


def _differs(gone: Any, into: Any) -> Iterator[Differs]:
    for name, rule in COLUMNS[type(gone)].items():
        theirs, ours = getattr(gone, name), getattr(into, name)
        if rule is Column.OWN or theirs == ours or theirs in EMPTY:
            continue
        yield Differs(name, theirs, ours, taken=rule is Column.FILLED and ours in EMPTY)


UNLIKE: dict[type[Model], tuple[str, ...]] = {
    Contribution: ("kind", "theatre"),
    Speaker: ("anonymous", "role", "country"),
}
EMPTY: tuple[Any, ...] = (None, "", [])


# --- What stands in the way -----------------------------------------------------------------


def _other(gone: Any, into: Any) -> Iterator[str]:
    for name, rule in COLUMNS[type(gone)].items():
        if rule is Column.SAME and getattr(gone, name) != getattr(into, name):
            yield f"They are of another {name} each: {getattr(gone, name)}, {getattr(into, name)}."


def _of_contributions(gone: Contribution, into: Contribution) -> Iterator[str]:
    for each in (gone, into):
        if each.review == Review.WITHDRAWN:
            yield f"{each.path} was withdrawn."
    if gone.review == Review.PUBLISHED and into.review != Review.PUBLISHED:
        yield f"{gone.path} is published and {into.path} is not: merge the other way round."
    if gone.pk in _wholes(into) or into.pk in _wholes(gone):
        yield "One is part of the other: that is no second record of it."


def _wholes(part: Contribution) -> set[int]:
    found: set[int] = set()
    while part.part_of is not None and part.part_of.pk not in found:
        part = part.part_of
        found.add(part.pk)
    return found


def _of_speakers(gone: Speaker, into: Speaker) -> Iterator[str]:
    if into.anonymous and not gone.anonymous:
        yield "One of them has a name: merge the other way round."
    elsewhere = gone.quotes.exclude(source=into.source_id).exists() if into.source_id else False
    if into.source_id and (gone.source_id != into.source_id or elsewhere):
        yield f"{into.code} is known only from one source, and {gone.code} speaks in another."


def _of_sources(gone: Source, into: Source) -> Iterator[str]:
    if gone.text_sha256 and into.text_sha256 and gone.text_sha256 != into.text_sha256:
        yield (
            "Their texts are not the same. If one corrects the other, say so in it "
            "(“Corrected edition of”): both remain."
        )
    if gone.text is not None and into.text is None:
        yield (
            f"The text of {gone.code} is kept here, and that of {into.code} is not: "
            "merge the other way round."
        )
    if gone.replaces_id == into.pk or into.replaces_id == gone.pk:
        yield "One is a corrected edition of the other: both remain."
    if gone.tables and into.tables and gone.tables != into.tables:
        yield "Their tables are read in two ways: make them one first."
    for quote, other in same_place(gone, into):
        if quote.exact != other.exact:
            yield f"{quote.code} and {other.code} stand at one place and have other words."


def same_place(gone: Source, into: Source) -> list[tuple[Quote, Quote]]:
    """The quotes of one source whose place is quoted in the other one, too."""
    mine = {_place(quote): quote for quote in gone.quotes.all()}
    spans = Q(start__in=[start for start, _ in mine if isinstance(start, int)])
    locators = Q(start=None, locator__in=[place for place, _ in mine if isinstance(place, str)])
    theirs = into.quotes.filter(spans | locators).order_by("pk")
    return [(mine[_place(quote)], quote) for quote in theirs if _place(quote) in mine]


def _place(quote: Quote) -> tuple[int | str, int | None]:
    return (quote.locator, None) if quote.start is None else (quote.start, quote.end)


IN_THE_WAY: dict[type[Model], Callable[[Any, Any], Iterator[str]]] = {
    Contribution: _of_contributions,
    Speaker: _of_speakers,
    Source: _of_sources,
}
