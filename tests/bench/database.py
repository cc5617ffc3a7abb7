"""A database of so many generated rows, made once and kept while it would come out the same."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from tests.bench.ratios import Report
from tests.bench.serving import say
from tests.bench.settings import BENCH_DIR, BENCH_ROWS
from tracker import generate, migrations, models

SEED = 2015
# What decides which rows there are, and how they are stored.
MADE_BY = list(Path(generate.__file__).parent.glob("*.py"))
SCHEMA = [
    *Path(migrations.__file__).parent.glob("0*.py"),
    *(Path(models.__file__).parent / "sql").glob("*.sql"),
]
NO_STAMP = '{"schema": {}}'  # of one whose making was broken off


def ready_database() -> str:
    """Have the database of ``BENCH_ROWS`` rows, made anew if it is out of date.

    One that lacks nothing but the newest migrations is migrated. Returns what tells it from
    others: other rows, another seed, another schema, another stamp.
    """
    BENCH_DIR.mkdir(parents=True, exist_ok=True)
    wanted = _stamp()
    there = json.loads(_read_stamp()) if _is_there() else None
    if there is None or not _leads_to(there, wanted):
        _make(wanted)
    elif there != wanted:
        _migrate(wanted)
    return json.dumps(wanted)


def _leads_to(there: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """The same rows, and nothing of the schema has changed since: at most there is more of it."""
    now = {name: wanted["schema"].get(name) for name in there["schema"]}
    return there == {**wanted, "schema": now}


def run(rounds: int) -> Report:
    """As a benchmark that measures nothing: for another database than the caller's own."""
    del rounds
    ready_database()
    return Report({}, {}, [])


def about_database() -> dict[str, str]:
    """For the head of a report."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database()), version()")
        size, version = cursor.fetchone()
    return {
        "rows": f"{BENCH_ROWS:,}",
        "database": f"{size / 1e6:,.0f} MB",
        "server": " ".join(version.split()[:2]),
    }


def _migrate(stamp: dict[str, Any]) -> None:
    say(f"migrating {_name()}")
    call_command("migrate", verbosity=0)
    vacuum()
    _write_stamp(stamp)


def _make(stamp: dict[str, Any]) -> None:
    say(f"making {_name()} ({BENCH_ROWS:,} rows); it is kept for the next run")
    begun = time.monotonic()
    _make_anew()
    call_command("migrate", verbosity=0)
    call_command("load", stdout=sys.stderr)
    made = generate.generate(BENCH_ROWS, seed=SEED, progress=_progress)
    vacuum()
    _write_stamp(stamp)
    say(f"made in {time.monotonic() - begun:.0f} s: {made}")


def _stamp() -> dict[str, Any]:
    schema = {path.name: _digest([path]) for path in SCHEMA}
    return {"rows": BENCH_ROWS, "seed": SEED, "made_by": _digest(MADE_BY), "schema": schema}


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


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
        return cursor.fetchone()[0] or NO_STAMP


def _write_stamp(stamp: dict[str, Any]) -> None:
    statement = sql.SQL("COMMENT ON DATABASE {} IS {}")
    with connection.cursor() as cursor:
        cursor.execute(statement.format(sql.Identifier(_name()), sql.Literal(json.dumps(stamp))))


def _make_anew() -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:
        for verb in ("DROP DATABASE IF EXISTS {}", "CREATE DATABASE {}"):
            cursor.execute(sql.SQL(verb).format(sql.Identifier(_name())))


def vacuum() -> None:
    """What autovacuum would do in its time: hint bits, visibility, statistics, GIN's backlog."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _progress(there: int, rows: int) -> None:
    say(f"  {there:,} of {rows:,}")
