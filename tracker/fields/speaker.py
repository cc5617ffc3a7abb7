"""The fields of speakers."""

from __future__ import annotations

from tracker.fields.base import Field, Type
from tracker.fields.registry import Registry
from tracker.fields.words import clock_fields
from tracker.models import Speaker
from tracker.models.choices import SpeakerRole

SPEAKERS = Registry(
    name="speakers",
    one="speaker",
    model=Speaker,
    meaning="Who is quoted, by name or as the source describes them.",
    fields=(
        Field(
            "code",
            "code",
            "Code",
            "What the speaker is cited by.",
            Type.CODE,
            always=True,
            sortable=True,
        ),
        Field(
            "name",
            "name",
            "Name",
            "Name, or description in the source.",
            always=True,
            sortable=True,
        ),
        Field("office", "office", "Office", "As of when they are quoted."),
        Field(
            "country",
            "country_id",
            "Country",
            "Whose official, soldier or expert.",
            Type.CODE,
            refers="countries",
            sortable=True,
        ),
        Field("country_name", "country__name", "Country's name", "In English."),
        Field(
            "role",
            "role",
            "Role",
            "In what capacity they speak.",
            Type.WORD,
            words=tuple(SpeakerRole.values),
            always=True,
        ),
        Field(
            "anonymous",
            "anonymous",
            "Anonymous",
            "Whether the source gives no name.",
            Type.BOOLEAN,
            always=True,
        ),
        Field(
            "source",
            "source__code",
            "Source",
            "The source that describes them.",
            Type.CODE,
            refers="sources",
        ),
        Field("note", "note", "Note", "What the analyst adds."),
        *clock_fields(),
    ),
)
