"""One registry of fields: named, explained, and the same in JSON, tables and schemas."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest

from tests.record import claimed, place, quote, said, source, speaker
from tracker.exports import read_export, write_csv
from tracker.fields import REGISTRIES, Field, Instant, Registry, Type, UnknownField, row_json
from tracker.filters import FILTER_SETS
from tracker.models import Contribution

ALL = list(REGISTRIES.values())
FIELDS = [(registry.name, field) for registry in ALL for field in registry.fields]


def record() -> None:
    """A little of everything: a deed and a promise, a tally, a place, a named speaker."""
    earnest = speaker("josh-earnest", of="US")
    place("syria")
    deed = said("FR/deployment.air@syria", "from 12 to 38", amount="38 aircraft", by=earnest)
    said(
        "FR/deployment.air@syria",
        deed.quote,
        status="pledged",
        amount="EUR 3.5 million",
        change="more",
        due="2016",
        rests_on=(quote("as of Monday"),),
    )
    said("DE/training#erbil", status="absent")
    claimed("Twenty-five", "25", counts={"kind": "training"}, names="FR", excludes="US")


def rows_of(registry: Registry) -> list[dict[str, Any]]:
    found = FILTER_SETS[registry.name].read({}).rows.order_by("code")
    return [json.loads(text) for (text,) in found.values_list(row_json(registry.fields))]


# --- Names and meanings ---------------------------------------------------------------------


@pytest.mark.parametrize(("name", "field"), FIELDS, ids=lambda value: getattr(value, "name", value))
def test_a_field_says_what_it_is(name: str, field: Field) -> None:
    assert field.label[:1].isupper()
    assert field.meaning.endswith("."), f"{name}.{field.name}: a meaning is a sentence"
    assert field.name == field.name.lower()
    assert not field.refers or field.refers in REGISTRIES
    assert (field.type is Type.WORD) == bool(field.words)


def test_every_registry_has_its_filter_set() -> None:
    assert list(REGISTRIES) == list(FILTER_SETS)
    assert all(FILTER_SETS[name].model is REGISTRIES[name].model for name in REGISTRIES)


@pytest.mark.parametrize("registry", ALL, ids=lambda registry: registry.name)
def test_every_record_is_cited_by_its_code(registry: Registry) -> None:
    assert registry.names[0] == "code"
    assert registry.names[-2:] == ("version", "updated_at")


def test_fields_are_chosen_in_the_order_they_are_named() -> None:
    chosen = REGISTRIES["countries"].choose(["name", "code"])
    assert [field.name for field in chosen] == ["name", "code"]


def test_an_unknown_field_names_the_nearest() -> None:
    with pytest.raises(UnknownField, match="countries have no field 'nmae'; was 'name' meant") as e:
        REGISTRIES["countries"].choose(["code", "nmae"])
    assert (e.value.name, e.value.nearest) == ("nmae", "name")


# --- Values ---------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("registry", ALL, ids=lambda registry: registry.name)
def test_rows_have_the_fields_and_types_that_the_schema_says(registry: Registry) -> None:
    record()
    schema = registry.schema()["properties"]
    for row in rows_of(registry):
        assert list(row) == list(schema) == list(registry.names)
        for name, value in row.items():
            assert fits(value, schema[name]), (name, value, schema[name])


def fits(value: Any, schema: dict[str, Any]) -> bool:
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    named = {
        "string": str,
        "integer": int,
        "number": int | float,
        "boolean": bool,
        "array": list,
        "object": dict,
        "null": type(None),
    }
    right_type = any(isinstance(value, named[kind]) for kind in kinds)
    return right_type and {"const": value} in schema.get("oneOf", [{"const": value}])


@pytest.mark.django_db
@pytest.mark.parametrize("registry", ALL, ids=lambda registry: registry.name)
def test_tables_say_what_json_says(registry: Registry) -> None:
    record()
    text = b"".join(write_csv(read_export(registry.name, {}))).decode()
    cells = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    rows = rows_of(registry)
    assert len(cells) == len(rows)
    for cell_row, row in zip(cells, rows, strict=True):
        for field in registry.fields:
            cell, value = cell_row[field.name], row[field.name]
            if field.table is None and field.type is Type.RECORDS:
                assert json.loads(cell or "[]") == value, field.name
            elif field.table is None:
                assert cell == as_cell(value), field.name


def as_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "; ".join(value)
    return json.dumps(value) if isinstance(value, dict) else str(value)


@pytest.mark.django_db
def test_nothing_said_is_null_and_numbers_have_no_idle_zeros() -> None:
    record()
    row = next(row for row in rows_of(REGISTRIES["contributions"]) if row["country"] == "FR")
    assert (row["low"], row["high"], row["metric"], row["currency"]) == (38, 38, "aircraft", None)
    assert (row["change"], row["part_of"], row["holds"]) == (None, None, None)
    assert row["updated_at"].endswith("Z")


@pytest.mark.django_db
def test_figures_stand_apart_by_group() -> None:
    record()
    export = read_export("contributions", {"country": "FR", "fields": "figures"})
    (row,) = [row for row in rows_of(REGISTRIES["contributions"]) if row["country"] == "FR"]
    assert [(f["status_group"], f["metric"], f["low"]) for f in row["figures"]] == [
        ("actual", "aircraft", 38)
    ]
    assert b"".join(write_csv(export)) == b"figures\r\n38 aircraft\r\n"


@pytest.mark.django_db
def test_figures_in_words() -> None:
    said("CA/training", amount="600..660 personnel")
    later = source("canada-2016", published="2016-02-08")
    said("CA/training", status="pledged", amount="..830 personnel", source=later)
    said("CA/funding", status="done", amount="CAD 5.. million")
    export = read_export("contributions", {"fields": "path,figures"})
    assert b"".join(write_csv(export)).decode().split("\r\n")[1:3] == [
        "CA/funding,CAD 5000000..",
        "CA/training,600..660 personnel; prospective: 0..830 personnel",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["FR/airstrikes", "FR/airstrikes@syria", "FR/deployment.naval#charles-de-gaulle",
             "FR/deployment.naval@syria#charles-de-gaulle"],
)  # fmt: skip
def test_titles_are_made_as_the_model_makes_them(path: str) -> None:
    title = said(path).contribution.title
    (row,) = rows_of(REGISTRIES["contributions"])
    assert row["title"] == title


@pytest.mark.django_db
def test_a_title_of_its_own_stands() -> None:
    Contribution.objects.filter(pk=said("FR/airstrikes").contribution_id).update(
        title_override="Opération Chammal"
    )
    assert [row["title"] for row in rows_of(REGISTRIES["contributions"])] == ["Opération Chammal"]


@pytest.mark.django_db
def test_the_carrying_statement_is_in_the_row() -> None:
    minister = speaker("jean-yves-le-drian", of="FR")
    reported = said("FR/airstrikes", "a reporter's words", status="done")
    own = said("FR/airstrikes", "the minister's words", status="done", by=minister)
    (row,) = rows_of(REGISTRIES["contributions"])
    assert (row["statement"], row["quote"]) == (own.code, "the minister's words")
    assert (row["stake"], row["speaker"], row["speaker_country"]) == ("self", minister.code, "FR")
    assert row["statement_count"] == 2
    assert reported.code != own.code


@pytest.mark.django_db
def test_rows_are_as_known_on_a_day() -> None:
    said("FR/airstrikes", status="possible", source=source("first", published="2015-09-01"))
    said("FR/airstrikes", status="done", source=source("second", published="2015-10-01"))
    fields = REGISTRIES["contributions"].choose(["status", "known_from", "statement_count"])
    found = []
    for day in (date(2015, 9, 15), date(2015, 10, 1)):
        rows = Contribution.objects.at(day).values_list(row_json(fields, Instant(day)), flat=True)
        found += [json.loads(text) for text in rows]
    assert found == [
        {"status": "possible", "known_from": "2015-09-01", "statement_count": 1},
        {"status": "done", "known_from": "2015-10-01", "statement_count": 2},
    ]
