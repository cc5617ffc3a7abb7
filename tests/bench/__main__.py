"""`python -m tests.bench api --rows 1000000`: a benchmark, printed as ratios.

Client, site and database share this machine's cores, so figures of two runs compare only as ratios.
Ends with 1 where a limit is passed.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys

import django

BENCHMARKS = ("admin", "api", "database", "exports", "imports", "plans", "turmoil")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("benchmark", choices=BENCHMARKS)
    parser.add_argument("--rows", type=int, default=1_000_000, help="generated contributions")
    parser.add_argument("--rounds", type=int, default=3, help="of each measurement, interleaved")
    parser.add_argument("--json", action="store_true", help="one JSON document, nothing else")
    options = parser.parse_args()
    _set_up(options.rows)
    report = importlib.import_module(f"tests.bench.{options.benchmark}").run(options.rounds)
    report.show(as_json=options.json)
    return 1 if report.broken else 0


def _set_up(rows: int) -> None:
    """Settings read the environment, here and in the servers that are started."""
    os.environ["BENCH_ROWS"] = str(rows)
    os.environ["COALITION_INSECURE_HTTP"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    django.setup()


if __name__ == "__main__":
    sys.exit(main())
