"""Datasette over SQLite: the same rows by the same query, nested by SQLite's own JSON functions."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.db import connection

from tests.bench.serving import free_port, running
from tests.bench.settings import BENCH_DIR, BENCH_ROWS

# Of each table what the query needs; only states that are known now.
TABLES = {
    "contribution": (
        "id code path title_override coalition_id country_id kind_id theatre_id name part_of_id "
        "version updated_at"
    ),
    "state": (
        "id contribution_id statement_id status status_group change disputed denied_by_self "
        "status_conflict figure_conflict implied_only conditioned metric_id low high currency "
        "started_earliest started_latest ended_earliest ended_latest held_earliest held_latest "
        "last_as_of outlook_status outlook_change due_latest known_from statements"
    ),
    "figure": (
        "id state_id status_group metric_id currency low high per rate equivalent conflict windows"
    ),
    "statement": (
        "id contribution_id quote_id code status change low high metric_id currency words "
        "bounds_by reads_as per converted_low converted_high converted_currency converted_rate "
        'role place_id recipient_id line_of_effort_id effort "when" when_words due condition basis '
        "tie denies_id corrects_id credibility note version updated_at"
    ),
    "standing": (
        "statement_id stake origin known_from known_until said_earliest said_latest held_earliest "
        "held_latest as_of_earliest as_of_latest"
    ),
    "statementquote": "id statement_id quote_id",
    "quote": (
        'id source_id speaker_id code exact prefix suffix start "end" locator translation voice '
        "relayed occasion said said_earliest said_latest checked_on note version updated_at"
    ),
    "speaker": "id code name office country_id role anonymous",
    "source": "id code title publisher published url archived_url reliability",
    "country": "code name type",
    "kind": "code name line_of_effort_id",
    "place": "code name",
    "metric": "code unit",
}
PUBLISHED = "WHERE review = 'published'"
CHOSEN = {
    "state": "WHERE known_until IS NULL",
    "statement": PUBLISHED,
    "contribution": PUBLISHED,
}
INDEXES = (
    *("contribution(code)", "contribution(country_id, code)", "contribution(kind_id, code)"),
    *("state(contribution_id)", "figure(state_id)", "statement(contribution_id)"),
    *("statementquote(statement_id)", "standing(statement_id)"),
    *("country(code)", "kind(code)", "place(code)", "metric(code)"),
)
FIGURES = """
SELECT json_group_array(json_object('status_group', f.status_group, 'metric', f.metric_id,
    'unit', m.unit, 'currency', f.currency, 'low', f.low, 'high', f.high, 'per', f.per,
    'rate', f.rate, 'equivalent', f.equivalent, 'conflict', f.conflict,
    'windows', json(f.windows)))
FROM figure f JOIN metric m ON m.code = f.metric_id WHERE f.state_id = s.id"""
QUOTES = """
SELECT json_group_array(json_object('code', q.code, 'exact', q.exact, 'prefix', q.prefix,
    'suffix', q.suffix, 'start', q.start, 'end', q."end", 'locator', q.locator, 'voice', q.voice,
    'relayed', q.relayed, 'occasion', q.occasion, 'said', q.said,
    'said_earliest', q.said_earliest, 'said_latest', q.said_latest,
    'translation', q.translation, 'checked_on', q.checked_on, 'note', q.note,
    'speaker', r.code, 'speaker_name', r.name, 'speaker_office', r.office,
    'speaker_country', r.country_id, 'speaker_role', r.role, 'anonymous', r.anonymous,
    'source', o.code, 'source_title', o.title, 'publisher', o.publisher,
    'published', o.published, 'source_url', o.url, 'source_archived_url', o.archived_url,
    'reliability', o.reliability, 'version', q.version, 'updated_at', q.updated_at))
FROM (SELECT t.quote_id AS id
    UNION SELECT w.quote_id FROM statementquote w WHERE w.statement_id = t.id) AS x
