"""Bodies: JSON in UTF-8, read exactly; what nobody could mean is refused at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from http import HTTPStatus
from math import isinf
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from tracker.api.problems import Problem
from tracker.filters.base import is_storable


class ExactJSON(BaseParser):
    """Fractions as decimals, no NaN, no name twice; an object, since a record is one."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None
    ) -> dict[str, Any]:
        """Raises ParseError (400), or Problem (422) for characters that no text here can have."""
        content = (parser_context or {})["request"].body
        try:
            found = json.loads(
                content.decode() or "{}",
                parse_float=_fraction,
                parse_constant=_refuse_constant,
                object_pairs_hook=_once,
            )
        except RecursionError:
            raise ParseError("The body is nested too deeply.") from None
        except ValueError as error:
            raise ParseError(f"The body cannot be read as JSON in UTF-8: {error}") from None
        if not isinstance(found, dict):
            raise ParseError("The body is no JSON object.")
        for name, text in _texts(found, ""):
            if not is_storable(text):
                raise Problem(
                    HTTPStatus.UNPROCESSABLE_ENTITY,
                    f"{name} has a character that no text here can have.",
                )
        return found


def sent_with(request: Request) -> Any:
    """The body, read before anything is looked up; of a removal none is read: it has none."""
    return None if request.method == "DELETE" else request.data


def _fraction(text: str) -> Decimal:
    if isinf(float(text)):
        raise ValueError(f"{text} is more than a number here can be")
    return Decimal(text)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice} is given twice")
    return found


def _texts(value: Any, name: str) -> Iterator[tuple[str, str]]:
    """Every text in a body, names too, with where it stands."""
    waiting = [(name, value)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, dict):
            for key, each in value.items():
                yield "A name", key
                waiting.append((f"{name}.{key}" if name else key, each))
        elif isinstance(value, list):
            waiting += [(name, each) for each in value]
