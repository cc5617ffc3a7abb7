"""OPTIONS says what can be asked, with what each parameter may be."""

from typing import Any

import pytest
from django.test import Client

from tests.record import said, source
from tracker.api.expanding import paths_of
from tracker.fields import REGISTRIES
from tracker.filters import FILTER_SETS
from tracker.totals import TotalsFilterSet

NOT_FILTERS = {"fields", "ordering", "page_size", "cursor", "count", "format"}


def options(client: Client, path: str, **headers: str) -> dict[str, Any]:
    response = client.options(f"/api/v1/{path}", headers=headers)
    assert response.status_code == 200, response.content
    assert "GET" in response["Allow"]
    body: dict[str, Any] = response.json()
    return body


@pytest.mark.django_db
@pytest.mark.parametrize("name", REGISTRIES)
def test_every_filter_of_a_list_is_named_with_its_meaning(client: Client, name: str) -> None:
    said("FR/airstrikes@syria", source=source("paper", publisher="Paper", language="en"))
    body = options(client, f"{name}/")
    parameters = {each["name"]: each for each in body["parameters"]}
    expand = {"expand"} if paths_of(name) else set()
    assert set(parameters) == {*FILTER_SETS[name].base_filters, *NOT_FILTERS, *expand}
    assert all(each["meaning"].endswith(".") for each in parameters.values())
    assert [field["name"] for field in body["fields"]] == list(REGISTRIES[name].names)
    for address in {each["values_at"] for each in parameters.values() if "values_at" in each}:
        assert client.get(address).status_code == 200, address


@pytest.mark.django_db
def test_allowed_values_are_those_that_are_taken(client: Client) -> None:
    said("FR/airstrikes@syria")
    parameters = {each["name"]: each for each in options(client, "contributions/")["parameters"]}
    assert parameters["country"]["values"] == ["FR"]
    assert parameters["line_of_effort"]["values"] == ["unstated"]
    assert parameters["status_group"]["schema"]["items"]["enum"][-1] == "unstated"
    for name in ("country", "country!", "kind", "region", "theatre", "metric", "place"):
        for value in parameters[name]["values"]:
            assert client.get("/api/v1/contributions/", {name: value}).status_code == 200


@pytest.mark.django_db
def test_other_addresses_say_what_they_take(client: Client) -> None:
    said("FR/airstrikes")
    names = {each["name"] for each in options(client, "totals/")["parameters"]}
    assert names == {*TotalsFilterSet.base_filters, "format"}
    assert "limit" in {each["name"] for each in options(client, "search/")["parameters"]}
    (by_hash,) = options(client, "receipts/")["parameters"]
    assert by_hash["name"] == "sha256"
    record = options(client, "contributions/fr-airstrikes/")
    assert {each["name"] for each in record["parameters"]} == {
        "fields",
        "expand",
        "known_on",
        "valid_on",
    }
    file = options(client, "contributions.csv", accept="text/csv")
    assert {"shape", "flavour"} <= {each["name"] for each in file["parameters"]}
    assert options(client, "")["name"]
    step = client.options("/api/v1/statements/no-such/publish/")
    assert {each["name"] for each in step.json()["parameters"]} == {"If-Match", "Idempotency-Key"}


@pytest.mark.django_db
def test_it_names_what_the_description_names(client: Client) -> None:
    """Each parameter of the OpenAPI document, at each address that is read."""
    said("FR/airstrikes")
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for path, operations in paths.items():
        if "get" in operations:
            query = {
                p["name"] for p in operations["get"].get("parameters", ()) if p["in"] == "query"
            }
            named = options(client, path.removeprefix("/api/v1/").replace("{code}", "x"))
            assert {each["name"] for each in named.get("parameters", ())} == query, path


@pytest.mark.django_db
def test_every_address_takes_the_methods_of_its_description_and_no_other(client: Client) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for path, operations in paths.items():
        taken = {each.upper() for each in operations} | {"OPTIONS"}
        taken |= {"HEAD"} if "GET" in taken else set()
        address = path.replace("{code}", "no-such")
        told = client.options(address)
        assert told.status_code == 200, path
        assert told.json()["description"], path
        for response in (told, client.put(address), client.trace(address)):
            assert set(response["Allow"].split(", ")) == taken, path
            assert response.status_code == (200 if response is told else 405), path
