"""Exports as files, and files as tables, for tests."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import openpyxl
from pyarrow import parquet

from tracker.exports import FORMATS, read_export
from tracker.reconcile import RECKONED

NASTY = 'he said, "two targets"\nthen – «Été» 👍🏽; \\N and \t tabs, \u200fعربي\u200e'
# One line each, so that they can stand in a text's middle too.
FORMULAS = ["=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(1)", "'=1", "\t=1", "=HYPERLINK(1)"]


def file_of(name: str, format_: str = "csv", **params: str) -> bytes:
    export = read_export(name, params, format_=format_, reckoned=RECKONED.get(name))
    return b"".join(FORMATS[format_].write(export, None))


def csv_rows(content: bytes) -> list[dict[str, str]]:
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def ndjson_rows(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.decode().split("\n") if line]


def xlsx_rows(content: bytes, sheet: str = "") -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    chosen: Any = book[sheet] if sheet else book.worksheets[0]
    header, *rows = chosen.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def parquet_rows(content: bytes) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = parquet.read_table(io.BytesIO(content)).to_pylist()
    return rows
