"""JSON Schema of the notation, generated from its own types, so that editors complete it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import Field

from tracker.annotations.dump import write_file
from tracker.annotations.reference import ReferenceFile
from tracker.annotations.schema import LocalSpeaker, Part, Reading, SourceHead
from tracker.annotations.tables import Table

DIALECT = "http://json-schema.org/draft-07/schema#"  # what editors' language servers speak best


SCHEMAS = ("source.schema.json", "reference.schema.json")


class SourceDocument(Part):
    """One annotated source: what it is, who speaks in it, and its readings in reading order."""

    source: SourceHead
    speakers: dict[str, LocalSpeaker] = Field({}, description="Who speaks here and is not named.")
    tables: list[Table] = Field([], description="How the rows of a dataset are read.")
    readings: list[Reading] = Field([], description="Quotes and what they say, in reading order.")


def schemas() -> dict[str, str]:
    """The schema files by name."""
    return dict(zip(SCHEMAS, (_text(SourceDocument), _text(ReferenceFile)), strict=True))


def write_schemas(folder: Path) -> list[str]:
    """Write them; comes back with those that changed."""
    return [name for name, text in schemas().items() if write_file(folder / name, text)]


def _text(model: type[Part]) -> str:
    schema = {"$schema": DIALECT, **_mended(model.model_json_schema(by_alias=True))}
    schema["definitions"] = schema.pop("$defs")
    text = json.dumps(schema, indent=2, ensure_ascii=False)
    return text.replace("#/$defs/", "#/definitions/") + "\n"


def _mended(node: Any) -> Any:
    """Without what helps no editor: made-up titles, empty defaults, null."""
    if isinstance(node, list):
        return [_mended(each) for each in node]
    if not isinstance(node, dict):
        return node
    found = {key: _mended(value) for key, value in node.items() if not _is_idle(key, value)}
    branches = [each for each in found.get("anyOf", ()) if each != {"type": "null"}]
    if len(branches) == 1:
        del found["anyOf"]
        found = branches[0] | found
    elif branches:
        found["anyOf"] = branches
    return found


def _is_idle(key: str, value: Any) -> bool:
    return (key == "title" and isinstance(value, str)) or (
        key == "default" and value in (None, [], {}, False, "")
    )
