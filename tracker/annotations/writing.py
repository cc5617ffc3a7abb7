"""YAML as fixtures are written: one form for each thing, plain where any reader reads it right.

Single quotes stand only where a plain scalar is not allowed, or where a reader of YAML 1.1 would
make something else of it (NO, 007, 12:30); double quotes where a character cannot be seen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

WIDTH = 100  # of what may stand on one line where either form is right


class Bare(str):
    """A number, date or amount: the notation types it, so it is written without quotes."""

    __slots__ = ()


# --- Scalars --------------------------------------------------------------------------------

_MISTYPED = re.compile(
    r"""(?ix)
    y|yes|n|no|true|false|on|off|~|null|=|<<
    | [-+]?0b[01_]+ | [-+]?0x[0-9a-f_]+ | [-+]?0o?[0-7_]+
    | [-+]?(?:[0-9][0-9_]*|\.[0-9_]+)(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?
    | [-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?
    | [-+]?\.inf | \.nan
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt\ \t].*)?
    """
)
_NOT_FIRST = "!&*|>'\"%@`#,[]{}"
_NOT_IN_FLOW = ",[]{}?"


def scalar(text: str, *, flow: bool) -> str:
    """One value, quoted if it has to be."""
    if any(_is_unseen(sign) for sign in text):
        return _double(text)
    if _is_plain(text, flow) and (isinstance(text, Bare) or not _MISTYPED.fullmatch(text)):
        return text
    return "'" + text.replace("'", "''") + "'"


def _is_plain(text: str, flow: bool) -> bool:
    if not text or text != text.strip(" ") or text[0] in _NOT_FIRST:
        return False
    if text[0] in "-?:" and (flow or text[1:2] in ("", " ")):
        return isinstance(text, Bare) and text[0] == "-" and text[1:2].isdigit()
    if ": " in text or " #" in text or text.endswith(":") or text.startswith(("---", "...")):
        return False
    return not (flow and any(sign in text for sign in _NOT_IN_FLOW))


def _is_unseen(sign: str) -> bool:
    """Control characters, line ends, and spaces and marks that look like none or like others."""
    return sign != " " and unicodedata.category(sign) in ("Cc", "Cf", "Cn", "Co", "Zl", "Zp", "Zs")


_SHORT = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\"}


def _double(text: str) -> str:
    return '"' + "".join(_escaped(sign) for sign in text) + '"'


def _escaped(sign: str) -> str:
    if sign in _SHORT:
        return _SHORT[sign]
    if not _is_unseen(sign):
        return sign
    code = ord(sign)
    return f"\\U{code:08X}" if code > 0xFFFF else f"\\u{code:04X}"


# --- Mappings and lists ---------------------------------------------------------------------


def flow(value: Any) -> str:
    """On one line: ``{of: FR/airstrikes, status: done}``."""
    if isinstance(value, Mapping):
        inside = (f"{scalar(key, flow=True)}: {flow(each)}" for key, each in value.items())
        return "{" + ", ".join(inside) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    return scalar(value, flow=True)


def block(value: Mapping[str, Any], indent: str = "", *, deep: bool = False) -> Iterator[str]:
    """A key on each line; what is inside on one line, or with ``deep`` where it is short."""
    for key, each in value.items():
        name = f"{indent}{scalar(key, flow=False)}:"
        if isinstance(each, str):
            yield f"{name} {scalar(each, flow=False)}"
        elif not deep or len(name) + len(flow(each)) < WIDTH:
            yield f"{name} {flow(each)}"
        elif isinstance(each, Mapping):
            yield name
            yield from block(each, f"{indent}  ", deep=True)
        else:
            yield name
            yield from items(each, indent, deep=True)


def items(values: Sequence[Any], indent: str = "", *, deep: bool = False) -> Iterator[str]:
    """A list, each mapping in it as a block."""
    for each in values:
        if isinstance(each, str) or (deep and len(indent) + 2 + len(flow(each)) < WIDTH):
            yield f"{indent}- {flow(each)}"
            continue
        lines = list(block(each, f"{indent}  ", deep=deep))
        yield f"{indent}- {lines[0].removeprefix(indent + '  ')}"
        yield from lines[1:]


def one_line_items(values: Sequence[Any], indent: str = "") -> Iterator[str]:
    """A list, each item on one line."""
    return (f"{indent}- {flow(each)}" for each in values)


# --- Files ----------------------------------------------------------------------------------


def source_text(schema_line: str, document: Mapping[str, Any]) -> str:
    """A source's file: head and speakers, the tables, then the readings, one key on a line."""
    lines = [schema_line, "source:", *block(document["source"], "  ")]
    if document.get("speakers"):
        lines += ["", "speakers:", *block(document["speakers"], "  ")]
    if document.get("tables"):
        lines += ["", "tables:", *items(document["tables"], deep=True)]
    if document.get("readings"):
        lines += ["", "readings:"]
        for reading in document["readings"]:
            lines += _reading(reading)
    return "\n".join(lines) + "\n"


def _reading(reading: Mapping[str, Any]) -> Iterator[str]:
    head = {key: value for key, value in reading.items() if key != "says"}
    yield from items([head])
    if reading.get("says"):
        yield "  says:"
        yield from one_line_items(reading["says"], "  ")


def reference_text(schema_line: str, name: str, rows: Sequence[Any]) -> str:
    """A reference file: a row on each line, kinds with a line for each key."""
    lines = items(rows) if name == "kinds" else one_line_items(rows)
    return "\n".join([schema_line, f"{name}:", *lines]) + "\n"
