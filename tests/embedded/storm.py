"""One process of the storm: a share, a connection, one statement. Django would only slow it."""

import os
import sys
from pathlib import Path

import psycopg

from coalition.embedded.cluster import Cluster
from coalition.embedded.sharing import ensure_database, join


def main() -> None:
    cluster = Cluster(Path(os.environ["EMBEDDED_DIRECTORY"]), durable=False)
    join(cluster)
    ensure_database(cluster, "coalition")
    with psycopg.connect(cluster.conninfo("coalition")) as connection:
        row = connection.execute("SELECT 1 FROM pg_sleep(0.05)").fetchone()
    assert row is not None
    sys.stdout.write(str(row[0]))
