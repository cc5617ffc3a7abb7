"""A file that is handed on says where its pages are; a site that moves changes no record."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.exports.test_verify import FORMATS, exported, verified
from tests.record import said
from tracker.api.rows import _rows
from tracker.models import Receipt

pytestmark = pytest.mark.django_db
HERE, THERE = "https://tracker.example.org", "https://record.example.net"
PAGE = "/contributions/fr-airstrikes/"


@pytest.fixture(autouse=True)
def france() -> None:
    said("FR/airstrikes")


@pytest.mark.parametrize("address", ["", HERE])
@pytest.mark.parametrize("records", ["contributions", "statements"])
def test_a_files_pages(tmp_path: Path, settings: Any, records: str, address: str) -> None:
    settings.SITE_ADDRESS = address
    file = exported(tmp_path / "all.csv", records=records)
    with file.open(encoding="utf-8", newline="") as lines:
        assert [row["page"] for row in csv.DictReader(lines)] == [f"{address}{PAGE}"]


@pytest.fixture
def planned_anew() -> Iterator[None]:
    """A process plans the rows of a list once: its settings do not change."""
    _rows.cache_clear()
    yield
    _rows.cache_clear()


@pytest.mark.usefixtures("planned_anew")
def test_the_interface_says_the_same(client: Client, settings: Any) -> None:
    settings.SITE_ADDRESS = HERE
    (row,) = client.get("/api/v1/contributions/").json()["results"]
    assert row["page"] == f"{HERE}{PAGE}"


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(("before", "after"), [("", HERE), (HERE, THERE), (HERE, "")])
def test_a_file_is_verified_after_the_site_has_moved(
    tmp_path: Path, settings: Any, format_: str, before: str, after: str
) -> None:
    settings.SITE_ADDRESS = before
    file = exported(tmp_path / f"all.{format_}")
    settings.SITE_ADDRESS = after
    code, text = verified(file)
    assert code == 0, text
    assert "the 1 row is identical" in text


def test_a_page_of_another_record_is_still_told(tmp_path: Path, settings: Any) -> None:
    file = exported(tmp_path / "all.csv")
    receipt = Receipt.objects.get().code
    file.write_text(file.read_text().replace(PAGE, "/contributions/de-airstrikes/"))
    settings.SITE_ADDRESS = HERE
    code, text = verified(file, f"--receipt={receipt}")
    assert code == 1, text
    assert f"page: /contributions/de-airstrikes/ in the file, {PAGE} now" in text


@pytest.mark.parametrize("page", [f"{THERE}{PAGE}?q=1", "https://[x", "javascript:alert(1)"])
def test_what_is_more_than_another_site_is_told(tmp_path: Path, page: str) -> None:
    file = exported(tmp_path / "all.csv")
    receipt = Receipt.objects.get().code
    file.write_text(file.read_text().replace(PAGE, page))
    code, text = verified(file, f"--receipt={receipt}")
    assert code == 1, text
    assert f"in the file, {PAGE} now" in text
