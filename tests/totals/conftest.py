import pytest

from tests.totals.many import many


@pytest.fixture
def record(db: None) -> None:
    many()
