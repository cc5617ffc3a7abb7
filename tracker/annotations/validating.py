"""Parts of a file read by their types, each mistake with its place, its mend and what was meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from tracker.annotations.mistakes import Report
from tracker.annotations.schema import Part
from tracker.annotations.tree import At
from tracker.domain.codes import nearest

P = TypeVar("P", bound=Part)


def validate(
    model: type[P],
    at: At,
    report: Report,
    dummies: Mapping[str, str] | None = None,
    without: str = "",
) -> tuple[P | None, frozenset[str]]:
    """Read a mapping as a part. What is wrong is reported, and the part read without it.

    Comes back with the keys that were left out; None if one of them had to be there.
    """
    plain = at.node.plain()
    if isinstance(plain, dict):
        plain.pop(without, None)
    try:
        return model.model_validate(plain), frozenset()
    except ValidationError as error:
        faults = error.errors(include_url=False)
        for fault in faults:
            _report(model, at, fault, report)
        bad = frozenset(str(fault["loc"][0]) for fault in faults if fault["loc"])
    if not isinstance(plain, dict):
        return None, bad
    rest = {**(dummies or {}), **{key: value for key, value in plain.items() if key not in bad}}
    try:
        return model.model_validate(rest), bad
    except ValidationError:
        return None, bad


def _report(model: type[Part], at: At, fault: Any, report: Report) -> None:
    loc, kind = fault["loc"], fault["type"]
    if kind == "mistake":
        context = fault["ctx"]
        report.add(at.place(*loc), context["wrong"], context["expected"], context["nearest"])
    elif kind == "extra_forbidden":
        _report_extra(model, at, loc, report)
    elif kind == "missing":
        report.add(at.place(*loc[:-1]), f"`{loc[-1]}` is missing.")
    else:
        report.add(at.place(*loc), *_SHAPES.get(kind, (fault["msg"], "")))


def _report_extra(model: type[Part], at: At, loc: Sequence[str | int], report: Report) -> None:
    above = at.go(*loc[:-1]) or at
    key = str(loc[-1])
    fields = keys_of(model, loc[:-1])
    wrong = f"{key!r} is no field here."
    report.add(
        above.place_of_key(key), wrong, f"Fields are {', '.join(fields)}.", nearest(key, fields)
    )


def keys_of(model: type[Part], loc: Sequence[str | int]) -> list[str]:
    """The keys that a part has, or the part below it at ``loc``."""
    for key in loc:
        found = next((f for n, f in model.model_fields.items() if (f.alias or n) == key), None)
        below = _part_in(found.annotation) if found is not None else None
        model = below or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _part_in(annotation: Any) -> type[Part] | None:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return annotation
    inner = getattr(annotation, "__args__", ())
    return next((part for part in map(_part_in, inner) if part), None)


_SHAPES = {
    "list_type": ("A list is expected here.", "Write it as [one, two]."),
    "dict_type": ("A mapping is expected here.", "Write it as {key: value}."),
    "model_type": ("A mapping is expected here.", "Write it as {key: value}."),
    "model_attributes_type": ("A mapping is expected here.", "Write it as {key: value}."),
}
