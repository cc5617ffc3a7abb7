"""Columns that no expression gives, since a workroom works them out for the rows of a query."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import DecimalField, F, Func, QuerySet, TextField, Value
from django.db.models import Field as Column
from django.db.models.expressions import Combinable

from tracker.fields.base import Clocks, Field, Type
from tracker.fields.registry import Registry

Values = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Reckoned:
    """Fields of texts, numbers or lists, and what reckons them.

    ``of`` gives, of the rows of a query by the clocks, the values by code and by field's name. It
    is called within the query's own snapshot.
    """

    fields: tuple[Field, ...]
    of: Callable[[QuerySet[Any], Clocks], Values]

    def beside(self, registry: Registry) -> Registry:
        """The registry with these fields too, before what every record ends with."""
        own = registry.fields
        return replace(registry, fields=(*own[:-2], *self.fields, *own[-2:]))

    def filled(
        self, chosen: Sequence[Field], rows: QuerySet[Any], clocks: Clocks
    ) -> tuple[Field, ...]:
        """The chosen fields, those of these with their values as expressions."""
        if not set(self.fields) & set(chosen):
            return tuple(chosen)
        values = self.of(rows, clocks)
        return tuple(
            replace(each, expression=_looked_up(each, values)) if each in self.fields else each
            for each in chosen
        )


def _looked_up(field: Field, values: Values) -> Combinable:
    """The value by the row's code, from all of them as one JSON object."""
    column = Value(json.dumps({code: row[field.name] for code, row in values.items()}))
    template, joiner, output = _FORMS.get(field.type, _TEXT)
    return Func(
        column, F("code"), template=template, arg_joiner=joiner, function="", output_field=output
    )


_Form = tuple[str, str, Column]
_TEXT: _Form = ("(%(expressions)s)", "::jsonb ->> ", TextField())
_FORMS: dict[Type, _Form] = {
    Type.NUMBER: ("(%(expressions)s)::numeric", "::jsonb ->> ", DecimalField()),
    Type.LIST: (
        "ARRAY(SELECT jsonb_array_elements_text(%(expressions)s))",
        "::jsonb -> ",
        ArrayField(TextField()),
    ),
}