CROSS JOIN quote q ON q.id = x.id CROSS JOIN source o ON o.id = q.source_id
LEFT JOIN speaker r ON r.id = q.speaker_id"""
STATEMENTS = f"""
SELECT json_group_array(json_object('code', t.code, 'status', t.status, 'change', t.change,
    'low', t.low, 'high', t.high, 'metric', t.metric_id, 'currency', t.currency,
    'words', t.words, 'bounds_by', t.bounds_by, 'reads_as', t.reads_as, 'per', t.per,
    'converted_low', t.converted_low, 'converted_high', t.converted_high,
    'converted_currency', t.converted_currency, 'converted_rate', t.converted_rate,
    'role', t.role, 'place', t.place_id, 'place_name', l.name, 'recipient', t.recipient_id,
    'line_of_effort', coalesce(t.line_of_effort_id, k.line_of_effort_id), 'effort', t.effort,
    'when', t."when", 'when_words', t.when_words, 'due', t.due, 'condition', t.condition,
    'basis', t.basis, 'tie', t.tie, 'denies', t.denies_id, 'corrects', t.corrects_id,
    'credibility', t.credibility, 'note', t.note, 'stake', z.stake, 'origin', z.origin,
    'known_from', z.known_from, 'known_until', z.known_until,
    'said_earliest', z.said_earliest, 'said_latest', z.said_latest,
    'held_earliest', z.held_earliest, 'held_latest', z.held_latest,
    'as_of_earliest', z.as_of_earliest, 'as_of_latest', z.as_of_latest,
    'version', t.version, 'updated_at', t.updated_at, 'quotes', json(({QUOTES}))))
FROM statement t JOIN standing z ON z.statement_id = t.id LEFT JOIN place l ON l.code = t.place_id
WHERE t.contribution_id = c.id"""  # noqa: S608
# CROSS JOIN keeps the order in which it is written: else SQLite begins at the countries and sorts
# all there is.
QUERY = f"""
SELECT c.code, c.path, c.title_override, c.coalition_id AS coalition, c.country_id AS country,
    y.name AS country_name, y.type AS country_type, c.kind_id AS kind, k.name AS kind_name,
    coalesce(t.line_of_effort_id, k.line_of_effort_id) AS line_of_effort,
    c.theatre_id AS theatre, p.name AS theatre_name, w.code AS part_of,
    s.status, s.status_group, s.change, s.disputed, s.denied_by_self, s.status_conflict,
    s.figure_conflict, s.implied_only, s.conditioned, s.metric_id AS metric, s.low, s.high,
    s.currency, ({FIGURES}) AS figures,
    s.started_earliest, s.started_latest, s.ended_earliest, s.ended_latest, s.held_earliest,
    s.held_latest, s.last_as_of, s.outlook_status, s.outlook_change, s.due_latest AS due,
    s.known_from, s.statements AS statement_count, t.code AS statement, z.stake, t.condition,
    c.version, c.updated_at, ({STATEMENTS}) AS statements
FROM contribution c
CROSS JOIN state s ON s.contribution_id = c.id
CROSS JOIN statement t ON t.id = s.statement_id
CROSS JOIN standing z ON z.statement_id = t.id
CROSS JOIN country y ON y.code = c.country_id
CROSS JOIN kind k ON k.code = c.kind_id
LEFT JOIN place p ON p.code = c.theatre_id
LEFT JOIN contribution w ON w.id = c.part_of_id
{{where}}
ORDER BY c.code LIMIT :size
"""  # noqa: S608
INTEGERS = (20, 21, 23)  # PostgreSQL's int8, int2 and int4
COLUMNS = {"country": "c.country_id", "kind": "c.kind_id", "status_group": "s.status_group"}


@contextmanager
def served_datasette(stamp: str) -> Iterator[int]:
    """Serve the rows while the block runs; gives the port."""
    program = _find_program()
    file, port = _ready_file(stamp), free_port()
    metadata = BENCH_DIR / "datasette.json"
    metadata.write_text(json.dumps({"databases": {file.stem: {"queries": _queries()}}}))
    command = [
        *(program, "serve", "--immutable", str(file), "--metadata", str(metadata)),
        *("--host", "127.0.0.1", "--port", str(port), "--setting", "sql_time_limit_ms", "60000"),
        *("--setting", "max_csv_mb", "0"),  # it would cut a file at 100 MB, in silence
    ]
    with running(command, port, "/-/versions.json", {}):
        yield port


def address(size: int, asked: dict[str, str]) -> str:
    """The list as JSON; what is nested is shown as what it is, not as a text."""
    name = "_".join(["list", *sorted(asked)])
    params = urlencode({**asked, "size": size, "_shape": "array"})
    return f"/{_file().stem}/{name}.json?{params}&_json=figures&_json=statements"


def table_csv() -> str:
    """All of one table as CSV, streamed; a query of one's own is cut at a thousand rows."""
    return f"/{_file().stem}/contribution.csv?_stream=on&_size=max"


