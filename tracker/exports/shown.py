"""How an answer is to be shown: which fields, in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.fields import Field, Order, Registry, UnknownField, UnknownOrder
from tracker.filters import Mistake

NAMES = ("fields", "ordering")


@dataclass(frozen=True, slots=True)
class Shown:
    fields: tuple[Field, ...]
    order: Order


def read_shown(registry: Registry, params: Mapping[str, Any]) -> tuple[Shown, list[Mistake]]:
    """What ``fields=`` and ``ordering=`` say; all fields, by code, where they say nothing.

    Where they say what cannot be, so does the list of mistakes.
    """
    fields, mistakes = _fields(registry, params)
    order = Order.read(registry.ordering, registry)
    text = params.get("ordering")
    if text is not None:
        try:
            order = Order.read(text, registry)
        except UnknownOrder as error:
            mistakes.append(Mistake("ordering", text, str(error), error.nearest or ""))
    return Shown(fields, order), mistakes


def _fields(
    registry: Registry, params: Mapping[str, Any]
) -> tuple[tuple[Field, ...], list[Mistake]]:
    text = params.get("fields")
    if text is None:
        return registry.fields, []
    chosen: list[Field] = []
    mistakes: list[Mistake] = []
    for name in text.split(","):
        try:
            chosen += registry.choose([name])
        except UnknownField as error:
            mistakes.append(Mistake("fields", text, str(error), error.nearest or ""))
    if len(set(text.split(","))) < len(text.split(",")):
        mistakes.append(Mistake("fields", text, "each field is named once."))
    return tuple(chosen), mistakes
