"""The notation of single values of a ``tables:`` block that other parts of a file have not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from tracker.annotations.notation import Notation, refuse, whole
from tracker.annotations.table_dates import CellError, date_format
from tracker.domain.amounts import SCALES

SCALE_WORDS: Final = {"thousand": Decimal(1000), **SCALES}
PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True, eq=False)
class AnyShape:
    """Like ``Notation``, for what may also be a list, or be empty."""

    read: Callable[[Any], Any]
    schema: Mapping[str, Any]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return dict(self.schema)


def _texts(value: Any) -> tuple[str, ...]:
    """One text or a list of them."""
    several = [value] if isinstance(value, str) else value
    if not isinstance(several, list) or not all(isinstance(text, str) for text in several):
        raise refuse("A text, or a list of texts, is expected here.", "Write it as [one, two].")
    if not several:
        raise refuse("The list is empty.", "Write a value, or leave the key out.")
    return tuple(several)


def _code(value: Any) -> str:
    """What a look-up gives; nothing is silence."""
    if not isinstance(value, str):
        raise refuse("A value stands for one code.", "Write it as {Netherlands: NL}.")
    return value


def _header(value: Any) -> tuple[int, ...]:
    if value == "none":
        return ()
    rows = _texts(value)
    if not all(re.fullmatch("[1-9][0-9]{0,5}", row) for row in rows):
        raise refuse("This is no header row.", "A row's number, [1, 2] of two rows, or none.")
    found = tuple(map(int, rows))
    if found != tuple(range(found[0], found[0] + len(found))):
        raise refuse("Header rows follow one another.", "Write them as [1, 2].")
    return found


def _template(text: str) -> str:
    if re.search("[{}]", PLACEHOLDER.sub("", text)):
        raise refuse(f"A brace in {text!r} has no other.", "A column's name stands in {braces}.")
    return text


def one_sign(names: Mapping[str, str]) -> Notation:
    def read(text: str) -> str:
        if text not in names and (len(text) != 1 or text.isalnum()):
            raise refuse(f"{text!r} is no single sign.", f"One sign, or {' or '.join(names)}.")
        return names.get(text, text)

    return Notation(read, {"type": "string"})


def _formats(value: Any) -> tuple[str, ...]:
    for text in _texts(value):
        try:
            date_format(text)
        except CellError as error:
            raise refuse(error.wrong, error.expected) from None
    return _texts(value)


_ONE_OR_MORE = {
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]
}
OneOrMore = Annotated[tuple[str, ...], AnyShape(_texts, _ONE_OR_MORE)]
Formats = Annotated[
    tuple[str, ...],
    AnyShape(_formats, {**_ONE_OR_MORE, "examples": ["DD/MM/YYYY", ["D MMMM YYYY", "MMM-YY"]]}),
]
Code = Annotated[str, AnyShape(_code, {"type": ["string", "number"]})]
HeaderRows = Annotated[
    tuple[int, ...],
    AnyShape(
        _header,
        {"anyOf": [{"type": "integer"}, {"type": "array", "items": {"type": "integer"}}]}
        | {"examples": ["1", ["1", "2"], "none"]},
    ),
]
Template = Annotated[
    str, Notation(_template, {"type": ["string", "number"], "examples": ["{Country}/airstrikes"]})
]
RowNumber = Annotated[int, whole(1)]
Condition = dict[str, OneOrMore]
