"""What Schemathesis checks besides: a refusal names its parameter, and only what had to be refused.

A schema cannot say which codes there are, nor which parameters go together. Nothing else that the
document allows may be refused.
"""

from __future__ import annotations

from typing import Any

import schemathesis

# Refused for what stands, or does not stand, beside them.
TOGETHER = {
    "currency": "speaks of a metric",
    "holds": "speaks of a day",
    **dict.fromkeys(("page_size", "cursor", "count"), "a file has no pages"),
    **dict.fromkeys(("low_min", "low_max", "high_min", "high_max"), "bounds one metric"),
}


@schemathesis.check
def refuses_only_what_no_schema_can_say(ctx: Any, response: Any, case: Any) -> None:
    del ctx
    if response.status_code != 400 or not _is_well_formed(case):
        return
    schemas = {
        each["name"]: each["schema"]
        for each in case.operation.definition.raw.get("parameters", ())
        if each.get("in") == "query"
    }
    for mistake in response.json().get("invalid-params", ()):
        name = mistake["name"]
        assert mistake["reason"], name
        assert name in TOGETHER or not _says_all(schemas.get(name, {})), mistake


def _is_well_formed(case: Any) -> bool:
    return bool(case.meta and case.meta.generation.mode.is_positive)


def _says_all(schema: dict[str, Any]) -> bool:
    """Whether the schema leaves no choice: words, yes or no, a number within bounds."""
    one = schema.get("items", schema)
    return "enum" in one or one.get("type") in ("boolean", "integer")
