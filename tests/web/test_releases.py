"""Releases on the site: listed, described, and served for ever."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.record import said
from tests.web.conftest import Article
from tests.web.page import page_of
from tracker.exports.releases import freeze


@pytest.fixture
def released(article: Article, tmp_path: Path, settings: Any) -> Path:
    settings.RELEASES_DIR = tmp_path
    freeze("2026.11", note="The first edition")
    said("NO/airstrikes", "joined in")
    freeze("2026.12")
    return tmp_path


def test_nothing_is_released_yet(client: Client, db: None) -> None:
    assert "Nothing has been released" in page_of(client, "/releases/").one("main").words


@pytest.mark.usefixtures("released")
def test_releases_are_listed_the_newest_first(client: Client) -> None:
    main = page_of(client, "/releases/").one("main")
    assert [link.words for link in main.one("tbody").all("a")] == ["2026.12", "2026.11", "2026.11"]
    assert "The first edition" in main.words
    home = page_of(client, "/")
    assert "/releases/" in {link["href"] for link in home.one("header").all("a")}


def test_a_release_leads_to_its_files(client: Client, released: Path) -> None:
    main = page_of(client, "/releases/2026.12/").one("main")
    names = {path.name for path in (released / "2026.12").iterdir()}
    links = {link["href"] for link in main.all("a")}
    assert {f"/releases/2026.12/{name}" for name in names} <= links
    assert "release 2026.12," in main.one("cite").words
    assert "1 in contributions" in main.words
    assert "first release" in page_of(client, "/releases/2026.11/").one("main").words


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("contributions.csv", "text/csv; charset=utf-8; header=present"),
        ("contributions.ndjson", "application/x-ndjson"),
        ("contributions.parquet", "application/vnd.apache.parquet"),
        ("datapackage.json", "application/json"),
        ("CODEBOOK.md", "text/markdown; charset=utf-8"),
        ("SHA256SUMS", "text/plain; charset=utf-8"),
    ],
)
def test_files_are_served_for_ever(client: Client, released: Path, name: str, type_: str) -> None:
    response = client.get(f"/releases/2026.11/{name}")
    content = (released / "2026.11" / name).read_bytes()
    assert response.getvalue() == content
    assert response["Content-Type"] == type_
    assert response["Content-Length"] == str(len(content))
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    again = client.get(f"/releases/2026.11/{name}", headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == response["ETag"]


@pytest.mark.usefixtures("released")
def test_tables_are_downloads_named_after_their_release(client: Client) -> None:
    response = client.get("/releases/2026.11/quotes.csv")
    assert response["Content-Disposition"] == 'attachment; filename="2026.11-quotes.csv"'
    assert response.getvalue()
    response = client.get("/releases/2026.11/SHA256SUMS")
    assert not response.get("Content-Disposition", "").startswith("attachment")
    assert response.getvalue()


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize(
    "path",
    [
        "2026.10/",
        "2026.10/quotes.csv",
        "2026.11/nothing.csv",
        "2026.11/..%2f2026.12%2fquotes.csv",
        "2026.11/%2e%2e",
        "..%2f2026.11/quotes.csv",
        "2026.11/%00",
    ],
)
def test_there_is_nothing_else(client: Client, path: str) -> None:
    assert client.get(f"/releases/{path}").status_code == 404


def test_a_file_that_the_server_lost_is_no_404(client: Client, released: Path) -> None:
    (released / "2026.11" / "quotes.csv").unlink()
    response = client.get("/releases/2026.11/quotes.csv")
    assert response.status_code == 503
    assert "Cache-Control" not in response


@pytest.mark.parametrize(
    "damage",
    [lambda content: content[:-5], lambda content: content[:-5] + b"99999"],
    ids=["cut", "altered"],
)
def test_a_damaged_file_is_not_served_as_the_original(
    client: Client, released: Path, damage: Callable[[bytes], bytes]
) -> None:
    path = released / "2026.11" / "quotes.csv"
    assert client.get("/releases/2026.11/quotes.csv").getvalue()
    content = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(damage(content))
    response = client.get("/releases/2026.11/quotes.csv")
    assert response.status_code == 503
    assert "quotes.csv of release 2026.11 was damaged on this server" in response.content.decode()
    assert "ETag" not in response
    assert "Cache-Control" not in response
    path.write_bytes(content)
    assert client.get("/releases/2026.11/quotes.csv").getvalue() == content


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize(
    ("path", "queries"),
    [("/releases/", 1), ("/releases/2026.12/", 2), ("/releases/2026.12/quotes.csv", 1)],
)
def test_queries_are_pinned(
    client: Client, path: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(queries):
        b"".join(client.get(path))
