"""The notation of reference files: one list each, named as the file is."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from tracker.annotations.notation import (
    M49,
    Alpha3,
    CountryCode,
    KindCode,
    Name,
    PathText,
    ShortSlug,
    Slug,
    Text,
    labels,
    number,
    upto,
    word,
)
from tracker.annotations.schema import Part
from tracker.models.choices import CountryType, Level, Nature, SpeakerRole

SCHEMA_LINE = "# yaml-language-server: $schema=../reference.schema.json"
Degrees = Annotated[Any, number(3, 4, "35.951", signed=True)]


class CoalitionRow(Part):
    """A coalition whose contributions are tracked."""

    code: Slug = Field(description="A slug: counter-isil.")
    name: Name = Field(description="Its name.")
    code_prefix: ShortSlug | None = Field(
        None, description="Begins the codes of its contributions; one coalition may do without."
    )
    note: Text | None = Field(None, description="A remark.")


class LineOfEffortRow(Part):
    """What contributions are for."""

    code: Slug = Field(description="A slug: counter-finance.")
    name: Name = Field(description="Its name.")
    note: Text | None = Field(None, description="A remark.")


class KindRow(Part):
    """What form a contribution has."""

    code: KindCode = Field(description="Dotted slugs: deployment.naval.")
    name: Name = Field(description="Its name.")
    parent: KindCode | None = Field(None, description="The kind it lies in.")
    line_of_effort: Slug | None = Field(None, description="Its usual line of effort.")
    rule: Text = Field(description="When to use it.")
    example: Text = Field(description="What it is.")
    counterexample: Text = Field(description="What it is not, and what that is instead.")


class MetricRow(Part):
    """What a number counts."""

    code: Slug = Field(description="A slug: personnel.")
    name: Name = Field(description="Its name.")
    unit: Annotated[str, upto(50)] = Field(description="What one of it is.")
    nature: Annotated[str, word("nature", labels(Nature.choices))] = Field(
        description="stock: the latest holds; flow: periods add up."
    )
    note: Text | None = Field(None, description="A remark.")


class PlaceRow(Part):
    """A place of action."""

    code: Slug = Field(description="A slug: raqqa.")
    name: Name = Field(description="Its name.")
    level: Annotated[str, word("level", labels(Level.choices))] = Field(description="How large.")
    parent: Slug | None = Field(None, description="The place it lies in.")
    country: CountryCode | None = Field(None, description="Its country; none at sea.")
    latitude: Degrees | None = Field(None, description="Degrees north, WGS 84.")
    longitude: Degrees | None = Field(None, description="Degrees east, WGS 84.")
    aliases: list[Name] = Field([], description="Other names and spellings.")


class CountryRow(Part):
    """A country, or whoever else contributes like one."""

    code: CountryCode = Field(description="ISO 3166-1 alpha-2 where there is one: FR, XK, IQ-KR.")
    name: Name = Field(description="As the tracker names it.")
    type: Annotated[str, word("type of country", labels(CountryType.choices))] = Field(
        description="A count of countries counts states."
    )
    alpha3: Alpha3 | None = Field(None, description="ISO 3166-1 alpha-3.")
    m49: M49 | None = Field(None, description="UN M49, in quotes: it is no number.")
    region: Annotated[str, upto(50)] | None = Field(None, description="UN M49 region.")
    subregion: Annotated[str, upto(50)] | None = Field(None, description="UN M49 sub-region.")
    parent: CountryCode | None = Field(None, description="The state that a region belongs to.")
    members: list[CountryCode] = Field([], description="The members of an organisation.")
    aliases: list[Name] = Field([], description="As newspapers write it: U.S., Britain.")
    note: Text | None = Field(None, description="A remark.")


class SpeakerRow(Part):
    """Somebody who is named; anonymous speakers belong to their source."""

    code: Slug = Field(description="A slug: josh-earnest.")
    name: Name = Field(description="The name.")
    office: Name | None = Field(None, description="The office held.")
    of: CountryCode | None = Field(None, description="The country spoken for.")
    role: Annotated[str, word("role of a speaker", labels(SpeakerRole.choices))] = Field(
        description="In which capacity they speak."
    )
    note: Text | None = Field(None, description="A remark.")


class ContributionRow(Part):
    """A title or a whole that a contribution's path does not tell; others are not declared."""

    coalition: Slug = Field(description="Code of the coalition.")
    path: PathText = Field(description="COUNTRY/kind[@theatre][#name].")
    title: Name | None = Field(None, description="In place of the title made from the path.")
    part_of: PathText | None = Field(
        None, description="The contribution of another country that contains it."
    )


class ReferenceFile(Part):
    """Lists of reference data; a file has the one it is named after."""

    coalitions: list[CoalitionRow] = []
    countries: list[CountryRow] = []
    lines_of_effort: list[LineOfEffortRow] = []
    kinds: list[KindRow] = []
    metrics: list[MetricRow] = []
    places: list[PlaceRow] = []
    speakers: list[SpeakerRow] = []
    contributions: list[ContributionRow] = []


ROWS: dict[str, type[Part]] = {
    "coalitions": CoalitionRow,
    "countries": CountryRow,
    "lines_of_effort": LineOfEffortRow,
    "kinds": KindRow,
    "metrics": MetricRow,
    "places": PlaceRow,
    "speakers": SpeakerRow,
    "contributions": ContributionRow,
}
