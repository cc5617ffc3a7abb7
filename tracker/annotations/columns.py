"""Cells as columns of the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from tracker.annotations.ids import Ids
from tracker.annotations.shapes import Cell
from tracker.models import Review

OWN_REVIEW = "annotated fixture, reviewed as a pull request"


def columns_of(cells: Iterable[Cell], values: Mapping[str, Any], ids: Ids) -> dict[str, Any]:
    """A reference becomes an id; a cell that holds nothing what its column has then."""
    row: dict[str, Any] = {}
    for cell in cells:
        value = values.get(cell.name)
        if value is None:
            row[cell.column] = cell.empty
        else:
            row[cell.column] = ids.of(cell.refers, value) if cell.refers else cell.write(value)
    return row


def drafted_by(user: User) -> dict[str, Any]:
    """Written by somebody, to be published by somebody else."""
    return {"review": Review.DRAFT.value, "written_by_id": user.pk}


def published_by(user: User, now: datetime) -> dict[str, Any]:
    """Written and published by the loader: the pull request was the review."""
    return {
        "review": Review.PUBLISHED.value,
        "written_by_id": user.pk,
        "published_by_id": user.pk,
        "published_at": now,
        "own_review_reason": OWN_REVIEW,
    }
