"""What the compared lists say, once each: contributions, their statements, the quotes of those."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

from tracker.fields import REGISTRIES
from tracker.fields.words import quote_fields

# A flat row repeats the quote that it rests on, and a statement whom it is of.
REPEATED = {each.name for each in quote_fields("")}
OF = {"contribution", "path", "coalition", "country", "country_name", "kind", "kind_name"}
OWN = tuple(name for name in REGISTRIES["contributions"].names if name not in REPEATED)
SAID = tuple(name for name in REGISTRIES["statements"].names if name not in REPEATED | OF)

# As the REST interface is asked for it.
NESTED = {
    "expand": "statements.quotes",
    "fields": ",".join([*OWN, *(f"statements.{name}" for name in SAID)]),
}

Row = dict[str, Any]


def differences(rows: list[Row], others: list[Row], who: str) -> Iterator[str]:
    """Where another's rows do not say what ours do."""
    if [row["code"] for row in rows] != [other["code"] for other in others]:
        yield f"{who} lists other contributions"
        return
    for row, other in zip(rows, others, strict=True):
        ours, theirs = _gist(row), _gist(other)
        if ours != theirs:
            yield f"{who} says otherwise of {row['code']}: {ours} / {theirs}"


def _gist(row: Row) -> Any:
    """What a contribution comes to, and all words that it rests on."""
    state = row["state"][0] if "state" in row else row
    statements = [
        (each["code"], each["status"] or "", _number(each["low"]), sorted(_words(_quotes(each))))
        for each in row["statements"]
    ]
    return state["status"] or "", _number(state["low"]), len(state["figures"]), sorted(statements)


def _quotes(statement: Row) -> list[Row]:
    """Its own and further ones, together or apart."""
    if "quotes" in statement:
        return list(statement["quotes"])
    return [statement["quote"], *(each["quote"] for each in statement["rests_on"])]


def _words(quotes: list[Row]) -> Iterator[tuple[str, str, str]]:
    """Words, who says them, and where; the same in one row or in three."""
    for each in quotes:
        speaker, source = each["speaker"], each["source"]
        yield (
            each["exact"],
            (speaker["code"] if isinstance(speaker, dict) else speaker) or "",
            source["title"] if isinstance(source, dict) else each["source_title"],
        )


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def rows_of(port: int, path: str) -> list[Row]:
    connection = HTTPConnection("127.0.0.1", port, timeout=300)
    try:
        connection.request("GET", path)
        found = json.loads(connection.getresponse().read())
        return found["results"] if isinstance(found, dict) else found
    finally:
        connection.close()
