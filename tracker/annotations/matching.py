"""Which statement of the database a statement of a file is.

A statement has no name in its file: it is known by its quote, and there by its ``number`` if it
has one, else by what it says, else by its place. So one that is put between others, or moved,
leaves their codes alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from tracker.annotations.database import Base, SaidRow, Standing
from tracker.annotations.records import Cells, QuoteRecord, Said, SourceRecord


@dataclass(slots=True)
class Slot:
    """A statement with those it succeeded: ``row`` is the one that stands, or the last that did.

    ``base`` is what a file last said of it, under the key ``base_key``.
    """

    row: SaidRow
    members: list[SaidRow] = field(default_factory=list)
    base: Base | None = None
    base_key: str = ""
    taken: bool = False

    @property
    def was_pruned(self) -> bool:
        """It was withdrawn only because its file no longer said it."""
        return self.row.review == "withdrawn" and self.row.reason == GONE

    @property
    def cells(self) -> Cells:
        """What the file said, without its place in the list."""
        return {k: v for k, v in self.base.cells.items() if k != PLACE} if self.base else {}


GONE = "no longer in its file"
PLACE = "nth"  # in the cells of what was loaded: where in its list a statement stood


@dataclass(slots=True)
class Match:
    """A statement of a file, and the one of the database it is; ``number`` is its number there."""

    said: Said
    quote: QuoteRecord
    slot: Slot | None
    number: int = 0

    @property
    def code(self) -> str:
        return self.slot.row.key if self.slot else f"{self.quote.key}:{self.number}"


def slots_of(standing: Standing) -> list[Slot]:
    """The statements of the database, each with its predecessors."""
    rows = {(row.model, row.pk): row for row in standing.said}
    slots: dict[tuple[str, int], Slot] = {}
    for row in standing.said:
        last = _last(row, rows)
        slot = slots.setdefault((last.model, last.pk), Slot(last))
        slot.members.append(row)
    for slot in slots.values():
        _find_base(slot, standing)
    return list(slots.values())


def _last(row: SaidRow, rows: Mapping[tuple[str, int], SaidRow]) -> SaidRow:
    """Down the successors of what was withdrawn, to the one that stands or has none."""
    seen = {row.pk}
    while row.review == "withdrawn" and row.successor is not None:
        after = rows.get((row.model, row.successor))
        if after is None or after.pk in seen:
            break
        row = after
        seen.add(row.pk)
    return row


def _find_base(slot: Slot, standing: Standing) -> None:
    """Of the one that stands, else of its youngest predecessor that a file knew."""
    slot.members.sort(key=lambda row: (row is not slot.row, -row.pk))
    for row in slot.members:
        base = standing.loaded.get((row.model, row.key))
        if base is not None:
            slot.base, slot.base_key = base, row.key
            return


# --- Matching -------------------------------------------------------------------------------

Fits = Callable[[Match, Slot], bool]


def match(sources: Iterable[SourceRecord], slots: Iterable[Slot]) -> list[Match]:
    """Match every statement of the files, in the order of their quotes."""
    by_quote: dict[str, list[Slot]] = {}
    for slot in slots:
        for code in {row.quote for row in slot.members}:
            by_quote.setdefault(code, []).append(slot)
    matches: list[Match] = []
    for source in sorted(sources, key=lambda source: source.key):
        for quote in source.quotes.values():
            matches += _match_quote(quote, by_quote.get(quote.key, []))
    return matches


def _match_quote(quote: QuoteRecord, slots: list[Slot]) -> list[Match]:
    matches = [Match(said, quote, None) for said in quote.says]
    for fits in _PASSES if slots else ():
        for found in (each for each in matches if each.slot is None):
            found.slot = next(
                (
                    slot
                    for slot in slots
                    if not slot.taken and slot.row.model == found.said.model
                    if fits(found, slot)
                ),
                None,
            )
            if found.slot is not None:
                found.slot.taken = True
    _give_numbers(quote, matches, slots)
    return matches


def _by_number(found: Match, slot: Slot) -> bool:
    number, quote = found.said.number, found.quote.key
    return number is not None and any(
        row.number == number and row.quote == quote for row in slot.members
    )


def _by_cells(found: Match, slot: Slot) -> bool:
    """It says what the file said last, or what stands; no analyst's draft is taken over."""
    said = found.said
    if said.number is not None or not (slot.base or slot.row.published or slot.was_pruned):
        return False
    return said.cells in (slot.cells, slot.row.cells)


def _by_place_and_measure(found: Match, slot: Slot) -> bool:
    return _by_place(found, slot) and _by_measure(found, slot)


def _by_measure(found: Match, slot: Slot) -> bool:
    """Of the same contribution, or a count of the same: only what a file brought is taken over."""
    said = found.said
    if said.number is not None or slot.base is None:
        return False
    measure = "contribution" if said.model == "statement" else "metric"
    return said.cells.get(measure) == slot.cells.get(measure)


def _by_place(found: Match, slot: Slot) -> bool:
    said, base = found.said, slot.base
    return said.number is None and base is not None and base.cells.get(PLACE) == said.place


_PASSES: tuple[Fits, ...] = (_by_number, _by_cells, _by_place_and_measure, _by_measure, _by_place)


def _give_numbers(quote: QuoteRecord, matches: list[Match], slots: list[Slot]) -> None:
    """New ones take the number they give, else their place if it is free, else the next."""
    used = {row.number for slot in slots for row in slot.members if row.quote == quote.key}
    claimed = {said.number for said in quote.says if said.number is not None}
    later: list[Match] = []
    for found in matches:
        said = found.said
        taken = used if said.number is not None else used | claimed
        if found.slot is not None:
            found.number = found.slot.row.number
        elif said.effective in taken:
            later.append(found)
        else:
            found.number = said.effective
            used.add(found.number)
    for number, found in enumerate(later, start=max(used | claimed, default=0) + 1):
        found.number = number


def next_numbers(slots: Iterable[Slot], matches: Iterable[Match]) -> dict[str, int]:
    """The highest number of each quote, those just given included."""
    highest: dict[str, int] = {}
    for quote, number in (
        *((row.quote, row.number) for slot in slots for row in slot.members),
        *((found.quote.key, found.number) for found in matches if found.slot is None),
    ):
        highest[quote] = max(number, highest.get(quote, 0))
    return highest
