"""How tallies, quotes, sources and speakers are asked for."""

from __future__ import annotations

from functools import partial

from django.db.models import QuerySet

from tracker.filters.asked import CodeAsked, Given, RelatedAsked, WordAsked, excludable
from tracker.filters.base import RecordFilterSet
from tracker.filters.clocks import date_match, known_on, updated_since
from tracker.filters.public import (
    public_quotes,
    public_sources,
    public_speakers,
    published_tallies,
)
from tracker.filters.ranges import day_range, number_range
from tracker.filters.readings import (
    quote_parameters,
    source_parameters,
    speaker_parameters,
    statement_parameters,
)
from tracker.filters.search import TextAsked, vector_of
from tracker.filters.statements import codes, own_status, quantity_parameters, quote_asked
from tracker.models import Coalition, Country, Quote, Source, Speaker, Tally, TallyCountry
from tracker.models.choices import Annotation, SpeakerRole


class OfSourceFilterSet(RecordFilterSet):
    """What is known from the day on which its source was published."""

    to_source = ""

    def known(self, given: Given) -> QuerySet:
        day = given.get("known_on")
        published = {} if day is None else {f"{self.to_source}published_latest__lte": day}
        return self.records().filter(**published)


def countries_asked(label: str, meaning: str, *, excluded: bool) -> RelatedAsked:
    return RelatedAsked(
        partial(TallyCountry.objects.filter, excluded=excluded),
        "tally",
        "country",
        Country.objects.all,
        noun="country",
        name="name",
        label=label,
        meaning=meaning,
    )


class TallyFilterSet(OfSourceFilterSet):
    noun = "tallies"
    model = Tally
    to_source = "quote__source__"
    parameters = {
        **codes(published_tallies, "tally"),
        "coalition": CodeAsked(
            "quote__source__coalition",
            Coalition.objects.all,
            noun="coalition",
            name="name",
            label="Coalition",
            meaning="Coalitions.",
        ),
        "names": countries_asked("Names", "Countries that it names.", excluded=False),
        "excludes": countries_asked("Excludes", "Countries that it excludes.", excluded=True),
        "part_of": CodeAsked(
            "part_of__code",
            published_tallies,
            noun="tally",
            label="Part of",
            meaning="The tallies that contain it.",
            reads=["part_of"],
        ),
        **excludable(own_status()),
        **quantity_parameters(),
        **number_range("out_of", "out_of", label="Out of", meaning="The number it is out of."),
        "credibility": statement_parameters()["credibility"],
        **day_range("when", "when", label="When", meaning="What it speaks of.", span=True),
        **quote_parameters("quote__"),
        **quote_asked("quote__"),
        "q": TextAsked("quote__search", meaning="Words of its quote, or of the translation."),
        **updated_since(),
        **known_on(),
        **date_match(),
    }

    @classmethod
    def records(cls) -> QuerySet:
        return published_tallies()


class QuoteFilterSet(OfSourceFilterSet):
    noun = "quotes"
    model = Quote
    to_source = "source__"
    parameters = {
        **codes(public_quotes, "quote"),
        **quote_parameters(""),
        **day_range("said", "said", label="Said", meaning="When it was said.", span=True),
        **day_range(
            "checked",
            "checked_on",
            label="Checked",
            meaning="When it was last compared with a copy of the text.",
            span=False,
        ),
        **number_range("start", "start", label="Start", meaning="Where it begins."),
        "q": TextAsked("search", meaning="Words of it, or of its translation."),
        **updated_since(),
        **known_on(),
        **date_match(),
    }

    @classmethod
    def records(cls) -> QuerySet:
        return public_quotes()


class SourceFilterSet(OfSourceFilterSet):
    noun = "sources"
    model = Source
    parameters = {
        **codes(public_sources, "source"),
        "coalition": CodeAsked(
            "coalition",
            Coalition.objects.all,
            noun="coalition",
            name="name",
            label="Coalition",
            meaning="Coalitions.",
        ),
        "annotation": WordAsked(
            "annotation", Annotation, label="Annotation", meaning="How far it has been read."
        ),
        "replaces": CodeAsked(
            "replaces__code",
            public_sources,
            noun="source",
            name="title",
            label="Replaces",
            meaning="The edition that it corrects.",
            reads=["replaces"],
        ),
        **source_parameters(""),
        "q": TextAsked(
            vector_of("title", "publisher"),
            meaning="Words of title or publisher.",
            reads=("title",),
        ),
        **updated_since(),
        **known_on(),
        **date_match(),
    }

    @classmethod
    def records(cls) -> QuerySet:
        return public_sources()


class SpeakerFilterSet(RecordFilterSet):
    noun = "speakers"
    model = Speaker
    parameters = {
        **codes(public_speakers, "speaker"),
        "country": CodeAsked(
            "country",
            Country.objects.all,
            noun="country",
            name="name",
            label="Country",
            meaning="Whose.",
        ),
        "role": WordAsked("role", SpeakerRole, label="Role", meaning="In what capacity."),
        "anonymous": speaker_parameters("")["anonymous"],
        "source": CodeAsked(
            "source__code",
            public_sources,
            noun="source",
            name="title",
            label="Source",
            meaning="The source that describes them.",
            reads=["source"],
        ),
        "q": TextAsked(
            vector_of("name", "office"),
            meaning="Words of name or office.",
            reads=("name", "office"),
        ),
        **updated_since(),
    }

    @classmethod
    def records(cls) -> QuerySet:
        return public_speakers()
