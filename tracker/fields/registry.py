"""The fields of each model that a person may cite, by the name of its list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.db.models.expressions import Combinable

from tracker.domain.codes import nearest
from tracker.fields.base import NOW, Clocks, Field
from tracker.fields.sql import JSONText, RowJSON


class UnknownField(ValueError):
    """A field that a registry does not have; ``nearest`` is the one that was probably meant."""

    def __init__(self, name: str, registry: Registry) -> None:
        self.name, self.nearest = name, nearest(name, registry.names)
        hint = (
            f"was {self.nearest!r} meant?" if self.nearest else "see the codebook for their names."
        )
        super().__init__(f"{registry.name} have no field {name!r}; {hint}")


@dataclass(frozen=True)
class Registry:
    """What can be shown of one model.

    ``name`` is that of its list, its address and its file; ``one`` is one of it. ``ordering`` is
    how its rows stand unless another order is asked for: always by what is unique, the code.
    """

    name: str
    one: str
    model: type[Model]
    meaning: str
    fields: tuple[Field, ...]
    ordering: str = "code"
    by_name: dict[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_name = {each.name: each for each in self.fields}
        if len(by_name) != len(self.fields):
            raise ValueError(f"{self.name}: two fields have one name")
        object.__setattr__(self, "by_name", by_name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.by_name)

    @property
    def sortable(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.fields if each.sortable)

    def choose(self, names: Iterable[str] | None = None) -> tuple[Field, ...]:
        """The fields of these names, in their order; all if none are named.

        Raises :class:`UnknownField` at the first that there is not.
        """
        if names is None:
            return self.fields
        return tuple(self._field(name) for name in names)

    def _field(self, name: str) -> Field:
        if name not in self.by_name:
            raise UnknownField(name, self)
        return self.by_name[name]

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of one row."""
        return {
            "type": "object",
            "title": self.one,
            "description": self.meaning,
            "properties": {each.name: each.schema for each in self.fields},
        }


def row_json(chosen: Sequence[Field], clocks: Clocks = NOW) -> Combinable:
    """One row of these fields as the text of a JSON object, made by the database."""
    return JSONText(row_object(chosen, clocks))


def row_object(chosen: Sequence[Field], clocks: Clocks = NOW) -> RowJSON:
    return RowJSON({each.name: each.value(clocks) for each in chosen})
