"""Records inside records: `expand=` on lists, and all of it on each record's own page."""

import json
from collections.abc import Callable
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.record import claimed, place, quote, said, source, speaker
from tracker.api.expanding import paths_of
from tracker.api.relations import LIMIT, RELATIONS, relations_of
from tracker.api.schema import expanded_title
from tracker.fields import REGISTRIES

Row = dict[str, Any]
Get = Callable[[str], Row]


@pytest.fixture
def get(client: Client) -> Get:
    def answer(path: str) -> Row:
        response = client.get(f"/api/v1/{path}")
        assert response.status_code == 200, response.content
        body: Row = json.loads(response.content)
        return body

    return answer


@pytest.fixture
def openapi(client: Client) -> Row:
    body: Row = client.get("/api/v1/openapi.json").json()
    return body


def record(number: int = 2) -> None:
    """Each relation leads somewhere, and every sort is there twice."""
    earnest = speaker("josh-earnest", of="US")
    header = quote("as of Monday", of="table")
    place("syria")
    for n in range(number):
        said(f"FR/airstrikes@syria#n{n}", status="done", amount=f"{n} targets", by=earnest)
        said(f"FR/airstrikes@syria#n{n}", status="pledged", rests_on=(header,))
    claimed(quote("two dozen", of="table", by=earnest), "24", names="FR")


# --- List, page and schema say the same -----------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("name", RELATIONS)
def test_a_list_that_is_expanded_has_what_the_page_has(get: Get, openapi: Row, name: str) -> None:
    record()
    held = list(relations_of(name))
    rows = get(f"{name}/?expand={','.join(held)}")["results"]
    described = {"$ref": f"#/components/schemas/{expanded_title(REGISTRIES[name])}", **openapi}
    for row in rows:
        assert list(row) == [*REGISTRIES[name].names, *held]
        page = get(f"{name}/{row['code']}/")
        assert {each: page[each] for each in row} == row
        jsonschema.Draft202012Validator(described).validate(row)
    assert all(any(row[each] for row in rows) for each in held)


@pytest.mark.django_db
@pytest.mark.parametrize("name", RELATIONS)
def test_each_path_leads_to_rows_as_their_own_list_has_them(get: Get, name: str) -> None:
    record()
    for path in paths_of(name):
        last = path.rpartition(".")[2]
        found = rows_at(get(f"{name}/?expand={path}")["results"], path)
        assert found, path
        for row in found:
            assert list(row) == list(REGISTRIES[last].names), path
            page = get(f"{last}/{row['code']}/")
            assert {each: page[each] for each in row} == row


def rows_at(rows: list[Row], path: str) -> list[Row]:
    for name in path.split("."):
        rows = [inner for row in rows for inner in row[name]]
    return rows


# --- Questions ------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("name", RELATIONS)
def test_each_sort_inside_costs_two_questions(client: Client, name: str) -> None:
    """Which stand inside which, and what they say; however many rows there are."""
    expand = ",".join(paths_of(name))
    asked = []
    for number in (1, 4):
        record(number)
        with CaptureQueriesContext(connection) as questions:
            assert client.get(f"/api/v1/{name}/?expand={expand}").status_code == 200
        asked.append(len(questions))
    assert asked == [2 + 2 * len(paths_of(name))] * 2


# --- What is inside -------------------------------------------------------------------------


@pytest.mark.django_db
def test_fields_choose_the_record_and_expand_what_is_inside(get: Get) -> None:
    record()
    (row, _) = get("contributions/?fields=code&expand=statements.quotes")["results"]
    assert list(row) == ["code", "statements"]
    done, pledged = row["statements"]
    assert [each["exact"] for each in done["quotes"]] == ["FR/airstrikes@syria#n0 is done"]
    assert [each["source"] for each in pledged["quotes"]] == ["table", done["source"]]


