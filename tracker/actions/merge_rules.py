"""What becomes of each column, and of each reference to a record, when it is merged into another.

Every column and every relation has its rule here; a test fails where a new one has none.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from django.db.models import Field, ManyToOneRel, Model

from tracker.models import Contribution, Source, Speaker


class Column(Enum):
    """What becomes of a value of the record that goes."""

    OWN = "it is of its record alone"
    SAME = "both must have the same"
    STAYS = "that of the record which remains stays"
    FILLED = "it is taken where the record which remains has none"


class Relation(Enum):
    MOVES = "it refers to the record which remains from now on"
    STAYS = "it says what was so at its time"
    DERIVED = "it is derived anew"


KEPT = ("id", "version", "created_at", "updated_at", "code")
REVIEW = (
    *("review", "written_by", "edited_by", "submitted_by", "submitted_at", "published_by"),
    *("published_at", "own_review_reason", "withdrawn_by", "withdrawn_at", "withdrawal_reason"),
    "successor",
)


def _columns(
    own: tuple[str, ...] = (),
    same: tuple[str, ...] = (),
    stays: tuple[str, ...] = (),
    filled: tuple[str, ...] = (),
) -> dict[str, Column]:
    rules = (
        (Column.OWN, (*KEPT, *own)),
        (Column.SAME, same),
        (Column.STAYS, stays),
        (Column.FILLED, filled),
    )
    return {name: rule for rule, names in rules for name in names}


COLUMNS: dict[type[Model], dict[str, Column]] = {
    Contribution: _columns(
        own=(*REVIEW, "path", "search"),
        same=("coalition", "country"),
        stays=("kind", "theatre", "name"),
        filled=("title_override", "part_of"),
    ),
    Speaker: _columns(
        stays=("name", "role", "anonymous", "source"),
        filled=("office", "country", "note"),
    ),
    Source: _columns(
        own=("text", "published_earliest", "published_latest"),
        same=("coalition",),
        stays=(
            *("title", "publisher", "published", "published_inferred", "language", "reliability"),
            *("text_is_public", "annotation", "assignee"),
        ),
        filled=(
            *("authors", "url", "archived_url", "licence", "text_sha256", "text_characters"),
            *("replaces", "tables", "note"),
        ),
    ),
}

RELATIONS: dict[type[Model], dict[str, Relation]] = {
    Contribution: {
        "statement.contribution": Relation.MOVES,
        "contribution.part_of": Relation.MOVES,
        "contribution.successor": Relation.STAYS,
        "state.contribution": Relation.DERIVED,
        "figure.contribution": Relation.DERIVED,
        "standing.contribution": Relation.DERIVED,
        "stale.contribution": Relation.DERIVED,
    },
    Speaker: {"quote.speaker": Relation.MOVES},
    Source: {
        "quote.source": Relation.MOVES,
        "speaker.source": Relation.MOVES,
        "source.replaces": Relation.MOVES,
    },
}


def relations_of(model: type[Model]) -> dict[str, tuple[Any, str]]:
    """The models and columns that refer to a model, by “statement.contribution”."""
    found = {}
    for relation in model._meta.get_fields(include_hidden=True):
        other = relation.related_model
        if isinstance(relation, ManyToOneRel) and not hasattr(other, "pgh_tracked_model"):
            column: Field = relation.field
            found[f"{other._meta.model_name}.{column.name}"] = other, column.name  # type: ignore[union-attr]
    return found
