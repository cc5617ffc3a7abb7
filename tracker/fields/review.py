"""Where a record is on its way to publication: shown to those who write, and to nobody else."""

from __future__ import annotations

from tracker.fields.base import Field, Type
from tracker.models.choices import Review


def _person(name: str, label: str, meaning: str) -> Field:
    return Field(name, f"{name}__username", label, meaning, Type.CODE)


REVIEW = (
    Field(
        "review",
        "review",
        "Review",
        "Draft, in review, published or withdrawn.",
        Type.WORD,
        words=tuple(Review.values),
        always=True,
    ),
    _person("written_by", "Written by", "Whose account wrote it."),
    _person("edited_by", "Edited by", "Whose account changed it last."),
    _person("submitted_by", "Submitted by", "Whose account handed it to review."),
    _person("published_by", "Published by", "Whose account published it."),
    Field(
        "own_review_reason",
        "own_review_reason",
        "Published unreviewed",
        "Why no second person had to look, where none had.",
    ),
    Field("withdrawal_reason", "withdrawal_reason", "Withdrawal's reason", "Why it was withdrawn."),
    Field(
        "successor",
        "successor__code",
        "Successor",
        "What stands, or will, in its place.",
        Type.CODE,
    ),
)