@pytest.mark.django_db
def test_fields_choose_inside_too(get: Get) -> None:
    record()
    own, inside = (
        "fields=code,statements.status,statements.quotes.exact",
        "expand=statements.quotes",
    )
    (row, _) = get(f"contributions/?{own}&{inside}")["results"]
    assert row == {
        "code": "fr-airstrikes-syria-n0",
        "statements": [
            {"status": "done", "quotes": [{"exact": "FR/airstrikes@syria#n0 is done"}]},
            {
                "status": "pledged",
                "quotes": [
                    {"exact": "as of Monday"},
                    {"exact": "FR/airstrikes@syria#n0 is pledged"},
                ],
            },
        ],
    }
    (row, _) = get("contributions/?fields=statements.code&expand=statements")["results"]
    assert list(row) == [*REGISTRIES["contributions"].names, "statements"]
    assert list(row["statements"][0]) == ["code"]
    page = get("contributions/fr-airstrikes-syria-n0/?fields=code,sources.title")
    assert page["sources"] == [{"title": "Table"}, {"title": "Voa 2015 11 23 ally support"}]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ("fields=statements.status", None),
        ("fields=statements.stats&expand=statements", "statements.status"),
        ("fields=statements.quotes.exact&expand=statements", None),
        ("fields=nothing.status&expand=statements", None),
        ("fields=.code&expand=statements", None),
        ("fields=statements.&expand=statements", None),
    ],
)
def test_a_field_inside_that_there_is_not(client: Client, asked: str, nearest: str | None) -> None:
    response = client.get(f"/api/v1/contributions/?{asked}")
    assert response.status_code == 400
    (mistake,) = response.json()["invalid-params"]
    assert (mistake["name"], mistake["nearest"]) == ("fields", nearest)


@pytest.mark.django_db
def test_inside_is_what_was_known_on_the_day(get: Get) -> None:
    said("FR/airstrikes", "soon", status="possible", source=source("a", published="2015-09-01"))
    said("FR/airstrikes", "now", status="done", source=source("b", published="2015-10-01"))
    asked = "contributions/?known_on=2015-09-15&expand=statements,quotes,sources"
    (row,) = get(asked)["results"]
    inside = [[each["code"] for each in row[name]] for name in ("statements", "quotes", "sources")]
    assert inside == [["a:0-4:1"], ["a:0-4"], ["a"]]


@pytest.mark.django_db
def test_no_draft_is_inside(get: Get) -> None:
    published = said("FR/airstrikes")
    said("FR/airstrikes", published.quote, status="pledged", review="draft")
    said("FR/airstrikes", source="drafted", review="draft")
    claimed(published.quote, "24", review="draft")
    for name in RELATIONS:
        text = json.dumps(get(f"{name}/?expand={','.join(relations_of(name))}")["results"])
        assert "pledged" not in text
        assert "drafted" not in text
    assert not rows_at(get("quotes/?expand=tallies")["results"], "tallies")


@pytest.mark.django_db
def test_a_record_holds_so_many_and_no_more(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    assert LIMIT == 500
    said("FR/airstrikes", "one")
    monkeypatch.setattr("tracker.api.rows.LIMIT", 2)
    for n in range(3):
        said("FR/airstrikes", f"again {n}")
    row = get("contributions/?fields=path&expand=statements,quotes")["results"][0]
    assert (len(row["statements"]), len(row["quotes"])) == (2, 2)


# --- What cannot be asked -------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("contributions/?expand=statement", "statements"),
        ("contributions/?expand=statements.quote", "statements.quotes"),
        ("contributions/?expand=quotes.statements", "statements"),
        ("sources/?expand=quotes.statements", "quotes.speakers"),
        ("contributions/?expand=quotes,quotes", None),
        ("contributions/?expand=", None),
        ("countries/?expand=contributions", None),
        ("contributions/fr-airstrikes/?expand=quots", "quotes"),
    ],
)
def test_what_is_not_inside_is_refused(client: Client, path: str, nearest: str | None) -> None:
    said("FR/airstrikes")
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 400
    (mistake,) = response.json()["invalid-params"]
    assert (mistake["name"], mistake["nearest"]) == ("expand", nearest)


@pytest.mark.django_db
def test_pages_of_what_holds_hundreds_are_shorter(client: Client) -> None:
    said("FR/airstrikes")
    sizes = {
        f"/api/v1/{path}": client.get(f"/api/v1/{path}").status_code
        for path in (
            "sources/?expand=quotes&page_size=101",
            "sources/?expand=quotes&page_size=100",
            "sources/?page_size=1000",
            "contributions/?expand=statements.quotes&page_size=1000",
        )
    }
    assert list(sizes.values()) == [400, 200, 200, 200]


@pytest.mark.django_db
def test_a_file_has_nothing_inside(client: Client) -> None:
    response = client.get("/api/v1/contributions.csv?expand=statements")
    assert response.status_code == 400
