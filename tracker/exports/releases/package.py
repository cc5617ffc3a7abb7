"""``datapackage.json``: the files of a release described as Frictionless Data wants it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from tracker.exports.releases.codebook import TERMS
from tracker.exports.releases.files import Made, Tables, fields_of
from tracker.fields import Field, Registry, Type

NAME = "coalition-contributions"
TITLE = "Coalition contributions"
ABOUT = (
    "Who gives what to a coalition, each figure with the words it was read from. "
    "Silence is not zero, and a promise is never counted as a deed."
)
# They may name what is withdrawn: no key into a table.
LOOSE = frozenset({"denies", "corrects", "part_of"})

_TYPES: Mapping[Type, dict[str, Any]] = {
    Type.INTEGER: {"type": "integer"},
    Type.NUMBER: {"type": "number"},
    Type.BOOLEAN: {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    Type.DAY: {"type": "date"},
    Type.MOMENT: {"type": "datetime"},
    Type.OBJECT: {"type": "object"},
    Type.RECORDS: {"type": "array"},
}


def page_of(code: str) -> str:
    """Where the release and its files are found; empty where the site has no address."""
    return f"{settings.SITE_ADDRESS}/releases/{code}/" if settings.SITE_ADDRESS else ""


def package_text(code: str, released_at: datetime, tables: Tables, made: Mapping[str, Made]) -> str:
    page = page_of(code)
    package = {
        "name": NAME,
        "title": f"{TITLE}, release {code}",
        "description": f"{ABOUT} {TERMS}",
        "version": code,
        **({"homepage": page} if page else {}),
        "licenses": [{"title": TERMS, "path": "CODEBOOK.md"}],
        "created": released_at.isoformat(timespec="seconds"),
        "resources": [_table(each, made[f"{each.name}.csv"]) for each in tables.values()],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _table(registry: Registry, made: Made) -> dict[str, Any]:
    name = registry.name
    return {
        "name": name,
        "type": "table",
        "path": f"{name}.csv",
        "title": name.replace("_", " ").capitalize(),
        "description": registry.meaning,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": made.size,
        "hash": f"sha256:{made.sha256}",
        "dialect": {"csv": {"lineTerminator": "\r\n"}},
        "schema": schema_of(registry),
    }


def schema_of(registry: Registry) -> dict[str, Any]:
    """Table Schema: types, words and keys of the columns, all from the field registry."""
    fields = fields_of(registry)
    return {
        "fields": [_field(each) for each in fields],
        "missingValues": [""],
        "primaryKey": ["code"],
        "foreignKeys": [_key(registry.name, each) for each in fields if _is_key(each)],
    }


def _field(field: Field) -> dict[str, Any]:
    words = {"enum": list(field.words)} if field.words else {}
    never_empty = {"required": True} if field.always and field.type not in _MAY_BE_EMPTY else {}
    constraints = {**never_empty, **words}
    typed = {"type": "string"} if field.table is not None else _TYPES.get(field.type)
    return {
        "name": field.name,
        "title": field.label,
        "description": field.description,
        **(typed or {"type": "string"}),
        **({"constraints": constraints} if constraints else {}),
    }


_MAY_BE_EMPTY = (Type.LIST, Type.RECORDS)  # a list of none is an empty cell


def _is_key(field: Field) -> bool:
    return bool(field.refers) and field.name not in LOOSE


def _key(name: str, field: Field) -> dict[str, Any]:
    table = "" if field.refers == name else field.refers  # Frictionless: empty is the table itself
    return {"fields": [field.name], "reference": {"resource": table, "fields": ["code"]}}
