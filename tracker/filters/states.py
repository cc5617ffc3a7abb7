"""Parameters of contributions themselves: who gives what, and what their statements add up to."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from tracker.domain.amounts import currencies
from tracker.domain.ladder import SUSPENDED, SUSPENDED_LABEL, Change, Group, Status
from tracker.filters.asked import (
    CodeAsked,
    Empty,
    Given,
    Level,
    Parameters,
    WordAsked,
    YesNoAsked,
    at_level,
)
from tracker.filters.ranges import day_range, number_range
from tracker.models import Coalition, Contribution, Country, Kind, Metric, Place
from tracker.models.choices import CountryType

FIGURE_RANGES = ("low_min", "low_max", "high_min", "high_max", "currency")


class StateStatus:
    """What a state may be: a rung of the ladder, or suspended."""

    choices = (*Status.choices(), (SUSPENDED, SUSPENDED_LABEL))


class DatedAsked(YesNoAsked):
    """Whether the hull of its deeds has a bound."""

    def condition(self, value: bool, given: Given) -> Q:
        sides = (f"{self.field_name}_earliest", f"{self.field_name}_latest")
        undated = Q(**{f"{side}__isnull": True for side in sides})
        return ~undated if value else undated


class Currency:
    """ISO 4217, former ones too."""

    choices = tuple((code, code) for code in sorted(currencies()))


def published_contributions() -> QuerySet[Contribution]:
    return Contribution.objects.published()


def identity_parameters() -> Parameters:
    """Who gives what to whom."""
    return {
        "code": CodeAsked(
            "code", published_contributions, noun="contribution", label="Code", meaning="Codes."
        ),
        "coalition": CodeAsked(
            "coalition",
            Coalition.objects.all,
            noun="coalition",
            name="name",
            label="Coalition",
            meaning="Coalitions.",
        ),
        "country": CodeAsked(
            "country",
            Country.objects.all,
            noun="country",
            name="name",
            label="Country",
            meaning="Who gives it.",
        ),
        "type": WordAsked(
            "country__type", CountryType, label="Type", meaning="What sort of contributor it is."
        ),
        "region": CodeAsked(
            "country__region",
            Country.objects.all,
            noun="region",
            column="region",
            name="region",
            unstated=True,
            label="Region",
            meaning="Regions of the United Nations; unstated where a contributor lies in none.",
        ),
        "subregion": CodeAsked(
            "country__subregion",
            Country.objects.all,
            noun="sub-region",
            column="subregion",
            name="subregion",
            label="Sub-region",
            meaning="Sub-regions of the United Nations.",
        ),
        "kind": CodeAsked(
            "kind",
            Kind.objects.all,
            noun="kind",
            name="name",
            within=Kind.objects.within,
            label="Kind",
            meaning="Kinds, and all kinds below them.",
        ),
        "theatre": CodeAsked(
            "theatre",
            Place.objects.all,
            noun="place",
            name="name",
            within=Place.objects.within,
            label="Theatre",
            meaning="Where its path says that it acts, and all that lies in it.",
            empty=Empty.NULL,
        ),
        "part_of": CodeAsked(
            "part_of__code",
            published_contributions,
            noun="contribution",
            label="Part of",
            meaning="The contributions that contain it.",
            reads=["part_of"],
        ),
    }


def state_parameters() -> Parameters:
    """What its statements add up to."""
    return {
        "status": WordAsked(
            "state__status", StateStatus, unstated=True, label="Status", meaning="Rungs."
        ),
        "status_group": WordAsked(
            "state__status_group",
            Group,
            unstated=True,
            label="Status group",
            meaning="Denied, prospective or actual; a promise is never counted as a deed.",
        ),
        "change": WordAsked(
            "state__change", Change, label="Change", meaning="What the status is of."
        ),
        "outlook_status": WordAsked(
            "state__outlook_status", Status, label="Outlook", meaning="Of what is still to come."
        ),
        "outlook_change": WordAsked(
            "state__outlook_change", Change, label="Outlook is of", meaning="What that is of."
        ),
    }


FLAGS = {
    "disputed": ("Disputed", "Whether another origin denies that it exists."),
    "denied_by_self": ("Denied by itself", "Whether the contributor itself denies it."),
    "status_conflict": ("Status in conflict", "Whether a promise puts the deed in doubt."),
    "figure_conflict": ("Figures in conflict", "Whether figures or dates exclude each other."),
    "implied_only": ("Implied only", "Whether no words state the deed."),
    "presumed_only": (
        "Presumed only",
        "Whether no words state its tie to the coalition; a total leaves such out.",
    ),
    "conditioned": ("Conditioned", "Whether the status depends on a condition."),
}


def flag_parameters() -> Parameters:
    return {
        name: YesNoAsked(f"state__{name}", label=label, meaning=meaning)
        for name, (label, meaning) in FLAGS.items()
    }


def day_parameters() -> Parameters:
    def days(name: str, field: str, label: str, meaning: str, *, span: bool) -> Parameters:
        return day_range(name, f"state__{field}", label=label, meaning=meaning, span=span)

    return {
        "dated": DatedAsked(
            "state__held",
            label="Dated",
            meaning="Whether any day is known on which its deeds can have held.",
            reads=["state__held_earliest", "state__held_latest"],
        ),
        **days("started", "started", "Started", "When it began.", span=True),
        **days("ended", "ended", "Ended", "When it ended.", span=True),
        **days("held", "held", "Held", "All days that its deeds can have held on.", span=True),
        **days("as_of", "last_as_of", "As of", "The last word that it stands.", span=False),
        **days("due", "due_latest", "Due", "Last day of what was promised.", span=False),
        **days("known_from", "known_from", "Known from", "Known as it stands.", span=False),
    }


def figure_parameters() -> Parameters:
    """Of one figure of its state."""
    return at_level(
        Level.FIGURE,
        {
            "metric": CodeAsked(
                "metric",
                Metric.objects.all,
                noun="metric",
                name="name",
                label="Metric",
                meaning="What its figures count.",
            ),
            "currency": WordAsked("currency", Currency, label="Currency", meaning="ISO 4217."),
            **number_range("low", "low", label="Low", meaning="Low bound of the figure."),
            **number_range("high", "high", label="High", meaning="High bound of the figure."),
        },
    )
