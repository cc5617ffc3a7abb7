"""Parquet: typed columns, written as the rows come. Needs pyarrow, the extra ``parquet``."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from itertools import islice
from typing import Any

from tracker.exports.copying import snapshot
from tracker.exports.errors import Unwritable
from tracker.exports.export import Export
from tracker.exports.written import CHUNK, Written
from tracker.fields import Field, Type

ROWS_A_GROUP = 10_000
NO_PYARROW = (
    "it needs pyarrow, which is not installed here: pip install -r requirements-parquet.txt"
)


class Pipe:
    """A file that only grows: what was written since it was last emptied."""

    closed = False

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.size = 0

    def write(self, part: Any) -> int:
        self.parts.append(bytes(part))
        self.size += len(self.parts[-1])
        return len(self.parts[-1])

    def emptied(self) -> bytes:
        parts, self.parts, self.size = self.parts, [], 0
        return b"".join(parts)

    def flush(self) -> None:
        """Nothing is held back."""

    def writable(self) -> bool:
        return True

    def close(self) -> None:
        self.closed = True


def write_parquet(export: Export, written: Written | None = None) -> Generator[bytes]:
    """As :func:`~tracker.exports.csv.write_csv`: of one moment, complete or it raises."""
    written = Written() if written is None else written
    arrow, parquet = _pyarrow()
    schema, pipe = _schema(arrow, export), Pipe()
    # Page statistics of quotes would weigh more than they help.
    with (
        snapshot(export.rows.db),
        parquet.ParquetWriter(pipe, schema, compression="zstd") as writer,
    ):
        for rows in _groups(export.typed().iterator(chunk_size=ROWS_A_GROUP)):
            written.rows += len(rows)
            writer.write_table(_table(arrow, schema, export, rows))
            if pipe.size >= CHUNK:
                yield written.add(pipe.emptied())
        writer.close()
        yield written.add(pipe.emptied())
    written.complete = True


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise Unwritable("parquet", NO_PYARROW) from None
    return pyarrow, parquet


def _groups(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while group := list(islice(left, ROWS_A_GROUP)):
        yield group


def _table(arrow: Any, schema: Any, export: Export, rows: list[Any]) -> Any:
    columns = zip(*rows, strict=True)
    arrays = [
        arrow.array([_number(value) for value in column] if is_number else column, type=each.type)
        for column, each, is_number in zip(
            columns, schema, [f.type is Type.NUMBER for f in export.shown.fields], strict=True
        )
    ]
    return arrow.Table.from_arrays(arrays, schema=schema)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _schema(arrow: Any, export: Export) -> Any:
    """Each column with its label, meaning and unit, as the codebook has them."""
    types = {
        Type.INTEGER: arrow.int64(),
        Type.NUMBER: arrow.float64(),
        Type.BOOLEAN: arrow.bool_(),
        Type.DAY: arrow.date32(),
        Type.MOMENT: arrow.timestamp("us", tz="UTC"),
        Type.LIST: arrow.list_(arrow.string()),
    }
    columns = [
        arrow.field(field.name, types.get(field.type, arrow.string()), metadata=_about(field))
        for field in export.shown.fields
    ]
    return arrow.schema(columns, metadata=dict(export.about()))


def _about(field: Field) -> dict[str, str]:
    return {"label": field.label, "meaning": field.description}
