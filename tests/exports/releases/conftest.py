"""A record to be released, in a folder of its own."""

from pathlib import Path
from typing import Any

import pytest

from tests.record import claimed, quote, said, source, speaker


@pytest.fixture(autouse=True)
def releases_dir(tmp_path: Path, settings: Any) -> Path:
    settings.RELEASES_DIR = tmp_path / "releases"
    return tmp_path / "releases"


@pytest.fixture
def record(db: None) -> None:
    """Words that would trip a careless writer, a tally, a header that a statement rests on."""
    earnest = speaker("josh-earnest", of="US")
    origin = source(authors=["Ann Author", "Bo Author"])
    header = quote("Figures are rounded", of=origin, start=9000)
    said("FR/airstrikes@syria", 'hit "two" targets\nthen – «Été» 👍🏽', amount="2 targets")
    said("FR/deployment.air", "38 planes", amount="38 aircraft", when="2015-11", by=earnest)
    said("DE/funding", "=might, commit", status="possible", change="more", rests_on=(header,))
    claimed("15 different nations", "15", counts={"kind": "airstrikes"}, names="FR,DE")
