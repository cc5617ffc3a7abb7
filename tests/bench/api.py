"""`make bench-api`: lists, pages, counts, searches and repeated reads of the REST API, as ratios.

Run as ``python -m tests.bench.api --rows 1000000``. Client, site and database share this machine's
cores, so figures of two runs compare only as ratios. Ends with 1 where a limit is passed.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlencode


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    prepare(options.rows)
    from tests.bench.api_run import run

    report = run(options.rounds)
    report.print(as_json=options.json)
    return 1 if report.broken else 0
