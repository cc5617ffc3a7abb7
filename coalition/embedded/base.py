"""The engine: Django's for PostgreSQL, with a server of its own behind it."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.creation import TEST_DATABASE_PREFIX
from django.db.backends.postgresql import base, client
from django.db.utils import OperationalError

from coalition.embedded.options import connection_options

if sys.platform == "win32":
    raise ImproperlyConfigured(
        "The embedded database runs on Linux and macOS only. Set DATABASE_URL to a PostgreSQL "
        "server of your own."
    )

from coalition.embedded.cluster import Cluster
from coalition.embedded.errors import EmbeddedDatabaseError, EmbeddedDatabaseMisconfigured
from coalition.embedded.sharing import ensure_database, join

TEST_VARIABLE = "COALITION_TEST_DATABASE"


@contextmanager
def django_errors() -> Iterator[None]:
    try:
        yield
    except EmbeddedDatabaseMisconfigured as error:
        raise ImproperlyConfigured(str(error)) from error
    except EmbeddedDatabaseError as error:
        raise OperationalError(str(error)) from error


def reach(settings_dict: Mapping[str, Any], name: str, *, again: bool = False) -> Cluster:
    """Return the cluster of a DATABASES entry, its server started and the database there."""
    directory = settings_dict.get("DIRECTORY")
    if not directory:
        raise ImproperlyConfigured(
            'DATABASES has an entry with the ENGINE "coalition.embedded" and no DIRECTORY. Name '
            'the folder that its data belongs in, such as BASE_DIR / "var".'
        )
    cluster = Cluster(Path(directory), durable=os.environ.get(TEST_VARIABLE, "") in ("", "0"))
    with django_errors():
        join(cluster, again=again)
        if not _is_for_others_to_create(settings_dict, name):
            ensure_database(cluster, name)
    return cluster


def _is_for_others_to_create(settings_dict: Mapping[str, Any], name: str) -> bool:
    """Whether it is initdb's database, or one of those that Django's test runner creates."""
    return name in ("postgres", settings_dict["TEST"]["NAME"]) or name.startswith(
        TEST_DATABASE_PREFIX
    )


class DatabaseClient(client.DatabaseClient):
    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        """`dbshell`, by the wheel's psql."""
        cluster = reach(settings_dict, settings_dict["NAME"] or "postgres")
        where = {key.upper(): value for key, value in cluster.address.items()}
        args, env = super().settings_to_cmd_args_env({**settings_dict, **where}, parameters)
        return [cluster.binaries.path("psql"), *args[1:]], env


class DatabaseWrapper(base.DatabaseWrapper):
    client_class = DatabaseClient

    def get_connection_params(self) -> dict[str, Any]:
        """Start the server: nothing asks for these before it connects, and a pool asks once."""
        params = connection_options(super().get_connection_params())
        return params | reach(self.settings_dict, params["dbname"]).address

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        try:
            return super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            # Perhaps the server was killed, or its folder removed. If not, it refuses again.
            cluster = reach(self.settings_dict, conn_params["dbname"], again=True)
            return super().get_new_connection(conn_params | cluster.address)
