"""The site's own settings, with a database of so many rows and the peers beside it."""

import os
from pathlib import Path
from typing import Any

from coalition.settings import *  # noqa: F403 - these are the site's settings, with few changes
from coalition.settings import DATABASES, MIDDLEWARE, REST_FRAMEWORK, STORAGES, VAR_DIR

BENCH_ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
# A copy to write in, beside the rows that are kept.
COPY = "_copy"
BENCH_DIR = Path(VAR_DIR) / "bench"
SMALL_ROWS = 10_000  # what a page of the admin is compared with

_SITES_OWN = DATABASES["default"]


def _database(rows: int, copy: str = "") -> dict[str, Any]:
    folder = {"DIRECTORY": BENCH_DIR} if "DIRECTORY" in _SITES_OWN else {}
    return {**_SITES_OWN, "NAME": f"coalition_bench_{rows}{copy}", **folder}


DATABASES = {
    "default": _database(BENCH_ROWS, COPY if os.environ.get("BENCH_COPY") else ""),
    "small": _database(SMALL_ROWS),
}
ROOT_URLCONF = "tests.bench.urls"
MIDDLEWARE = [*MIDDLEWARE, "tests.bench.serving.name_worker"]
# Pages name their files as they lie there: nothing is collected for a benchmark.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A brake on runaway scripts would be all that is measured.
REST_FRAMEWORK = {**REST_FRAMEWORK, "DEFAULT_THROTTLE_CLASSES": []}
