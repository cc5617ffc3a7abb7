"""JSON Schema of the notation: up to date, and fit for what editors read."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from jsonschema import Draft7Validator  # type: ignore[import-untyped]
from ruamel.yaml import YAML

from tests.annotations.test_documents import SOURCE
from tracker.annotations.jsonschemas import schemas, write_schemas
from tracker.annotations.reference import ROWS
from tracker.annotations.schema import ReadingHead, SourceHead, Statement, Tally
from tracker.domain.ladder import Status

SCHEMAS = {name: json.loads(text) for name, text in schemas().items()}


def errors(name: str, document: Any) -> list[str]:
    found = Draft7Validator(SCHEMAS[name]).iter_errors(document)
    return ["/".join(map(str, error.absolute_path)) for error in found]


def as_editors_read(text: str) -> Any:
    """YAML 1.2's core schema: numbers are numbers, NO and dates are text."""
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str))


def test_the_files_are_up_to_date(root: Path) -> None:
    for name, text in schemas().items():
        path = root / "fixtures" / name
        assert path.read_text(encoding="utf-8") == text, "run `manage.py dump --schema`"


@pytest.mark.parametrize("name", SCHEMAS)
def test_they_are_schemas(name: str) -> None:
    Draft7Validator.check_schema(SCHEMAS[name])


def test_the_projects_fixtures_fit(root: Path) -> None:
    for folder, name in (("sources", "source"), ("reference", "reference")):
        for path in sorted((root / "fixtures" / folder).glob("*.yaml")):
            document = as_editors_read(path.read_text(encoding="utf-8"))
            assert errors(f"{name}.schema.json", document) == [], path
            line = path.read_text(encoding="utf-8").splitlines()[0]
            assert line == f"# yaml-language-server: $schema=../{name}.schema.json"


def test_a_source_with_all_there_is_fits() -> None:
    assert errors("source.schema.json", as_editors_read(SOURCE)) == []


@pytest.mark.parametrize(
    ("says", "path"),
    [
        ("{of: FR/airstrikes, status: don}", "readings/0/says/0"),
        ("{of: FR, status: done}", "readings/0/says/0"),
        ("{status: done}", "readings/0/says/0"),
        ("{of: FR/airstrikes, statsu: done}", "readings/0/says/0"),
        ("{tally: countries}", "readings/0/says/0"),
    ],
)
def test_what_is_wrong_does_not_fit(says: str, path: str) -> None:
    head = SOURCE.partition("readings:")[0]
    document = as_editors_read(f"{head}readings:\n- quote: x\n  at: 0\n  says:\n  - {says}\n")
    assert errors("source.schema.json", document) == [path]


def test_editors_complete_words_with_their_meanings() -> None:
    definitions = SCHEMAS["source.schema.json"]["definitions"]
    choices = definitions["Statement"]["properties"]["status"]["oneOf"]
    assert [choice["const"] for choice in choices] == [status.value for status in Status]
    assert all(choice["description"] for choice in choices)


@pytest.mark.parametrize("model", [SourceHead, ReadingHead, Statement, Tally, *ROWS.values()])
def test_every_key_is_described(model: Any) -> None:
    lacking = [name for name, field in model.model_fields.items() if not field.description]
    assert lacking == []
    assert model.__doc__


def test_nothing_in_them_helps_no_editor() -> None:
    text = "".join(schemas().values())
    assert '"null"' not in text
    assert "$defs" not in text
    assert '"default": false' not in text


def test_they_are_written_where_they_changed(tmp_path: Path) -> None:
    assert write_schemas(tmp_path) == ["source.schema.json", "reference.schema.json"]
    assert write_schemas(tmp_path) == []


def test_the_command_writes_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("dump", tmp_path, schema=True)
    assert capsys.readouterr().out == "wrote source.schema.json, reference.schema.json\n"
    call_command("dump", tmp_path, schema=True)
    assert capsys.readouterr().out == "both are up to date\n"
    call_command("dump", tmp_path, schema=True, json=True)
    assert json.loads(capsys.readouterr().out) == {"written": []}
