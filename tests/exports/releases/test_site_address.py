"""A release says where it is found, and a site that moved is no change."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from ruamel.yaml import YAML

from tracker.exports.releases import freeze

pytestmark = pytest.mark.usefixtures("record")
HERE = "https://tracker.example.org"


def test_a_release_says_where_it_is_found(releases_dir: Path, settings: Any) -> None:
    settings.SITE_ADDRESS = HERE
    freeze("2026.11")
    folder = releases_dir / "2026.11"
    citation = YAML(typ="safe").load(folder / "CITATION.cff")
    assert citation["url"] == f"{HERE}/releases/2026.11/"
    assert citation["license-url"] == f"{HERE}/releases/2026.11/CODEBOOK.md"
    package = json.loads((folder / "datapackage.json").read_text())
    assert package["homepage"] == f"{HERE}/releases/2026.11/"


def test_without_an_address_it_names_none(releases_dir: Path) -> None:
    freeze("2026.11")
    folder = releases_dir / "2026.11"
    assert not {"url", "license-url"} & YAML(typ="safe").load(folder / "CITATION.cff").keys()
    assert "homepage" not in json.loads((folder / "datapackage.json").read_text())


def test_a_site_that_moved_is_no_change(releases_dir: Path, settings: Any) -> None:
    freeze("2026.11", now=timezone.now() - timedelta(hours=1))
    settings.SITE_ADDRESS = HERE
    assert freeze("2026.12").changes == []
    assert HERE in (releases_dir / "2026.12" / "contributions.csv").read_text()
