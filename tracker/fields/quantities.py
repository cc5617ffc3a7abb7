"""What statements and tallies share: a number and a time, each with its words."""

from __future__ import annotations

from tracker.fields.base import Field, Type
from tracker.models.choices import BoundsBy


def quantity_fields() -> tuple[Field, ...]:
    return (
        Field(
            "low", "low", "At least", "Low bound; empty where it is open.", Type.NUMBER, "metric"
        ),
        Field(
            "high", "high", "At most", "High bound; empty where it is open.", Type.NUMBER, "metric"
        ),
        Field(
            "metric", "metric_id", "Metric", "What the number counts.", Type.CODE, refers="metrics"
        ),
        Field("currency", "currency", "Currency", "ISO 4217, of money.", Type.CODE),
        Field("words", "words", "Number's words", "The number in the source's words."),
        Field(
            "bounds_by",
            "bounds_by",
            "Bounds by",
            "Whether the words force the bounds, or an analyst gave them.",
            Type.WORD,
            words=tuple(BoundsBy.values),
            always=True,
        ),
    )


def when_fields() -> tuple[Field, ...]:
    return (
        Field(
            "when",
            "when",
            "When",
            "When it held, as EDTF; an interval is at some time within.",
            Type.EDTF,
        ),
        Field("when_words", "when_words", "When, in words", "The words for it."),
    )


def number_fields() -> tuple[Field, ...]:
    return (
        Field(
            "credibility",
            "credibility",
            "Credibility",
            "Admiralty grade, 1 (confirmed) to 6 (cannot be judged).",
            Type.INTEGER,
            always=True,
        ),
        Field("note", "note", "Note", "What the analyst adds."),
    )
