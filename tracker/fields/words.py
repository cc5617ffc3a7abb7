"""The words behind a reading: quote, speaker and source, seen from whatever rests on them."""

from __future__ import annotations

import re

from django.db.models import F, Value

from tracker.domain.ladder import Word
from tracker.fields.base import Field, Type
from tracker.fields.sql import SiteAddress, Text
from tracker.models.choices import Reliability, SpeakerRole, Voice


def words_of(choices: type[Word]) -> tuple[str, ...]:
    return tuple(word.value for word in choices)


def quote_fields(to: str) -> tuple[Field, ...]:
    """``to`` is the path from the record to its quote: ``quote__``."""
    return (
        Field(
            "quote",
            f"{to}exact",
            "Words",
            "The words of the source, exact to the character.",
            always=True,
        ),
        Field(
            "quote_code",
            f"{to}code",
            "Quote",
            "The code of the quote.",
            Type.CODE,
            refers="quotes",
            always=True,
        ),
        Field(
            "quote_start",
            f"{to}start",
            "Start",
            "Where the words begin in the source's text, counted from 0.",
            Type.INTEGER,
            unit="code points",
        ),
        Field(
            "quote_end",
            f"{to}end",
            "End",
            "Where they end, exclusive.",
            Type.INTEGER,
            unit="code points",
        ),
        Field(
            "quote_locator",
            f"{to}locator",
            "Place in the source",
            "Row, page or time, where there is no running text.",
        ),
        Field(
            "translation",
            f"{to}translation",
            "Translation",
            "The words in English, where they are not.",
        ),
        Field(
            "voice",
            f"{to}voice",
            "Voice",
            "Whose voice the words are told in.",
            Type.WORD,
            words=tuple(Voice.values),
            always=True,
        ),
        Field(
            "relayed",
            f"{to}relayed",
            "Relayed through",
            "Through whom the words came, in their order.",
            Type.LIST,
        ),
        Field(
            "occasion",
            f"{to}occasion",
            "Occasion",
            "The briefing, interview or letter; one occasion is one origin.",
        ),
        *speaker_fields(f"{to}speaker__"),
        *source_fields(f"{to}source__"),
    )


def speaker_fields(to: str) -> tuple[Field, ...]:
    return (
        Field(
            "speaker",
            f"{to}code",
            "Speaker",
            "The code of who says it; empty where the source itself speaks.",
            Type.CODE,
            refers="speakers",
        ),
        Field("speaker_name", f"{to}name", "Speaker's name", "Name, or description in the source."),
        Field("speaker_office", f"{to}office", "Speaker's office", "As of when it was said."),
        Field(
            "speaker_country",
            f"{to}country_id",
            "Speaker's country",
            "Whose official, soldier or expert the speaker is.",
            Type.CODE,
            refers="countries",
        ),
        Field(
            "speaker_role",
            f"{to}role",
            "Speaker's role",
            "In what capacity it is said.",
            Type.WORD,
            words=tuple(SpeakerRole.values),
        ),
        Field(
            "anonymous",
            f"{to}anonymous",
            "Anonymous",
            "Whether the speaker is not named.",
            Type.BOOLEAN,
        ),
    )


def source_fields(to: str) -> tuple[Field, ...]:
    return (
        Field(
            "source",
            f"{to}code",
            "Source",
            "The code of the source.",
            Type.CODE,
            refers="sources",
            always=True,
        ),
        Field("source_title", f"{to}title", "Title of the source", "As published.", always=True),
        Field("publisher", f"{to}publisher", "Publisher", "Who published the source.", always=True),
        Field(
            "published",
            f"{to}published",
            "Published",
            "When the source was published, as EDTF; an inferred date has its basis there.",
            Type.EDTF,
            always=True,
        ),
        Field(
            "published_earliest",
            f"{to}published_earliest",
            "Published, earliest",
            "First day that date can be; empty where it is open.",
            Type.DAY,
        ),
        Field(
            "published_latest",
            f"{to}published_latest",
            "Published, latest",
            "Last day that date can be; empty where it is open.",
            Type.DAY,
        ),
        Field(
            "source_url",
            f"{to}url",
            "Address of the source",
            "Where it was published.",
            Type.ADDRESS,
        ),
        Field(
            "source_archived_url",
            f"{to}archived_url",
            "Archived copy",
            "Where a copy of the source is kept.",
            Type.ADDRESS,
        ),
        Field(
            "reliability",
            f"{to}reliability",
            "Reliability",
            "Admiralty grade of the source, A (completely reliable) to F (cannot be judged).",
            Type.WORD,
            words=tuple(Reliability.values),
            always=True,
        ),
    )


PAGE = "page"
SITE = re.compile(r"^https?://[^/?#\s]+(?=/)")


def page_field(folder: str, code: str = "code", whose: str = "its") -> Field:
    """The address of a record's page, ``/folder/code/``."""
    return Field(
        PAGE,
        Text(SiteAddress(), Value(f"/{folder}/"), F(code), Value("/")),
        "Page",
        f"Address of {whose} page on this site.",
        Type.ADDRESS,
        always=True,
    )


def without_site(row: dict[str, str]) -> dict[str, str]:
    """A row as one of any site's: a page that has moved with its site is the same page."""
    return row | {PAGE: SITE.sub("", row[PAGE])} if PAGE in row else row


def clock_fields(to: str = "") -> tuple[Field, ...]:
    """What every record ends with."""
    return (
        Field(
            "version",
            F(f"{to}version"),
            "Version",
            "Rises whenever the record or what it rests on directly is changed.",
            Type.INTEGER,
            always=True,
        ),
        Field(
            "updated_at",
            F(f"{to}updated_at"),
            "Changed at",
            "When it was last changed.",
            Type.MOMENT,
            always=True,
            sortable=True,
        ),
    )
