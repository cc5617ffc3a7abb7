"""The small record, for tests that break or use its rules."""

import pytest
from django.contrib.auth.models import User

from tests.small import Record, small_record


@pytest.fixture
def record(analyst: User, reviewer: User) -> Record:
    return small_record(analyst, reviewer)
