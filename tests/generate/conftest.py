"""A little reference data: what generated rows name."""

import pytest

from tests import record


@pytest.fixture
def reference(db: None) -> None:
    for code in ("FR", "DE", "US", "TR", "AE"):
        record.country(code)
    for code in ("airstrikes", "deployment.naval", "funding", "diplomacy", "membership"):
        record.kind(code)
    for code in ("strikes", "personnel", "ships", "money"):
        record.metric(code)
    for code in ("iraq", "syria", "raqqa"):
        record.place(code)
    record.line_of_effort("military")
