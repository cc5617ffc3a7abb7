"""What a release says of itself: valid for the tools that read it."""

import json
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.record import said, source
from tracker.exports.releases import freeze
from tracker.exports.releases.files import fields_of, tables_of
from tracker.fields import REGISTRIES
from tracker.reconcile import RECKONED


@pytest.fixture
def folder(record: None, releases_dir: Path) -> Path:
    said("IT/training", "trained, as long as", when="2014/2015", condition="as long as")
    freeze("2026.11", reckoned=RECKONED)
    return releases_dir / "2026.11"


def report_of(folder: Path) -> Any:
    from frictionless import validate

    return validate(str(folder / "datapackage.json"))


@pytest.mark.filterwarnings("ignore")  # frictionless's own
def test_frictionless_finds_it_valid(folder: Path) -> None:
    report = report_of(folder)
    assert report.valid, report.flatten(["title", "fieldName", "message"])
    assert {task.name for task in report.tasks} >= set(REGISTRIES)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (b"fr-deployment-air", b"fr-deployment-sea", "foreign-key"),
        (b",ongoing,", b",going on,", "constraint-error"),
        (b"38 planes", b"39 planes", "hash-count"),
    ],
)
def test_and_sees_what_is_altered(folder: Path, old: bytes, new: bytes, kind: str) -> None:
    path = folder / "statements.csv"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(old, new))
    assert kind in {error for (error,) in report_of(folder).flatten(["type"])}


def test_every_column_is_in_the_codebook_and_the_package(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text())
    codebook = (folder / "CODEBOOK.md").read_text()
    schemas = {each["name"]: each["schema"] for each in package["resources"]}
    for name in REGISTRIES:
        head = (folder / f"{name}.csv").read_text().split("\n")[0].strip().split(",")
        assert head == [each["name"] for each in schemas[name]["fields"]]
        section = codebook.split(f"## {name}.csv")[1].split("\n## ")[0]
        for field in fields_of(tables_of(RECKONED)[name]):
            assert f"| `{field.name}` | {field.label} |" in section


def test_it_says_how_it_is_cited(folder: Path) -> None:
    citation = YAML(typ="safe").load(folder / "CITATION.cff")
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()  # needed by CFF 1.2.0
    assert (citation["type"], citation["version"]) == ("dataset", "2026.11")


def test_it_says_on_what_terms(folder: Path) -> None:
    (licence,) = json.loads((folder / "datapackage.json").read_text())["licenses"]
    assert f"## Terms\n\n{licence['title']}\n" in (folder / licence["path"]).read_text()


@pytest.mark.django_db
def test_an_empty_record_is_a_release_too(releases_dir: Path) -> None:
    source()  # nothing published rests on it
    freeze("2026.11")
    assert (releases_dir / "2026.11" / "sources.csv").read_text().count("\n") == 1
