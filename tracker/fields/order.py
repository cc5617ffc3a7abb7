"""The order of a list: one field, then the code, so that no two rows stand level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.db.models import OrderBy, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Collate

from tracker.domain.codes import nearest
from tracker.fields.base import NOW, Clocks, Field, Type
from tracker.fields.registry import Registry
from tracker.fields.sql import infinity

CODE = "code"
CASTS = {Type.DAY: "date", Type.NUMBER: "numeric", Type.MOMENT: "timestamptz"}


class UnknownOrder(ValueError):
    """An order that a list cannot have; ``nearest`` is the one that was probably meant."""

    def __init__(self, text: str, registry: Registry) -> None:
        names = (*registry.sortable, *(f"-{name}" for name in registry.sortable))
        self.nearest = nearest(text, names)
        hint = (
            f"was {self.nearest!r} meant?" if self.nearest else "a minus before it turns it round."
        )
        super().__init__(
            f"{registry.name} are ordered by one of {', '.join(registry.sortable)}; {hint}"
        )


@dataclass(frozen=True, slots=True)
class Order:
    """``ordering=-known_from``: that field, the latest first; rows without a value come last."""

    fields: tuple[Field, ...]
    descending: bool = False

    @classmethod
    def read(cls, text: str, registry: Registry) -> Self:
        """Raises :class:`UnknownOrder`."""
        name = text.removeprefix("-")
        if name not in registry.sortable:
            raise UnknownOrder(text, registry)
        names = (name,) if name == CODE else (name, CODE)
        return cls(registry.choose(names), text.startswith("-"))

    def __str__(self) -> str:
        return f"{'-' if self.descending else ''}{self.fields[0].name}"

    def keys(self, clocks: Clocks = NOW) -> list[Any]:
        """What is sorted by: never null, and the last of them unique."""
        return [_key(field, clocks, "-" if self.descending else "") for field in self.fields]

    def key_texts(self, clocks: Clocks = NOW) -> list[Combinable]:
        """The keys of a row as texts, which :attr:`casts` turns back."""
        return [Cast(key, TextField()) for key in self.keys(clocks)]

    @property
    def casts(self) -> list[str]:
        return [CASTS.get(field.type, "text") for field in self.fields]

    def by(self, clocks: Clocks = NOW, *, turned: bool = False) -> list[OrderBy]:
        descending = self.descending is not turned
        return [OrderBy(key, descending=descending) for key in self.keys(clocks)]


def _key(field: Field, clocks: Clocks, sign: str) -> Any:
    raw = field.raw(clocks)
    if field.type is Type.CODE or field.type is Type.MOMENT:
        return raw if field.always else Coalesce(raw, Value(""))
    if field.type in (Type.DAY, Type.NUMBER):
        return raw if field.always else Coalesce(raw, infinity(CASTS[field.type], sign))
    return Collate(raw if field.always else Coalesce(raw, Value("")), "C")
