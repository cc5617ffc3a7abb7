"""Parameters of quotes, statements and their sources, wherever they are asked about."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from tracker.domain.stake import Stake
from tracker.filters.asked import (
    CodeAsked,
    ExactAsked,
    Parameters,
    WordAsked,
    YesNoAsked,
    day_range,
)
from tracker.filters.public import (
    public_quotes,
    public_sources,
    public_speakers,
    published_statements,
)
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


def place_asked(field_name: str, *, label: str = "Place", meaning: str = "", **kw: object) -> CodeAsked:
    return CodeAsked(
        field_name,
        Place,
        noun="place",
        name="name",
        within=lambda codes: Place.objects.within(codes),
        label=label,
        meaning=meaning or "Places, and all that lies in them.",
        **kw,
    )


class EffectivePlace(CodeAsked):
    """Where the words put it; where they do not say, the contribution's theatre."""

    def holds(self, codes: Iterable[str]) -> Q:
        listed = list(codes)
        return Q(place__in=listed) | Q(place__isnull=True, contribution__theatre__in=listed)


class EffectiveLine(CodeAsked):
    """What the statement says it is for; where it does not, the kind's usual line of effort."""

    def holds(self, codes: Iterable[str]) -> Q:
        listed = list(codes)
        usual = Q(line_of_effort__isnull=True, contribution__kind__line_of_effort__in=listed)
        return Q(line_of_effort__in=listed) | usual


def source_parameters(to: str) -> Parameters:
    """``to`` leads from the row to its source."""
    return {
        "source": CodeAsked(
            to.removesuffix("__"),
            public_sources,
            noun="source",
            name="title",
            label="Source",
            meaning="Codes of sources.",
        ) if False else SourceAsked(to),
        "publisher": ExactAsked(
            f"{to}publisher",
            public_sources,
            column="publisher",
            noun="publisher",
            label="Publisher",
            meaning="Who published the source, by its name.",
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
            meaning="Language of the source, BCP 47.",
        ),
        **day_range(
            "published",
            f"{to}published",
            label="Published",
            meaning="When the source was published.",
            span=True,
        ),
    }
