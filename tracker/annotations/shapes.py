"""How the cells of a record stand in the database: one table of columns per model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import CharField, F, Model, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat

from tracker.domain.amounts import plain_number
from tracker.models import (
    Coalition,
    Contribution,
    Country,
    Kind,
    LineOfEffort,
    Metric,
    Place,
    Quote,
    Source,
    Speaker,
    Statement,
    Tally,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the column it is written to, the lookup it is read by, and how each way.

    ``refers`` names the model whose key the cell holds where the column holds its id. ``usual`` is
    the column's value that is no news, and so no cell.
    """

    name: str
    column: str
    lookup: str | Combinable = ""
    refers: str = ""
    empty: Any = ""
    usual: Any = None
    read: Callable[[Any], Any] = field(default=lambda value: value)
    write: Callable[[Any], Any] = field(default=lambda value: value)

    @property
    def path(self) -> str | Combinable:
        return self.lookup or self.column


@dataclass(frozen=True)
class Shape:
    """A model's cells. ``key`` reads the record's key; ``own_key`` if that is the id itself."""

    name: str
    model: type[Model]
    cells: tuple[Cell, ...]
    key: str | Combinable = "code"
    own_key: bool = False

    @cached_property
    def named(self) -> dict[str, Cell]:
        return {cell.name: cell for cell in self.cells}

    @cached_property
    def empty(self) -> dict[str, Any]:
        """The columns of a record of which no cell is given."""
        return {cell.column: cell.empty for cell in self.cells}


def _text(*names: str) -> tuple[Cell, ...]:
    return tuple(Cell(name, name) for name in names)


def _lists(*names: str) -> tuple[Cell, ...]:
    return tuple(Cell(name, name, empty=[]) for name in names)


def _codes(*names: str) -> tuple[Cell, ...]:
    """Foreign keys whose ids are codes."""
    return tuple(Cell(name, f"{name}_id", empty=None) for name in names)


def _refers(name: str, model: str, lookup: str | Combinable) -> Cell:
    return Cell(name, f"{name}_id", lookup, model, empty=None)


def _contribution_key(via: str = "") -> Combinable:
    """``counter-isil:FR/airstrikes``: a path is unique in its coalition."""
    parts = F(f"{via}coalition_id"), Value(":"), F(f"{via}path")
    return Concat(*parts, output_field=CharField())


def _decimal(value: Any) -> str | None:
    return None if value is None else plain_number(value)


def _decimals(*names: str) -> tuple[Cell, ...]:
    return tuple(
        Cell(name, name, empty=None, read=_decimal, write=Decimal) for name in names
    )  # fmt: skip


def _whole(*names: str) -> tuple[Cell, ...]:
    return tuple(Cell(name, name, empty=None) for name in names)


def _default(name: str, usual: Any) -> Cell:
    return Cell(name, name, empty=usual, usual=usual)


READING = (
    *_text("status", "words", "when", "when_words", "note", "currency"),
    *_decimals("low", "high"),
    *_codes("metric"),
    _default("bounds_by", "words"),
    _default("credibility", 6),
)

SHAPES = {
    shape.name: shape
    for shape in (
        Shape("coalition", Coalition, _text("name", "code_prefix", "note"), own_key=True),
        Shape("line_of_effort", LineOfEffort, _text("name", "note"), own_key=True),
        Shape(
            "kind",
            Kind,
            (
                *_text("name", "rule", "example", "counterexample"),
                *_codes("parent", "line_of_effort"),
            ),
            own_key=True,
        ),
        Shape("metric", Metric, _text("name", "unit", "nature", "note"), own_key=True),
        Shape(
            "country",
            Country,
            (
                *_text("name", "type", "alpha3", "m49", "region", "subregion", "note"),
                *_codes("parent"),
                *_lists("aliases"),
            ),
            own_key=True,
        ),
        Shape(
            "place",
            Place,
            (
                *_text("name", "level"),
                *_codes("parent", "country"),
                *_decimals("latitude", "longitude"),
                *_lists("aliases"),
            ),
            own_key=True,
        ),
        Shape(
            "speaker",
            Speaker,
            (
                *_text("name", "office", "role", "note"),
                *_codes("country"),
                Cell("anonymous", "anonymous", empty=False),
                _refers("source", "source", "source__code"),
            ),
        ),
        Shape(
            "source",
            Source,
            (
                *_text("title", "publisher", "published", "published_inferred", "url"),
                *_text("archived_url", "language", "licence", "reliability", "annotation"),
                *_text("text_sha256", "note"),
                *_whole("text_characters"),
                *_codes("coalition"),
                *_lists("authors", "tables"),
                Cell("text_is_public", "text_is_public", empty=False),
                _refers("replaces", "source", "replaces__code"),
            ),
        ),
        Shape(
            "quote",
            Quote,
            (
                *_text("exact", "prefix", "suffix", "locator", "voice", "occasion", "said"),
                *_text("translation", "note"),
                *_whole("start"),
                *_lists("relayed"),
                _refers("source", "source", "source__code"),
                _refers("speaker", "speaker", "speaker__code"),
            ),
        ),
        Shape(
            "contribution",
            Contribution,
            (
                Cell("title", "title_override"),
                _refers("part_of", "contribution", _contribution_key("part_of__")),
            ),
            key=_contribution_key(),
        ),
        Shape(
            "statement",
            Statement,
            (
                *READING,
                *_text("reads_as", "per", "change", "role", "effort", "due", "condition"),
                *_text("converted_currency"),
                *_decimals("converted_low", "converted_high", "converted_rate"),
                *_codes("place", "recipient", "line_of_effort"),
                _default("basis", "stated"),
                _default("tie", "stated"),
                _refers("contribution", "contribution", _contribution_key("contribution__")),
                _refers("denies", "statement", "denies__code"),
                _refers("corrects", "statement", "corrects__code"),
            ),
        ),
        Shape(
            "tally",
            Tally,
            (
                *READING,
                *_whole("out_of"),
                *_text("not_narrowed"),
                Cell("counts", "counts", empty={}),
                _refers("part_of", "tally", "part_of__code"),
            ),
        ),
    )
}
