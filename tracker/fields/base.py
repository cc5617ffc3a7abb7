"""A field: what it is called, where it comes from, what it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from django.db.models import F, TextField
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from tracker.fields.sql import (
    Joined,
    JSONText,
    TrimScale,
    defused,
    empty_is_null,
    moment,
    records_text,
    true_false,
)


class Type(StrEnum):
    """What a value is; each is one JSON Schema type and one way to stand in a cell."""

    CODE = "code"
    WORD = "word"
    TEXT = "text"
    ADDRESS = "address"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DAY = "day"
    EDTF = "edtf"
    MOMENT = "moment"
    LIST = "list"
    OBJECT = "object"
    RECORDS = "records"


TEXTS = frozenset({Type.CODE, Type.WORD, Type.TEXT, Type.ADDRESS, Type.EDTF})


class Clocks(Protocol):
    """The two days a question may be asked for; None: now, and ever."""

    @property
    def known_on(self) -> date | None: ...

    @property
    def valid_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Instant:
    known_on: date | None = None
    valid_on: date | None = None


NOW = Instant()

Source = str | Combinable | Callable[[Clocks], Combinable]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that can be shown of a record.

    ``expression`` is a path of columns, an expression, or a function of the clocks that gives one.
    ``always``: it is never empty. ``words``: the values it may have. ``sortable``: lists may be
    ordered by it. ``refers``: the registry whose code it is. ``table``: what stands in a cell of a
    table, where the value itself is no text.
    """

    name: str
    expression: Source
    label: str
    meaning: str
    type: Type = Type.TEXT
    unit: str = ""
    words: tuple[str, ...] = ()
    always: bool = False
    sortable: bool = False
    refers: str = ""
    table: Combinable | None = None

    def raw(self, clocks: Clocks = NOW) -> Combinable:
        """The value as the database has it: what is sorted by."""
        source = self.expression(clocks) if callable(self.expression) else self.expression
        return F(source) if isinstance(source, str) else source

    def value(self, clocks: Clocks = NOW) -> Combinable:
        """The value as JSON shows it."""
        raw = self.raw(clocks)
        if self.type in TEXTS:
            return raw if self.always else empty_is_null(raw)
        if self.type is Type.NUMBER:
            return TrimScale(raw)
        return moment(raw) if self.type is Type.MOMENT else raw

    def cell(self, clocks: Clocks = NOW, *, defuse: bool = False) -> Combinable:
        """The value as a cell of a table shows it; ``defuse`` for one that a spreadsheet opens.

        A list without anything in it is an empty text, and what is not known is NULL.
        """
        cell = self.table if self.table is not None else self._cell(clocks)
        return defused(Cast(cell, TextField())) if defuse and self._is_text else cell

    def _cell(self, clocks: Clocks) -> Combinable:
        value = self.value(clocks)
        if self.type is Type.BOOLEAN:
            return true_false(value)
        if self.type is Type.LIST:
            return Joined(value)
        if self.type is Type.RECORDS:
            return records_text(value)
        return JSONText(value) if self.type is Type.OBJECT else value

    def typed(self, clocks: Clocks = NOW) -> Combinable:
        """The value as a column of its own type has it; objects as the text of their JSON."""
        if self.type is Type.MOMENT:
            return self.raw(clocks)
        value = self.value(clocks)
        if self.type is Type.RECORDS:
            return records_text(value)
        return JSONText(value) if self.type is Type.OBJECT else value

    @property
    def _is_text(self) -> bool:
        return self.type in TEXTS or self.type is Type.LIST or self.table is not None

    @property
    def schema(self) -> dict[str, Any]:
        """Its JSON Schema, for OpenAPI and the codebook."""
        schema = {"title": self.label, "description": self.description, **_SCHEMAS[self.type]}
        if self.words:
            # Not `enum`: of two fields of one name with other words, OpenAPI tools make one.
            words = [*self.words] if self.always else [*self.words, None]
            schema["oneOf"] = [{"const": word} for word in words]
        if not self.always and self.type is not Type.LIST:
            schema["type"] = [schema["type"], "null"]
        return schema

    @property
    def description(self) -> str:
        return f"{self.meaning} Unit: {self.unit}." if self.unit else self.meaning


_SCHEMAS: dict[Type, dict[str, Any]] = {
    **{text: {"type": "string"} for text in TEXTS},
    Type.ADDRESS: {"type": "string", "format": "uri-reference"},
    Type.INTEGER: {"type": "integer"},
    Type.NUMBER: {"type": "number"},
    Type.BOOLEAN: {"type": "boolean"},
    Type.DAY: {"type": "string", "format": "date"},
    Type.MOMENT: {"type": "string", "format": "date-time"},
    Type.LIST: {"type": "array", "items": {"type": "string"}},
    Type.OBJECT: {"type": "object"},
    Type.RECORDS: {"type": "array", "items": {"type": "object"}},
}
