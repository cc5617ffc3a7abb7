"""What the settings make of an environment; each case reads the file anew."""

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

VARIABLES = [
    "DATABASE_URL",
    "SECRET_KEY",
    "DEBUG",
    "COALITION_INSECURE_HTTP",
    "TRUSTED_PROXIES",
    "SITE_ADDRESS",
]
ELSEWHERE = "postgres://me:pw@db.example:5433/coalition?sslmode=require&options=-c%20jit=off"
Read = Callable[..., dict[str, Any]]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, root: Path) -> Read:
    """Read the settings as a process with these variables and no others would."""

    def reader(**variables: str) -> dict[str, Any]:
        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("COALITION_VAR", str(tmp_path))
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(root / "coalition" / "settings.py"))

    return reader


def test_a_fresh_clone_needs_nothing(read: Read, tmp_path: Path) -> None:
    found = read()
    assert found["DATABASES"]["default"]["ENGINE"] == "coalition.embedded"
    assert found["DATABASES"]["default"]["DIRECTORY"] == tmp_path
    assert found["SECRET_KEY"] == (tmp_path / "secret_key").read_text()
    assert found["DEBUG"] is False


def test_a_database_elsewhere(read: Read) -> None:
    database = read(DATABASE_URL=ELSEWHERE, SECRET_KEY="k" * 60)["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == (
        "db.example",
        5433,
        "coalition",
    )
    assert database["OPTIONS"]["sslmode"] == "require"
    assert database["OPTIONS"]["options"] == "-c jit=off -c pgtrigger.ignore={}"


def test_a_database_elsewhere_needs_a_key(read: Read, tmp_path: Path) -> None:
    with pytest.raises(
        ImproperlyConfigured, match=r"SECRET_KEY is not set.*secrets\.token_urlsafe"
    ):
        read(DATABASE_URL=ELSEWHERE)
    assert not (tmp_path / "secret_key").exists()


def test_the_public_key_is_for_a_try_only(read: Read) -> None:
    key = "django-insecure-" + "k" * 60
    assert read(SECRET_KEY=key, COALITION_INSECURE_HTTP="1")["SECRET_KEY"] == key
    with pytest.raises(ImproperlyConfigured, match=r"public one of \.env\.example"):
        read(SECRET_KEY=key)


@pytest.mark.parametrize("variables", [{"COALITION_INSECURE_HTTP": "1"}, {"DEBUG": "1"}])
def test_plain_http_is_asked_for(read: Read, variables: dict[str, str]) -> None:
    flags = ["SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"]
    public, local = read(), read(**variables)
    assert [public[flag] for flag in flags] == [True, True, True]
    assert [local[flag] for flag in flags] == [False, False, False]
    assert public["SECURE_HSTS_SECONDS"] > 0
    assert local["SECURE_HSTS_SECONDS"] == 0


def test_a_proxy_is_trusted_only_when_named(read: Read) -> None:
    assert read()["SECURE_PROXY_SSL_HEADER"] is None
    assert read()["REST_FRAMEWORK"]["NUM_PROXIES"] == 0
    behind = read(TRUSTED_PROXIES="2")
    assert behind["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert behind["REST_FRAMEWORK"]["NUM_PROXIES"] == 2


@pytest.mark.parametrize("address", ["https://a.example", "http://127.0.0.1:8000", ""])
def test_the_sites_address(read: Read, address: str) -> None:
    assert read(SITE_ADDRESS=address)["SITE_ADDRESS"] == address
    assert read(SITE_ADDRESS=f"{address}/")["SITE_ADDRESS"] == address


@pytest.mark.parametrize("address", ["a.example", "https://a.example/tracker", "ftp://a.example"])
def test_an_address_that_is_none(read: Read, address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SITE_ADDRESS is"):
        read(SITE_ADDRESS=address)


def test_this_machine_is_always_a_host(read: Read) -> None:
    hosts = read(ALLOWED_HOSTS="a.example,b.example")["ALLOWED_HOSTS"]
    assert hosts == ["a.example", "b.example", "127.0.0.1", "localhost", "[::1]"]
