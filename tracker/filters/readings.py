"""Parameters of quotes, statements and their sources, wherever they are asked about."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from tracker.domain.stake import Stake
from tracker.filters.asked import (
    CodeAsked,
    Empty,
    ExactAsked,
    Given,
    Parameters,
    WordAsked,
    YesNoAsked,
)
from tracker.filters.public import (
    public_quotes,
    public_sources,
    public_speakers,
    published_statements,
)
from tracker.filters.ranges import day_range
from tracker.models import Country, LineOfEffort, Place
from tracker.models.choices import (
    Basis,
    Credibility,
    Per,
    ReadsAs,
    Reliability,
    Role,
    SpeakerRole,
    Tie,
    Voice,
)


class EffectivePlace(CodeAsked):
    """Where the words put it; where they do not say, the contribution's theatre."""

    def lacking(self, given: Given) -> Q | None:
        return Q(place__isnull=True, contribution__theatre__isnull=True)

    def holds(self, codes: Iterable[str]) -> Q:
        listed = list(codes)
        return Q(place__in=listed) | Q(place__isnull=True, contribution__theatre__in=listed)


class EffectiveLine(CodeAsked):
    """What the statement says it is for; where it does not, the kind's usual line of effort."""

    def lacking(self, given: Given) -> Q | None:
        return self.unstated()

    def unstated(self) -> Q:
        empty = ("line_of_effort", "contribution__kind__line_of_effort")
        return Q(**{f"{column}__isnull": True for column in empty})

    def holds(self, codes: Iterable[str]) -> Q:
        listed = list(codes)
        usual = Q(line_of_effort__isnull=True, contribution__kind__line_of_effort__in=listed)
        found = Q(line_of_effort__in=listed) | usual
        return found | self.unstated() if "" in listed else found


def source_parameters(to: str) -> Parameters:
    """Of a source; ``to`` leads to it from the row (empty: the row is the source)."""
    return {
        "publisher": ExactAsked(
            f"{to}publisher",
            public_sources,
            column="publisher",
            noun="publisher",
            label="Publisher",
            meaning="Who published the source, by name.",
        ),
        "reliability": WordAsked(
            f"{to}reliability",
            Reliability,
            label="Reliability",
            meaning="Admiralty grades of the source.",
        ),
        "language": ExactAsked(
            f"{to}language",
            public_sources,
            column="language",
            noun="language",
            label="Language",
            meaning="Language of the source, as BCP 47.",
        ),
        **day_range(
            "published",
            f"{to}published",
            label="Published",
            meaning="When the source was published.",
            span=True,
        ),
    }


def speaker_parameters(to: str) -> Parameters:
    """Of whoever is quoted; ``to`` leads to them from the row."""
    return {
        "speaker": CodeAsked(
            f"{to}code",
            public_speakers,
            noun="speaker",
            name="name",
            label="Speaker",
            meaning="Who says it.",
            empty=Empty.NULL,
        ),
        "speaker_role": WordAsked(
            f"{to}role",
            SpeakerRole,
            label="Speaker's role",
            meaning="In what capacity.",
            empty=Empty.NULL,
        ),
        "speaker_country": CodeAsked(
            f"{to}country",
            Country.objects.all,
            noun="country",
            name="name",
            label="Speaker's country",
            meaning="Whose official, soldier or expert.",
            empty=Empty.NULL,
        ),
        "anonymous": YesNoAsked(
            f"{to}anonymous",
            label="Anonymous",
            meaning="Whether the speaker is not named.",
            empty=Empty.NULL,
        ),
    }


def quote_parameters(to: str) -> Parameters:
    """Of a quote, its speaker and its source; ``to`` leads to it from the row."""
    return {
        "voice": WordAsked(
            f"{to}voice", Voice, label="Voice", meaning="Whose voice the words are told in."
        ),
        "occasion": ExactAsked(
            f"{to}occasion",
            public_quotes,
            column="occasion",
            noun="occasion",
            label="Occasion",
            meaning="The briefing, interview or letter.",
            empty=Empty.TEXT,
        ),
        "source": CodeAsked(
            f"{to}source__code",
            public_sources,
            noun="source",
            name="title",
            label="Source",
            meaning="Codes of sources.",
            reads=[f"{to}source"],
        ),
        **speaker_parameters(f"{to}speaker__"),
        **source_parameters(f"{to}source__"),
    }


def says_parameters() -> Parameters:
    """Of what a statement says besides its status: role, place, effort and the like."""
    return {
        "role": WordAsked(
            "role", Role, label="Role", meaning="In which it takes part.", empty=Empty.TEXT
        ),
        "effort": ExactAsked(
            "effort",
            published_statements,
            column="effort",
            noun="effort",
            label="Effort",
            meaning="The named joint undertaking.",
            empty=Empty.TEXT,
        ),
        "place": EffectivePlace(
            "place",
            Place.objects.all,
            noun="place",
            name="name",
            within=Place.objects.within,
            label="Place",
            meaning="Places, and all that lies in them; the theatre, where the words name none.",
        ),
        "recipient": CodeAsked(
            "recipient",
            Country.objects.all,
            noun="country",
            name="name",
            label="Recipient",
            meaning="Whom it is given to.",
            empty=Empty.NULL,
        ),
        "line_of_effort": EffectiveLine(
            "line_of_effort",
            LineOfEffort.objects.all,
            noun="line of effort",
            name="name",
            label="Line of effort",
            unstated=True,
            meaning="What it is for: the kind's usual one, unless the words name another; unstated "
            "where neither is.",
        ),
        "reads_as": WordAsked("reads_as", ReadsAs, label="Reads as", meaning="What its number is."),
        "per": WordAsked(
            "per", Per, label="Per", meaning="The period of a rate.", empty=Empty.TEXT
        ),
        "basis": WordAsked("basis", Basis, label="Basis", meaning="Stated, or implied."),
        "tie": WordAsked("tie", Tie, label="Tie", meaning="To the coalition: stated, or presumed."),
        "credibility": WordAsked(
            "credibility", Credibility, label="Credibility", meaning="Admiralty grades."
        ),
    }


def stands_parameters() -> Parameters:
    """Of where a published statement stands: whose word it is, and of which days."""
    return {
        "stake": WordAsked(
            "standing__stake",
            Stake,
            label="Stake",
            meaning="Whose word it is, seen from the contributor.",
        ),
        **day_range(
            "when", "standing__held", label="When", meaning="What the words speak of.", span=True
        ),
        **day_range("said", "standing__said", label="Said", meaning="When it was said.", span=True),
    }


def statement_parameters() -> Parameters:
    """All that may be asked of one statement, its quote, its speaker and its source."""
    return {**says_parameters(), **stands_parameters(), **quote_parameters("quote__")}
