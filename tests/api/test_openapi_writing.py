"""The description of what is written: of what is really taken, and really answered."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.api.conftest import Program, told
from tests.api.test_roles import BODIES as ASKED
from tests.small import Record
from tracker.api.examples import EXAMPLES
from tracker.api.records import VIEWSETS
from tracker.api.schema import title_of
from tracker.api.serializers import BODIES
from tracker.api.tokens import VERBS
from tracker.fields import REGISTRIES


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    body: dict[str, Any] = json.loads(Client().get("/api/v1/openapi.json").content)
    return body


def check(document: dict[str, Any], name: str, value: Any) -> None:
    schema = {**document, "$ref": f"#/components/schemas/{name}"}
    Draft202012Validator(schema).validate(value)


@pytest.mark.parametrize("name", BODIES)
def test_what_is_sent_and_answered_is_as_described(
    document: dict[str, Any], ada: Program, record: Record, name: str
) -> None:
    title = title_of(REGISTRIES[name])
    check(document, f"{title}Body", ASKED[name])
    check(document, f"{title}Body", EXAMPLES[name])
    made = ada.post(f"{name}/", ASKED[name])
    check(document, f"{title}Written", told(made, 201))
    check(document, "Problem", told(ada.post(f"{name}/", {"cod": 1}), 400))
    check(document, "Problem", told(ada.patch(made["Location"], {}, if_match='"99"'), 412))
    empty = {key: None for key, value in made.json().items() if value is None}
    known = set(document["components"]["schemas"][f"{title}Change"]["properties"])
    again = {key: None for key in empty if key in known}
    check(document, f"{title}Change", again)
    told(ada.patch(made["Location"], again | {"reason": "As it is."}, if_match=made["ETag"]), 200)


def test_every_operation_that_writes_is_described(document: dict[str, Any]) -> None:
    """With its meaning, its refusals, and how one says who one is."""
    found = 0
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method == "get" or path.endswith(".csv"):
                continue
            found += 1
            assert operation["summary"], path
            assert operation["description"].endswith("."), path
            assert {"token": []} in operation["security"], path
            assert {} not in operation["security"], path
            assert {"400", "401", "403", "409", "422", "429"} <= set(operation["responses"]), path
            named = {each["name"] for each in operation["parameters"]}
            one = "{code}" in path
            assert ("If-Match" in named) == one, path
            assert ("Idempotency-Key" in named) == (method == "post"), path
            assert ("412" in operation["responses"]) == one, path
    assert found == sum(len(set(VERBS) & set(dir(viewset))) for viewset in VIEWSETS)


def test_a_replacement_asks_for_its_reason_alone(document: dict[str, Any]) -> None:
    schema = document["components"]["schemas"]["StatementReplace"]
    assert schema["required"] == ["reason"]
    assert "quote_code" not in schema["properties"]


def test_tokens_are_a_security_scheme(document: dict[str, Any]) -> None:
    scheme = document["components"]["securitySchemes"]["token"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
