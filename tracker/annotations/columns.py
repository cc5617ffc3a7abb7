"""Cells as columns of the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from tracker.annotations.ids import Ids
from tracker.annotations.shapes import Cell, Shape
from tracker.models import Review

OWN_REVIEW = "annotated fixture, reviewed as a pull request"


def row_of(shape: Shape, values: Mapping[str, Any], ids: Ids) -> dict[str, Any]:
    """All columns of a new record's cells: what it has over what is empty."""
    return shape.empty | columns_of(shape, values, ids)


def columns_of(shape: Shape, values: Mapping[str, Any], ids: Ids) -> dict[str, Any]:
    """The columns of those cells that are given; what is no cell of the shape is left out."""
    named = shape.named
    return {
        named[name].column: _written(named[name], value, ids)
        for name, value in values.items()
        if name in named
    }


def _written(cell: Cell, value: Any, ids: Ids) -> Any:
    """A reference becomes an id; a cell that holds nothing what its column has then."""
    if value is None:
        return cell.empty
    return ids.of(cell.refers, value) if cell.refers else cell.write(value)


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
