"""How many rows there are about, without reading them."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet


def estimate(rows: QuerySet[Any]) -> int:
    """As PostgreSQL's planner reckons, from what it knows of the tables."""
    plan = rows.order_by().values("pk").explain(format="json")
    return int(json.loads(plan)[0]["Plan"]["Plan Rows"]) if plan else 0
