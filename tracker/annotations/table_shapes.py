"""Templates as a block nests them: one, a list of them, or a mapping; filled and refused alike."""

from __future__ import annotations

from typing import Any, Final

from pydantic import ValidationError

from tracker.annotations.mistakes import Keys
from tracker.annotations.schema import Part
from tracker.annotations.table_columns import Cells, Columns, Filled, Template, labels
from tracker.annotations.table_dates import date_hint
from tracker.annotations.table_faults import Faults
from tracker.annotations.table_rows import Row

DATES_IN: Final = ("when", "due", "said")
CODES_IN: Final = (
    *("of", "tally", "counts", "status", "change", "role", "place", "recipient", "per", "effort"),
    *("line_of_effort", "basis", "tie", "names", "excludes", "speaker", "credibility"),
)

Shape = Template | list[Template] | dict[str, Template]


def shape_of(value: Any, name: str, keys: Keys, columns: Columns) -> Shape:
    if isinstance(value, str):
        return Template.of(value, name, keys, columns)
    if isinstance(value, list):
        return [Template.of(text, name, (*keys, n), columns) for n, text in enumerate(value)]
    pairs = value.model_dump(by_alias=True) if isinstance(value, Part) else value
    return {
        key: Template.of(text, name, (*keys, key), columns) for key, text in pairs.items() if text
    }


def columns_of(shape: Shape | None) -> list[Cells]:
    if shape is None or isinstance(shape, Template):
        return shape.columns if shape else []
    templates = shape.values() if isinstance(shape, dict) else shape
    return [column for template in templates for column in template.columns]


def fill(shape: Shape, row: Row, faults: Faults) -> Any:
    """What speaks of it in a row; nothing where all is silent. Raises Unreadable."""
    if isinstance(shape, Template):
        return shape.fill(row, faults)
    if isinstance(shape, list):
        return list(filter(None, (template.fill(row, faults) for template in shape)))
    found = {key: template.fill(row, faults) for key, template in shape.items()}
    if "from" in found and found["from"] is None:
        return None  # a rate without what it converted
    return {key: value for key, value in found.items() if value is not None}


def is_short(shape: Shape, value: Any) -> bool:
    """Whether a part of it is silent."""
    return not value or (isinstance(shape, dict) and len(value) < len(shape))


def plain(value: Any) -> Any:
    """What was filled, as a file would have it."""
    if isinstance(value, Filled):
        return value.text
    if isinstance(value, list):
        return [plain(each) for each in value]
    return {key: plain(each) for key, each in value.items()}


def refuse_values(
    error: ValidationError, keys: Keys, shapes: dict[str, Shape], row: Row, faults: Faults
) -> None:
    """What the notation of readings refuses, with the columns it came from."""
    for fault in error.errors(include_url=False):
        context = fault.get("ctx", {})
        name = str(fault["loc"][0]) if fault["loc"] else ""
        columns = columns_of(shapes.get(name))
        at = (*keys, *fault["loc"])
        wrong = str(context.get("wrong") or f"{fault['msg']}.")
        expected = f"{context.get('expected', '')} {_hint(name, columns, row)}".strip()
        near = str(context.get("nearest", ""))
        if columns:
            wrong = f"{labels(columns)}: {wrong.removesuffix('.')}"
            faults.row(row, at, "refused", wrong, expected, near)
        else:
            faults.add(at, wrong, expected, near)


def _hint(name: str, columns: list[Cells], row: Row) -> str:
    """What the mapping could say of a column that is taken as it is."""
    plain_ones = [column for column in columns if not (column.codes or column.how.date)]
    if plain_ones and name in DATES_IN:
        return date_hint(plain_ones[0].of(row))
    if plain_ones and name in CODES_IN:
        column = plain_ones[0]
        values = f"{{{column.of(row)}: …}}"
        return f"Or say what its values mean: `columns: {{{column.name}: {{values: {values}}}}}`."
    return ""
