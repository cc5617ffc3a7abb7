"""What every test finds: no network, three people, the site's settings made fit for tests."""

import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.db import OperationalError
from hypothesis import settings as hypothesis_settings
from psycopg.errors import DeadlockDetected

ROOT = Path(__file__).resolve().parent.parent
# The embedded server's second data folder: quick, not durable, never the one with real data.
os.environ["COALITION_TEST_DATABASE"] = "1"
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}

# Property tests: one machine's slow second is no failure, and under CI the same examples
# are drawn every time, so that a red run can be run again.
hypothesis_settings.register_profile("local", deadline=None)
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") == "true" else "local")


# --- Settings -------------------------------------------------------------------------------


def pytest_configure() -> None:
    """Undo what only makes sense in front of the public; the rest stays as it is served."""
    settings.SECURE_SSL_REDIRECT = False
    settings.SESSION_COOKIE_SECURE = False
    settings.CSRF_COOKIE_SECURE = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Tests run without collectstatic: names stay plain, files come from where they lie.
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    settings.WHITENOISE_AUTOREFRESH = True
    settings.WHITENOISE_USE_FINDERS = True
    # Between tests in real transactions all tables are emptied, which the rules refuse elsewhere.
    options = settings.DATABASES["default"]["OPTIONS"]
    options["options"] = f"{options.get('options', '')} -c tracker.may_empty=on".strip()
    # Counted in the process's memory, the rates would hold all tests of a run together.
    settings.REST_FRAMEWORK["DEFAULT_THROTTLE_CLASSES"] = []


# --- Which tests run ------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--only-database`: the tests whose outcome depends on the PostgreSQL under them."""
    parser.addoption(
        "--only-database",
        action="store_true",
        help="run only the tests that use the database (no browser, no Schemathesis)",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the database tests where they are asked for; leave the embedded ones out elsewhere."""
    if config.getoption("--only-database"):
        chosen = [item for item in items if _uses_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = chosen
    if settings.DATABASE_URL:
        mark = pytest.mark.skip(reason="DATABASE_URL is set: the embedded server is not in use")
        for item in items:
            if item.get_closest_marker("embedded"):
                item.add_marker(mark)


def _uses_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("browser") or item.get_closest_marker("anything"):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES)


# --- No network -----------------------------------------------------------------------------


def _is_this_machine(family: int, address: Any) -> bool:
    if family not in (socket.AF_INET, socket.AF_INET6):
        return True  # a socket file, a kernel socket: neither leaves the machine
    host = str(address[0])
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False  # a name: to resolve it is to ask the network


def _guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    def call(sock: socket.socket, *args: Any) -> Any:
        if not _is_this_machine(sock.family, args[-1]):
            raise PermissionError(
                f"a test wanted to reach {args[-1]!r}: tests talk to this machine only. "
                "Put a local server or a recorded answer in its place."
            )
        return method(sock, *args)

    return call


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse every connection that would leave this machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        yield


# --- Three people ---------------------------------------------------------------------------


def _person(username: str, group: str, *, staff: bool) -> User:
    person = User.objects.create_user(username, password=f"{username}'s password", is_staff=staff)
    person.groups.add(_group(group))
    return person


def _group(name: str) -> Group:
    """A role; a test in real transactions before this one has emptied all tables."""
    group, made = Group.objects.get_or_create(name=name)
    if made:
        roles = import_module("tracker.migrations.0003_roles").ROLES
        tokens = import_module("tracker.migrations.0004_tokens").TOKENS
        may = [*roles[name], *tokens[name]]
        group.permissions.set(Permission.objects.filter(codename__in=may))
    return group


@pytest.fixture
def analyst(db: None) -> User:
    """Ada reads sources and writes records."""
    return _person("ada", "analyst", staff=True)


@pytest.fixture
def reviewer(db: None) -> User:
    """Rosa publishes what others wrote."""
    return _person("rosa", "reviewer", staff=True)


@pytest.fixture
def reader(db: None) -> User:
    """Remy has an account and no right beyond reading."""
    return _person("remy", "reader", staff=False)


@pytest.fixture
def root() -> Path:
    """The project's top folder."""
    return ROOT


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From its call on: what PostgreSQL says to one of two sessions that wait for each other."""

    def settle() -> None:
        raise OperationalError from DeadlockDetected()

    return lambda: monkeypatch.setattr(import_module("tracker.actions.acting"), "settle", settle)
