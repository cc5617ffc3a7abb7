"""Every example of the description runs, against the project's own record."""

from __future__ import annotations

import json
import re
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from tests.api.conftest import Program
from tracker.api.examples import EXAMPLES, RECEIPT_CODE, WRITTEN
from tracker.models import Receipt

Operation = tuple[str, str, dict[str, Any]]
METHODS = ("get", "post", "patch", "delete")
REVIEWING = ("publish", "withdraw")
# The steps that were taken before an example's own: of a claim its own, of a contribution also
# those of its statement, which takes it along.
SUBMITTED, PUBLISHED = ["submit"], ["submit", "publish"]
OWN = {
    "send-back": SUBMITTED,
    "publish": SUBMITTED,
    "withdraw": PUBLISHED,
    "replace": PUBLISHED,
}
OF_CONTRIBUTION = {
    "send-back": ["contributions/submit"],
    "withdraw": ["statements/submit", "statements/publish"],
}


def examples(owner: dict[str, Any]) -> list[Any]:
    return [each["value"] for each in owner.get("examples", {}).values()]


def asked(operation: dict[str, Any], where: str) -> dict[str, str]:
    """The parameters that have an example, as they are sent; the first of each."""
    found = {
        each["name"]: examples(each)[0]
        for each in operation.get("parameters", ())
        if each["in"] == where and examples(each)
    }
    return {n: ",".join(v) if isinstance(v, list) else str(v) for n, v in found.items()}


def body_of(operation: dict[str, Any]) -> Any:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return next(iter(examples(content)), None)


def answers(operation: dict[str, Any]) -> list[Any]:
    contents = operation["responses"].get("200", {}).get("content", {}).values()
    return [value for content in contents for value in examples(content)]


@pytest.fixture(scope="module")
def operations() -> list[Operation]:
    document = json.loads(Client().get("/api/v1/openapi.json").content)
    return [
        (path, method, operation)
        for path, each in document["paths"].items()
        for method, operation in each.items()
        if method in METHODS
    ]


def test_every_operation_that_takes_anything_has_an_example(
    operations: list[Operation],
) -> None:
    for path, _, operation in operations:
        parameters = operation.get("parameters", ())
        given = [asked(operation, where) for where in ("path", "query", "header")]
        assert any(given) or body_of(operation) is not None or not parameters, path
        required = {each["name"] for each in parameters if each.get("required")}
        assert required <= set().union(*given), path
        assert (body_of(operation) is None) == ("requestBody" not in operation), path


class Writers:
    """An analyst and a reviewer, each with a token."""

    def __init__(self, analyst: User, reviewer: User) -> None:
        self.analyst, self.reviewer = Program(analyst), Program(reviewer)

    def send(self, method: str, path: str, operation: dict[str, Any]) -> Any:
        """One example, by whoever may."""
        for name, value in asked(operation, "path").items():
            path = path.replace(f"{{{name}}}", value)
        query = "&".join(f"{n}={v}" for n, v in asked(operation, "query").items())
        who = self.reviewer if path.split("/")[-2] in REVIEWING else self.analyst
        headers = asked(operation, "header")
        if method == "get":
            return who.get(f"http://testserver{path}?{query}")
        return who.send(
            method.upper(), f"http://testserver{path}?{query}", body_of(operation), **headers
        )

    def step(self, name: str, step: str) -> None:
        """A step of what was written as an example, whichever version it has."""
        path = f"{name}/{WRITTEN[name]}/"
        who = self.reviewer if step in REVIEWING else self.analyst
        version = who.get(path).json()["version"]
        body = {"reason": "An example."} if step == "send-back" else {}
        sent = who.post(f"{path}{step}/", body, if_match=f'"{version}"')
        assert sent.status_code == 200, (path, step, sent.content)


def prepare(writers: Writers, path: str) -> None:
    """What was there before the example: the examples before it, some way along."""
    name, *rest = re.sub(r"^/api/v1/|\{code\}/", "", path).strip("/").split("/")
    step = rest[0] if rest else ""
    if name == "contributions":
        way = OF_CONTRIBUTION.get(step, [])
    else:
        way = [f"{name}/{each}" for each in OWN.get(step, ())]
    last = list(EXAMPLES).index("statements" if "statements" in str(way) else name)
    for each in list(EXAMPLES)[: last + bool("{code}" in path)]:
        made = writers.analyst.post(f"{each}/", EXAMPLES[each])
        assert made.status_code == 201, made.content
        assert made.json()["code"] == WRITTEN[each]
    for each in way:
        writers.step(*each.split("/"))


@pytest.mark.django_db
def test_every_example_runs(
    operations: list[Operation], analyst: User, reviewer: User, subtests: pytest.Subtests
) -> None:
    call_command("load", stdout=StringIO(), stderr=StringIO())
    Receipt.objects.create(code=RECEIPT_CODE, format="csv")
    writers = Writers(analyst, reviewer)
    for path, method, operation in operations:
        with subtests.test(f"{method} {path}"), transaction.atomic():
            if method != "get":
                prepare(writers, path)
            response = writers.send(method, path, operation)
            content = b"".join(response) if response.streaming else response.content
            transaction.set_rollback(True)
            assert response.status_code in (200, 201, 204), content[:500]
            assert content or method == "delete"
            if b'"results":[]' in content:
                assert path.endswith("/receipts/")  # of a file that nobody has
            for shown in answers(operation):
                assert json.loads(content.replace(b"http://testserver", b"")) == shown
