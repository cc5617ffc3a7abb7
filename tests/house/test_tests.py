"""The tests' own promises: warnings fail, the network is out of reach, people are ready."""

import socket
import warnings

import pytest
from django.conf import settings
from django.contrib.auth.models import User


def test_warnings_are_errors(pytestconfig: pytest.Config) -> None:
    assert pytestconfig.getini("filterwarnings")[0] == "error"
    with pytest.raises(ResourceWarning):
        warnings.warn("left open", ResourceWarning, stacklevel=1)


@pytest.mark.parametrize(
    "address", [("192.0.2.1", 80), ("example.org", 443), ("::ffff:1.2.3.4", 80)]
)
def test_sockets_reach_this_machine_only(address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as sock:
        with pytest.raises(PermissionError, match="this machine only"):
            sock.connect(address)
        with pytest.raises(PermissionError, match="this machine only"):
            sock.connect_ex(address)


def test_sockets_reach_this_machine() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as client,
    ):
        assert client.getpeername() == server.getsockname()


def test_three_people(analyst: User, reviewer: User, reader: User) -> None:
    people = {person.username: person for person in (analyst, reviewer, reader)}
    assert {name: person.is_staff for name, person in people.items()} == {
        "ada": True,
        "rosa": True,
        "remy": False,
    }
    assert not any(person.is_superuser for person in people.values())


def test_requests_are_no_transactions() -> None:
    assert settings.DATABASES["default"]["ATOMIC_REQUESTS"] is False
