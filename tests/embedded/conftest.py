"""A site for each test; when the test ends, nothing of it may be left."""

from collections.abc import Iterator

import pytest

from tests.embedded.site import Site


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()
