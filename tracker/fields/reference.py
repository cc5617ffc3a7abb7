"""The fields of the small models: countries, kinds, metrics, places, coalitions."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from tracker.fields.base import Field, Type
from tracker.fields.registry import Registry
from tracker.fields.words import clock_fields, page_field
from tracker.models import Coalition, Country, Kind, LineOfEffort, Member, Metric, Place
from tracker.models.choices import CountryType, Level, Nature

CODE = Field("code", "code", "Code", "What it is cited by.", Type.CODE, always=True, sortable=True)
NAME = Field("name", "name", "Name", "In English.", always=True, sortable=True)
NOTE = Field("note", "note", "Note", "What is to be known of it.")

_MEMBERS = Member.objects.filter(organisation=OuterRef("pk")).order_by("country")
_ORGANISATIONS = Member.objects.filter(country=OuterRef("pk")).order_by("organisation")

COALITIONS = Registry(
    name="coalitions",
    one="coalition",
    model=Coalition,
    meaning="A coalition whose contributions are tracked.",
    fields=(
        CODE,
        NAME,
        Field(
            "code_prefix",
            "code_prefix",
            "Prefix",
            "Begins the codes of its contributions; one coalition may do without.",
            Type.CODE,
        ),
        NOTE,
        *clock_fields(),
    ),
)

COUNTRIES = Registry(
    name="countries",
    one="country",
    model=Country,
    meaning="A country, or whoever else contributes like one.",
    fields=(
        CODE,
        NAME,
        Field(
            "type",
            "type",
            "Type",
            "A count of countries counts states.",
            Type.WORD,
            words=tuple(CountryType.values),
            always=True,
        ),
        Field("alpha3", "alpha3", "ISO alpha-3", "ISO 3166-1, three letters.", Type.CODE),
        Field("m49", "m49", "UN M49", "Three digits.", Type.CODE),
        Field("region", "region", "Region", "As the United Nations name it."),
        Field("subregion", "subregion", "Sub-region", "As the United Nations name it."),
        Field(
            "parent",
            "parent_id",
            "Parent",
            "The state that it is a region of.",
            Type.CODE,
            refers="countries",
        ),
        Field(
            "members",
            ArraySubquery(_MEMBERS.values_list("country")),
            "Members",
            "Who belongs to it, where it is an organisation.",
            Type.LIST,
            always=True,
        ),
        Field(
            "organisations",
            ArraySubquery(_ORGANISATIONS.values_list("organisation")),
            "Organisations",
            "Which organisations it belongs to.",
            Type.LIST,
            always=True,
        ),
        Field("aliases", "aliases", "Aliases", "As newspapers write it.", Type.LIST, always=True),
        NOTE,
        page_field("countries"),
        *clock_fields(),
    ),
)

KINDS = Registry(
    name="kinds",
    one="kind",
    model=Kind,
    meaning="What form a contribution has; a tree whose inner nodes can be used.",
    fields=(
        CODE,
        NAME,
        Field(
            "parent", "parent_id", "Parent", "The kind that it lies in.", Type.CODE, refers="kinds"
        ),
        Field(
            "line_of_effort",
            "line_of_effort_id",
            "Line of effort",
            "Its usual one.",
            Type.CODE,
            refers="lines_of_effort",
        ),
        Field("rule", "rule", "Rule", "When it is used.", always=True),
        Field("example", "example", "Example", "What it is used for.", always=True),
        Field(
            "counterexample",
            "counterexample",
            "Counter-example",
            "What it is not used for.",
            always=True,
        ),
        *clock_fields(),
    ),
)

LINES_OF_EFFORT = Registry(
    name="lines_of_effort",
    one="line_of_effort",
    model=LineOfEffort,
    meaning="What a contribution is for.",
    fields=(CODE, NAME, NOTE, *clock_fields()),
)

METRICS = Registry(
    name="metrics",
    one="metric",
    model=Metric,
    meaning="What a number counts.",
    fields=(
        CODE,
        NAME,
        Field("unit", "unit", "Unit", "What is counted, as it follows the number.", always=True),
        Field(
            "nature",
            "nature",
            "Nature",
            "Stock (the latest holds) or flow (periods add up).",
            Type.WORD,
            words=tuple(Nature.values),
            always=True,
        ),
        NOTE,
        *clock_fields(),
    ),
)

PLACES = Registry(
    name="places",
    one="place",
    model=Place,
    meaning="A place of action.",
    fields=(
        CODE,
        NAME,
        Field(
            "level",
            "level",
            "Level",
            "Site, city, region, country or sea.",
            Type.WORD,
            words=tuple(Level.values),
            always=True,
        ),
        Field(
            "parent",
            "parent_id",
            "Parent",
            "The place that it lies in.",
            Type.CODE,
            refers="places",
        ),
        Field("country", "country_id", "Country", "Empty at sea.", Type.CODE, refers="countries"),
        Field("latitude", "latitude", "Latitude", "WGS 84.", Type.NUMBER, "degrees"),
        Field("longitude", "longitude", "Longitude", "WGS 84.", Type.NUMBER, "degrees"),
        Field("aliases", "aliases", "Aliases", "Other names.", Type.LIST, always=True),
        *clock_fields(),
    ),
)