def _find_program() -> str:
    """Beside this Python, or anywhere on the path."""
    beside = Path(sys.executable).with_name("datasette")
    found = str(beside) if beside.exists() else shutil.which("datasette")
    if found is None:
        raise RuntimeError("no Datasette to measure against: make .venv/bench.stamp installs it")
    return found


def _queries() -> dict[str, dict[str, str]]:
    names: list[tuple[str, ...]] = [(), ("country",), ("kind",), ("country", "status_group")]
    return {"_".join(["list", *each]): {"sql": _query(each)} for each in names}


def _query(asked: tuple[str, ...]) -> str:
    conditions = " AND ".join(f"{COLUMNS[name]} = :{name}" for name in asked)
    return QUERY.format(where=f"WHERE {conditions}" if conditions else "")


def _file() -> Path:
    return BENCH_DIR / f"rows{BENCH_ROWS}.sqlite"


def _ready_file(stamp: str) -> Path:
    """The rows as they are in PostgreSQL; kept while the stamp is that of the database."""
    file, mark = _file(), _file().with_suffix(".stamp")
    if file.exists() and mark.exists() and mark.read_text() == stamp:
        return file
    file.unlink(missing_ok=True)
    lite = sqlite3.connect(file)
    for table, columns in TABLES.items():
        _copy(lite, table, columns.split())
    for index, on in enumerate(INDEXES):
        lite.execute(f"CREATE INDEX index_{index} ON {on}")
    lite.execute("ANALYZE")
    lite.commit()
    lite.close()
    mark.write_text(stamp)
    return file


def _copy(lite: sqlite3.Connection, table: str, columns: list[str]) -> None:
    select = f"SELECT {', '.join(columns)} FROM tracker_{table} {CHOSEN.get(table, '')}"  # noqa: S608
    marks = ", ".join("?" * len(columns))
    with connection.cursor() as cursor:
        cursor.execute(f"{select} LIMIT 0")
        lite.execute(f"CREATE TABLE {table} ({', '.join(map(_column, cursor.description))})")
        with cursor.copy(f"COPY ({select}) TO STDOUT") as copy:
            insert = f"INSERT INTO {table} VALUES ({marks})"  # noqa: S608
            lite.executemany(insert, map(_values, copy.rows()))


def _column(column: Any) -> str:
    """Its name and, of keys, its type: without one SQLite does not use an index on it."""
    key = " PRIMARY KEY" if column.name == "id" else ""
    return f'"{column.name}"{" INTEGER" if column.type_code in INTEGERS else ""}{key}'


def _values(row: tuple[str | None, ...]) -> list[str | int | float | None]:
    return [_value(text) for text in row]


def _value(text: str | None) -> str | int | float | None:
    """PostgreSQL's text of a column as SQLite keeps it; numbers as numbers."""
    if text in ("t", "f"):
        return int(text == "t")
    if text is None or not text[:1].isdigit() or not text.replace(".", "", 1).isdigit():
        return text
    return float(text) if "." in text else int(text)
