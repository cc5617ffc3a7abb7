"""How countries, kinds, places and the other small models are asked for."""

from __future__ import annotations

from typing import Any

from tracker.filters.asked import CodeAsked, Parameters, RelatedAsked, WordAsked
from tracker.filters.base import RecordFilterSet
from tracker.filters.clocks import updated_since
from tracker.filters.ranges import number_range
from tracker.filters.search import TextAsked, vector_of
from tracker.models import Coalition, Country, Kind, LineOfEffort, Member, Metric, Place
from tracker.models.choices import CountryType, Level, Nature


def own(model: type[Any], noun: str, *more: str, names: str = "") -> Parameters:
    """What each of them has; ``more`` are columns whose words are searched beside the name's."""
    columns = ("name", *more)
    return {
        "q": TextAsked(
            vector_of(*columns, names=names),
            meaning=f"Words of {', '.join((*columns, *([names] if names else [])))}.",
            reads=(*columns, names) if names else columns,
        ),
        "code": CodeAsked(
            "code",
            model._default_manager.all,
            noun=noun,
            name="name",
            label="Code",
            meaning="Codes of records.",
        ),
        **updated_since(),
    }


def reference(field: str, model: type[Any], noun: str, label: str, meaning: str) -> CodeAsked:
    return CodeAsked(
        field, model._default_manager.all, noun=noun, name="name", label=label, meaning=meaning
    )


class CountryFilterSet(RecordFilterSet):
    noun = "countries"
    model = Country
    parameters = {
        **own(Country, "country", names="aliases"),
        "type": WordAsked("type", CountryType, label="Type", meaning="What sort it is."),
        "region": CodeAsked(
            "region",
            Country.objects.all,
            noun="region",
            column="region",
            name="region",
            label="Region",
            meaning="Regions of the United Nations.",
        ),
        "subregion": CodeAsked(
            "subregion",
            Country.objects.all,
            noun="sub-region",
            column="subregion",
            name="subregion",
            label="Sub-region",
            meaning="Sub-regions of the United Nations.",
        ),
        "parent": reference("parent", Country, "country", "Parent", "The state it is a region of."),
        "member_of": RelatedAsked(
            Member.objects.all,
            "country",
            "organisation",
            Country.objects.all,
            noun="organisation",
            name="name",
            label="Member of",
            meaning="Organisations that it belongs to.",
        ),
    }


class KindFilterSet(RecordFilterSet):
    noun = "kinds"
    model = Kind
    parameters = {
        **own(Kind, "kind", "rule", "example", "counterexample"),
        "parent": reference("parent", Kind, "kind", "Parent", "The kind that it lies in."),
        "line_of_effort": reference(
            "line_of_effort", LineOfEffort, "line of effort", "Line of effort", "Its usual one."
        ),
    }


class LineOfEffortFilterSet(RecordFilterSet):
    noun = "lines of effort"
    model = LineOfEffort
    parameters = own(LineOfEffort, "line of effort", "note")


class MetricFilterSet(RecordFilterSet):
    noun = "metrics"
    model = Metric
    parameters = {
        **own(Metric, "metric", "unit", "note"),
        "nature": WordAsked("nature", Nature, label="Nature", meaning="Stock or flow."),
    }


class PlaceFilterSet(RecordFilterSet):
    noun = "places"
    model = Place
    parameters = {
        **own(Place, "place", names="aliases"),
        "level": WordAsked("level", Level, label="Level", meaning="How wide it is."),
        "parent": reference("parent", Place, "place", "Parent", "The place that it lies in."),
        "within": CodeAsked(
            "code",
            Place.objects.all,
            noun="place",
            name="name",
            within=Place.objects.within,
            label="Within",
            meaning="Places, and all that lies in them.",
        ),
        "country": reference("country", Country, "country", "Country", "Where it lies."),
        **number_range("latitude", "latitude", label="Latitude", meaning="Degrees, WGS 84."),
        **number_range("longitude", "longitude", label="Longitude", meaning="Degrees, WGS 84."),
    }


class CoalitionFilterSet(RecordFilterSet):
    noun = "coalitions"
    model = Coalition
    parameters = own(Coalition, "coalition", "note")
