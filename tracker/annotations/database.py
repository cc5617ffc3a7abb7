"""The database's side of a comparison: records as cells, by a fixed number of queries a model."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Func, Q, QuerySet, TextField, Value

from tracker.annotations.records import LISTS, Cells
from tracker.annotations.shapes import SHAPES, Shape
from tracker.models import (
    Contribution,
    Loaded,
    Member,
    Quote,
    Source,
    Speaker,
    StatementQuote,
    TallyCountry,
    TallyQuote,
)

REFERENCE = tuple(model for model in LISTS.values() if model != "speaker")


@dataclass(slots=True)
class Row:
    """A record as it stands. ``extra`` are the columns that its reader asked for besides."""

    pk: Any
    key: str
    version: int
    cells: Cells
    extra: tuple[Any, ...] = ()


@dataclass(slots=True)
class SaidRow(Row):
    """A statement or tally, whatever its review."""

    model: str = ""
    quote: str = ""
    number: int = 0
    position: int = 0
    review: str = ""
    successor: int | None = None
    ever: bool = False
    reason: str = ""

    @property
    def published(self) -> bool:
        return self.review == "published"


@dataclass(slots=True)
class Base:
    """What a file last said of a record."""

    file: str
    cells: Cells

    def is_of(self, files: Collection[str], folders: Collection[str]) -> bool:
        """It is one of these files that said it, or one that was in one of these folders."""
        return self.file in files or self.file.partition("/")[0] in folders


@dataclass(slots=True)
class Standing:
    """All that a plan compares with: rows by model and key, and what was loaded before."""

    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    said: list[SaidRow] = field(default_factory=list)
    loaded: dict[tuple[str, str], Base] = field(default_factory=dict)

    def row(self, model: str, key: str) -> Row | None:
        return self.rows.get(model, {}).get(key)

    def rested_on(self) -> set[str]:
        """The quotes that something published rests on."""
        published = [row for row in self.said if row.published]
        further = (code for row in published for code in row.cells.get("with", ()))
        return {row.quote for row in published}.union(further)


def read_standing(
    sources: Collection[str], contributions: Collection[str], files: Collection[str],
    folders: Collection[str],
) -> Standing:  # fmt: skip
    """What stands of all reference data, of some sources, and of some contributions.

    Of sources too that these files said something of at the last load.
    """
    loaded = read_loaded(sources, files, folders)
    standing = Standing(loaded=loaded)
    sources = {*sources, *_sources_in(loaded, files, folders)}
    for model in REFERENCE:
        standing.rows[model] = read_rows(SHAPES[model])
    add_members(standing.rows["country"])
    mine = Q(source__isnull=True) | Q(source__code__in=sources)
    standing.rows["speaker"] = read_rows(SHAPES["speaker"], Speaker.objects.filter(mine))
    standing.rows["source"] = read_sources(Source.objects.filter(code__in=sources))
    quotes = Quote.objects.filter(source__code__in=sources)
    standing.rows["quote"] = read_rows(SHAPES["quote"], quotes, "checked_on")
    standing.rows["contribution"] = read_contributions(contributions)
    standing.said = read_said(Q(quote__source__code__in=sources))
    return standing


def _sources_in(
    loaded: dict[tuple[str, str], Base], files: Collection[str], folders: Collection[str]
) -> set[str]:
    parts = ("source", "quote", "statement", "tally")
    return {
        key.partition(":")[0]
        for (model, key), base in loaded.items()
        if model in parts and base.is_of(files, folders)
    }


def read_rows(shape: Shape, rows: QuerySet[Any] | None = None, *extra: str) -> dict[str, Row]:
    rows = shape.model._default_manager.all() if rows is None else rows
    columns = ["pk", shape.key, "version", *extra, *(cell.path for cell in shape.cells)]
    first = 3 + len(extra)
    cells = shape.cells
    return {
        values[1]: Row(
            values[0], values[1], values[2], cells_of(cells, values[first:]), values[3:first]
        )
        for values in rows.order_by().values_list(*columns)
    }


def cells_of(cells: Iterable[Any], values: Iterable[Any]) -> Cells:
    return {
        cell.name: cell.read(value)
        for cell, value in zip(cells, values, strict=True)
        if value is not None and value != cell.empty
    }


def add_members(countries: dict[str, Row]) -> None:
    for organisation, country in Member.objects.order_by("country_id").values_list(
        "organisation_id", "country_id"
    ):
        countries[organisation].cells.setdefault("members", []).append(country)


def read_sources(sources: QuerySet[Source]) -> dict[str, Row]:
    """``hold`` says that the text is here; the text itself is not read."""
    rows = read_rows(SHAPES["source"], sources)
    held = sources.filter(text__isnull=False).values_list("code", flat=True)
    for code in held:
        rows[code].cells["hold"] = True
    return rows


def read_contributions(keys: Collection[str] | None = None) -> dict[str, Row]:
    """Of all coalitions; ``extra`` is its review, why it was withdrawn, and for what."""
    rows = Contribution.objects.all()
    if keys is not None:
        rows = rows.filter(path__in={key.partition(":")[2] for key in keys})
    extra = ("review", "withdrawal_reason", "successor__path")
    return read_rows(SHAPES["contribution"], rows, *extra)


# --- Statements and tallies -----------------------------------------------------------------


def read_said(which: Q) -> list[SaidRow]:
    """Statements and tallies with their further quotes and countries."""
    found: list[SaidRow] = []
    for model, further in (("statement", StatementQuote), ("tally", TallyQuote)):
        rows = _said_of(model, which)
        _add_further(model, further, which, rows)
        if model == "tally":
            _add_countries(which, rows)
        found += rows.values()
    return found


EXTRA = (
    *("quote__code", "number", "position", "review", "successor_id", "published_at"),
    "withdrawal_reason",
)


def _said_of(model: str, which: Q) -> dict[int, SaidRow]:
    shape = SHAPES[model]
    rows = read_rows(shape, shape.model._default_manager.filter(which), *EXTRA)
    found: dict[int, SaidRow] = {}
    for row in rows.values():
        quote, number, position, review, successor, published_at, reason = row.extra
        found[row.pk] = SaidRow(
            row.pk, row.key, row.version, row.cells, (), model, quote, number, position, review,
            successor, published_at is not None, reason,
        )  # fmt: skip
    return found


def _add_further(model: str, further: Any, which: Q, rows: dict[int, SaidRow]) -> None:
    mine = further.objects.filter(**{f"{model}__in": _ids(model, which)})
    for pk, code in mine.order_by("position", "pk").values_list(f"{model}_id", "quote__code"):
        rows[pk].cells.setdefault("with", []).append(code)


def _add_countries(which: Q, rows: dict[int, SaidRow]) -> None:
    mine = TallyCountry.objects.filter(tally__in=_ids("tally", which)).order_by("country_id")
    for pk, country, excluded in mine.values_list("tally_id", "country_id", "excluded"):
        rows[pk].cells.setdefault("excludes" if excluded else "names", []).append(country)


def _ids(model: str, which: Q) -> QuerySet[Any]:
    return SHAPES[model].model._default_manager.filter(which).order_by().values("pk")


# --- What was loaded before -----------------------------------------------------------------


def read_loaded(
    sources: Collection[str], files: Collection[str], folders: Collection[str]
) -> dict[tuple[str, str], Base]:
    """Of reference data, of these sources, and of all that these files said last."""
    source = Func(F("key"), Value(":"), Value(1), function="split_part", output_field=TextField())
    folder = Func(F("file"), Value("/"), Value(1), function="split_part", output_field=TextField())
    rows = Loaded.objects.annotate(source=source, folder=folder).filter(
        Q(model__in=[*REFERENCE, "contribution", "speaker"])
        | Q(source__in=sources)
        | Q(file__in=files)
        | Q(folder__in=folders)
    )
    return {
        (model, key): Base(file, cells)
        for model, key, file, cells in rows.values_list("model", "key", "file", "cells")
    }
