"""A folder of small fixtures to write and load."""

from pathlib import Path

import pytest

from tests.annotations.fixture_files import Folder


@pytest.fixture
def folder(tmp_path: Path, db: None) -> Folder:
    return Folder(tmp_path / "fixtures")
