"""A database of so many generated rows, made once and kept while it would come out the same."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from tracker import generate, migrations, models

SEED = 2015
# What decides which rows there are, and how they are stored.
MADE_BY = [
    *Path(migrations.__file__).parent.glob("*.py"),
    *(Path(models.__file__).parent / "sql").glob("*.sql"),
    *Path(generate.__file__).parent.glob("*.py"),
]


def ready_database() -> None:
    """The database of ``settings.BENCH_ROWS`` rows; one that is out of date is made anew."""
    wanted = _stamp()
    if _is_there() and _read_stamp() == wanted:
        return
    _say(f"making {_name()} ({settings.BENCH_ROWS:,} rows); it is kept for the next run")
    begun = time.monotonic()
    _make_anew()
    call_command("migrate", verbosity=0)
    call_command("load", stdout=sys.stderr)
    made = generate.generate(settings.BENCH_ROWS, seed=SEED, progress=_progress)
    _vacuum()
    _write_stamp(wanted)
    _say(f"made in {time.monotonic() - begun:.0f} s: {made}")


def size_of_database() -> int:
    """In bytes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def _stamp() -> str:
    digest = hashlib.sha256()
    for path in sorted(MADE_BY):
        digest.update(path.read_bytes())
    made = {"rows": settings.BENCH_ROWS, "seed": SEED, "made_by": digest.hexdigest()[:16]}
    return json.dumps(made)


def _name() -> str:
    return str(settings.DATABASES["default"]["NAME"])


def _is_there() -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [_name()])
        return bool(cursor.rowcount)


def _read_stamp() -> str:
    with connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [_name()],
        )
        return str(cursor.fetchone()[0])


def _write_stamp(stamp: str) -> None:
    statement = sql.SQL("COMMENT ON DATABASE {} IS {}")
    with connection.cursor() as cursor:
        cursor.execute(statement.format(sql.Identifier(_name()), sql.Literal(stamp)))


def _make_anew() -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:
        for verb in ("DROP DATABASE IF EXISTS {}", "CREATE DATABASE {}"):
            cursor.execute(sql.SQL(verb).format(sql.Identifier(_name())))


def _vacuum() -> None:
    """What autovacuum would do in its time: hint bits, visibility, statistics, GIN's backlog."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT") if _may_checkpoint(cursor) else None


def _progress(there: int, rows: int) -> None:
    _say(f"  {there:,} of {rows:,}")


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
