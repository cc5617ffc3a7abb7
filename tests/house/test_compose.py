"""docker-compose.yml, Dockerfile and .env.example fit together and keep no secret."""

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

VARIABLE = re.compile(r"\$\{(\w+)(:[?-])?")


@pytest.fixture
def compose(root: Path) -> dict[str, Any]:
    document: dict[str, Any] = YAML(typ="safe").load(root / "docker-compose.yml")
    return document


@pytest.fixture
def example(root: Path) -> dict[str, str]:
    lines = (root / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_example_sets_all_that_has_no_default(root: Path, example: dict[str, str]) -> None:
    required = {
        name
        for name, mark in VARIABLE.findall((root / "docker-compose.yml").read_text())
        if mark != ":-"
    }
    assert required == {"SECRET_KEY", "POSTGRES_PASSWORD"}
    assert required <= example.keys()


def test_a_missing_secret_is_named(root: Path) -> None:
    text = (root / "docker-compose.yml").read_text()
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD"):
        assert f"${{{name}:?set {name} in .env" in text


def test_the_example_key_is_one_the_site_refuses_in_public(example: dict[str, str]) -> None:
    assert example["SECRET_KEY"].startswith("django-insecure-")
    assert example["COALITION_INSECURE_HTTP"] == "1"


def test_env_files_are_never_committed_or_copied(root: Path) -> None:
    assert ".env" in (root / ".gitignore").read_text().splitlines()
    assert ".env" in (root / ".dockerignore").read_text().splitlines()


def test_web_waits_for_a_healthy_database(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert services["web"]["depends_on"] == {"db": {"condition": "service_healthy"}}
    assert all("healthcheck" in service for service in services.values())


def test_the_database_outlives_its_container(compose: dict[str, Any]) -> None:
    (mount,) = compose["services"]["db"]["volumes"]
    volume, target = mount.split(":")
    assert volume in compose["volumes"]
    assert target == "/var/lib/postgresql"  # below it, the data of each version


def test_ports_are_open_to_this_machine_only(compose: dict[str, Any]) -> None:
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_image_runs_unprivileged(root: Path) -> None:
    lines = (root / "Dockerfile").read_text().splitlines()
    assert lines.index("USER tracker") < next(
        number for number, line in enumerate(lines) if line.startswith("CMD")
    )
