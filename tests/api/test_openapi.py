"""The description: whole, without a warning, and of what is really answered."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS

from tracker.api.docs import _description
from tracker.api.expanding import paths_of
from tracker.api.records import VIEWSETS
from tracker.api.relations import RELATIONS
from tracker.api.schema import expanded_title, title_of
from tracker.fields import REGISTRIES
from tracker.filters import FILTER_SETS


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    body: dict[str, Any] = json.loads(Client().get("/api/v1/openapi.json").content)
    return body


def test_it_is_valid_and_without_a_warning(tmp_path: Any) -> None:
    GENERATOR_STATS.reset()
    out = tmp_path / "openapi.json"
    call_command(
        "spectacular", file=str(out), validate=True, fail_on_warn=True, format="openapi-json"
    )
    assert json.loads(out.read_text())["openapi"].startswith("3.1")


@pytest.mark.parametrize("name", REGISTRIES)
def test_every_record_has_its_list_file_and_page(document: dict[str, Any], name: str) -> None:
    paths = document["paths"]
    assert {f"/api/v1/{name}/", f"/api/v1/{name}.csv", f"/api/v1/{name}/{{code}}/"} <= set(paths)


@pytest.mark.parametrize("name", REGISTRIES)
def test_every_parameter_is_described(document: dict[str, Any], name: str) -> None:
    operation = document["paths"][f"/api/v1/{name}/"]["get"]
    described = {each["name"]: each for each in operation["parameters"]}
    own = {"fields", "ordering", "page_size", "cursor", "count", "format"}
    own |= {"expand"} if paths_of(name) else set()
    assert set(described) == {*FILTER_SETS[name].base_filters, *own}
    assert all(each["description"].endswith(".") for each in described.values())


def test_filters_say_where_their_values_stand(document: dict[str, Any]) -> None:
    operation = document["paths"]["/api/v1/contributions/"]["get"]
    told = {each["name"]: each["description"] for each in operation["parameters"]}
    for name, at in {
        "country": "countries/?fields=code",
        "kind!": "kinds/?fields=code",
        "region": "countries/?fields=region",
    }.items():
        assert f"`/api/v1/{at}`" in told[name]
    assert "EDTF" in told["held_after"]


def test_answers_that_can_be_kept_have_a_tag(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        responses = operations.get("get", {}).get("responses", {})
        is_file = re.fullmatch(r".*\.(csv|xlsx|ndjson|parquet)", path) and "totals" not in path
        if responses and not is_file:
            assert "ETag" in responses["200"]["headers"], path
            assert "304" in responses, path


@pytest.mark.parametrize("name", REGISTRIES)
def test_rows_are_described_by_their_registry(document: dict[str, Any], name: str) -> None:
    schema = document["components"]["schemas"][title_of(REGISTRIES[name])]
    assert list(schema["properties"]) == list(REGISTRIES[name].names)


def test_everything_that_is_referred_to_is_there(document: dict[str, Any]) -> None:
    referred = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document)))
    assert referred == set(document["components"]["schemas"])


@pytest.mark.parametrize("name", RELATIONS)
def test_what_a_record_holds_is_described(document: dict[str, Any], name: str) -> None:
    schemas = document["components"]["schemas"]
    held = [each.name for each in RELATIONS[name]]
    _, relations = schemas[expanded_title(REGISTRIES[name])]["allOf"]
    assert list(relations["properties"]) == held
    _, page = schemas[f"{title_of(REGISTRIES[name])}Detail"]["allOf"]
    assert page["required"] == ["links"]


def test_two_that_ask_at_once_are_both_answered() -> None:
    _description.cache_clear()
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: Client().get("/api/v1/openapi.json"), range(2)))
    assert [answer.status_code for answer in answers] == [200, 200]
    tag = answers[0]["ETag"]
    again = Client().get("/api/v1/openapi.json", headers={"if-none-match": tag})
    assert again.status_code == 304


def test_every_registry_has_a_viewset() -> None:
    assert [viewset.registry.name for viewset in VIEWSETS] == list(REGISTRIES)


def test_the_page_for_people_loads_nothing_from_elsewhere(client: Client) -> None:
    response = client.get("/api/v1/docs/")
    text = response.content.decode()
    assert "http://" not in text
    assert "https://" not in text
    assert "<style" not in text
    assert "<script>" not in text
    assert "default-src 'self'" in response["Content-Security-Policy"]
