"""``CODEBOOK.md``: what each column of each table means, printed from the field registry."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.exports.export import QUOTES
from tracker.exports.releases.files import Tables, fields_of
from tracker.fields import Field, Registry, Type

TERMS = f"Facts are free: take them, with the release that they were taken from. {QUOTES}"

HEAD = """# Codebook of release {code}

Every table is UTF-8, as RFC 4180 has it: cells are parted by commas, rows end in CRLF, the first
row has the names of the columns. An empty cell is what nobody said or what does not apply; it is
never zero. Texts are as their source has them, to the character: a cell that begins with `=`, `+`,
`-` or `@` is not a formula. Dates are ISO 8601; where words leave them open, EDTF stands beside
the days. Lists are parted by `; `.

Beside each CSV stand the same rows as NDJSON (a JSON object a line, as the API has them) and as
Parquet (typed columns).

How words become records, and what records add up to, is told by the project's codebook and
semantics, which the site prints below /docs/.

## Terms

{terms}
"""


def codebook_text(code: str, tables: Tables) -> str:
    parts = [HEAD.format(code=code, terms=TERMS), *map(_table, tables.values())]
    return "\n".join(parts)


def _table(registry: Registry) -> str:
    return "\n".join(
        [
            f"## {registry.name}.csv",
            "",
            f"{registry.meaning} A row is a {registry.one.replace('_', ' ')}.",
            "",
            "| column | label | type | meaning |",
            "| --- | --- | --- | --- |",
            *(_row(each) for each in fields_of(registry)),
            "",
        ]
    )


def _row(field: Field) -> str:
    cells = (f"`{field.name}`", field.label, _type(field), " ".join(_meaning(field)))
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _type(field: Field) -> str:
    return Type.TEXT.value if field.table is not None else field.type.value


def _meaning(field: Field) -> Iterator[str]:
    yield field.description
    if field.words:
        yield f"One of: {', '.join(field.words)}."
    if field.refers:
        yield f"A code of {field.refers}.csv."
    if field.always and field.type is not Type.LIST:
        yield "Never empty."
