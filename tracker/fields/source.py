"""The fields of sources. The text itself is none of them: it is served only where it is public."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from tracker.fields.base import Field, Type
from tracker.fields.public import code_of_source
from tracker.fields.registry import Registry
from tracker.fields.words import clock_fields, page_field
from tracker.models import Source
from tracker.models.choices import Annotation, Reliability

_PUBLIC = Exists(Source.objects.public().filter(pk=OuterRef("pk")))

SOURCES = Registry(
    name="sources",
    one="source",
    model=Source,
    meaning="One document or dataset that quotes stand in.",
    fields=(
        Field(
            "code", "code", "Code", "What it is cited by.", Type.CODE, always=True, sortable=True
        ),
        Field(
            "coalition",
            "coalition_id",
            "Coalition",
            "Which coalition it speaks of.",
            Type.CODE,
            refers="coalitions",
            always=True,
        ),
        Field("title", "title", "Title", "As published.", always=True),
        Field("publisher", "publisher", "Publisher", "Who published it.", always=True),
        Field("authors", "authors", "Authors", "Who wrote it.", Type.LIST, always=True),
        Field("published", "published", "Published", "When, as EDTF.", Type.EDTF, always=True),
        Field(
            "published_inferred",
            "published_inferred",
            "Inferred from",
            "What the date rests on, where the document carries none.",
        ),
        Field(
            "published_earliest",
            "published_earliest",
            "Published, earliest",
            "First day of that.",
            Type.DAY,
            sortable=True,
        ),
        Field(
            "published_latest",
            "published_latest",
            "Published, latest",
            "Last day of that: from then on it is known.",
            Type.DAY,
            always=True,
            sortable=True,
        ),
        Field("url", "url", "Address", "Where it was published.", Type.ADDRESS),
        Field(
            "archived_url", "archived_url", "Archived copy", "Where a copy is kept.", Type.ADDRESS
        ),
        Field("language", "language", "Language", "BCP 47.", Type.CODE, always=True),
        Field("licence", "licence", "Licence", "Under which it is published."),
        Field(
            "reliability",
            "reliability",
            "Reliability",
            "Admiralty grade, A (completely reliable) to F (cannot be judged).",
            Type.WORD,
            words=tuple(Reliability.values),
            always=True,
        ),
        Field(
            "annotation",
            "annotation",
            "Annotation",
            "How far it has been read.",
            Type.WORD,
            words=tuple(Annotation.values),
            always=True,
        ),
        Field(
            "text_sha256",
            "text_sha256",
            "Hash of the text",
            "SHA-256 of the text that its quotes were taken from (UTF-8, line feeds).",
            Type.CODE,
        ),
        Field(
            "text_characters",
            "text_characters",
            "Length of the text",
            "Of that text.",
            Type.INTEGER,
            "code points",
        ),
        Field(
            "replaces",
            code_of_source("replaces", unless=~_PUBLIC),
            "Replaces",
            "The edition that it corrects.",
            Type.CODE,
            refers="sources",
        ),
        Field("note", "note", "Note", "What the analyst adds."),
        page_field("sources"),
        *clock_fields(),
    ),
)
