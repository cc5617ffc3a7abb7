"""The fields of quotes: W3C TextQuoteSelector and TextPositionSelector, and who says it."""

from __future__ import annotations

from tracker.fields.base import Field, Type
from tracker.fields.registry import Registry
from tracker.fields.words import clock_fields, source_fields, speaker_fields
from tracker.models import Quote
from tracker.models.choices import Voice

QUOTES = Registry(
    name="quotes",
    one="quote",
    model=Quote,
    meaning="Words in a source, exact to the character.",
    fields=(
        Field("code", "code", "Code", "Source and span.", Type.CODE, always=True, sortable=True),
        Field("exact", "exact", "Words", "Exact to the character.", always=True),
        Field("prefix", "prefix", "Before", "Words just before, where they tell it from others."),
        Field("suffix", "suffix", "After", "Words just after, where they tell it from others."),
        Field(
            "start",
            "start",
            "Start",
            "Where it begins in the source's text, counted from 0.",
            Type.INTEGER,
            "code points",
        ),
        Field("end", "end", "End", "Where it ends, exclusive.", Type.INTEGER, "code points"),
        Field(
            "locator",
            "locator",
            "Place in the source",
            "Row, page or time, where there is no running text.",
        ),
        Field(
            "voice",
            "voice",
            "Voice",
            "Whose voice the words are told in.",
            Type.WORD,
            words=tuple(Voice.values),
            always=True,
        ),
        Field(
            "relayed",
            "relayed",
            "Relayed through",
            "Through whom, in their order.",
            Type.LIST,
            always=True,
        ),
        Field("occasion", "occasion", "Occasion", "The briefing, interview or letter."),
        Field(
            "said",
            "said",
            "Said",
            "When it was said, as EDTF; empty: when it was published.",
            Type.EDTF,
        ),
        Field("said_earliest", "said_earliest", "Said, earliest", "First day of that.", Type.DAY),
        Field("said_latest", "said_latest", "Said, latest", "Last day of that.", Type.DAY),
        Field("translation", "translation", "Translation", "In English, where the words are not."),
        Field(
            "checked_on",
            "checked_on",
            "Checked on",
            "When it was last compared with a copy of the text.",
            Type.DAY,
        ),
        Field("note", "note", "Note", "What the analyst adds."),
        *speaker_fields("speaker__"),
        *source_fields("source__"),
        *clock_fields(),
    ),
)
