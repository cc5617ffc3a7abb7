"""A record, and people at the admin's door."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.small import Record, small_record


def at_the_door(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def record(analyst: User, reviewer: User) -> Record:
    return small_record(analyst, reviewer)


@pytest.fixture
def ada(analyst: User) -> Client:
    return at_the_door(analyst)


@pytest.fixture
def rosa(reviewer: User) -> Client:
    return at_the_door(reviewer)


@pytest.fixture
def remy(reader: User) -> Client:
    """A reader who may come in: nothing but looking."""
    reader.is_staff = True
    reader.save()
    return at_the_door(reader)
