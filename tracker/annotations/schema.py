"""The notation of a source file: one document, its speakers, and its readings in reading order.

The order of the fields is the order in which they are written. ``readings`` and their ``says`` are
validated one by one (``reading``), so that all mistakes of a file are found at once.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from tracker.annotations.notation import (
    AmountText,
    CountryCode,
    CountText,
    Edtf,
    Either,
    Exact,
    Flag,
    Language,
    Locator,
    MoneyText,
    Name,
    PathsText,
    Sha256,
    Slug,
    StatementCode,
    Text,
    Url,
    labels,
    meanings,
    number,
    whole,
    word,
)
from tracker.domain.ladder import Change, Status
from tracker.models.choices import (
    Annotation,
    Basis,
    BoundsBy,
    Credibility,
    Per,
    ReadsAs,
    Reliability,
    Role,
    SpeakerRole,
    Tie,
    Voice,
)

SCHEMA_LINE = "# yaml-language-server: $schema=../source.schema.json"

Offset = Annotated[int, whole()]
Number = Annotated[int, whole(1, 32767)]
StatusWord = Annotated[str, word("status", meanings(Status))]
VoiceWord = Annotated[str, word("voice", labels(Voice.choices))]
BoundsWord = Annotated[str, word("maker of bounds", labels(BoundsBy.choices))]
CredibilityGrade = Annotated[str, word("credibility", labels(Credibility.choices))]


class Part(BaseModel):
    """A mapping of a file: it has these keys and no others."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


# --- The source -----------------------------------------------------------------------------


class Published(Part):
    """A date, with its basis where the document itself does not carry it."""

    edtf: Edtf = Field(description="The date, as EDTF.")
    inferred: Text | None = Field(None, description="What it was inferred from.")


class HeldText(Part):
    """The text the quotes stand in: UTF-8 without byte order mark, LF, otherwise unchanged."""

    sha256: Sha256 = Field(description="The sha256 of the text's bytes.")
    characters: Annotated[int, whole(1)] = Field(description="Its length in code points.")
    hold: Flag = Field(default=False, description="The text may be held in the database.")
    public: Flag = Field(
        default=False, description="The licence allows readers to see the held text."
    )


class SourceHead(Part):
    """One document or dataset."""

    id: Slug = Field(description="The source's code: publisher, date and a word or two.")
    coalition: Slug = Field(description="Code of the coalition whose contributions it speaks of.")
    title: Text = Field(description="Its title, as it stands there.")
    publisher: Name = Field(description="Who published it.")
    authors: list[Name] = Field([], description="Its authors, in their order.")
    published: Annotated[Published, Either()] = Field(
        description="When it was published: EDTF, or {edtf, inferred} where it carries no date."
    )
    url: Url | None = Field(None, description="Where it was published.")
    archived_url: Url | None = Field(None, description="Where an archived copy stands.")
    language: Language = Field("en", description="BCP 47; en if left out.")
    licence: Name | None = Field(None, description="Under which the text may be used.")
    reliability: Annotated[str, word("reliability", labels(Reliability.choices))] = Field(
        "F", description="Admiralty grade; F (cannot be judged) if left out."
    )
    annotation: Annotated[str, word("annotation state", labels(Annotation.choices))] = Field(
        "done", description="How far it has been read; done if left out."
    )
    text: HeldText | None = Field(None, description="The text that quotes are checked against.")
    replaces: Slug | None = Field(None, description="The source that this edition corrects.")
    note: Text | None = Field(None, description="A remark; comments are not kept.")


class LocalSpeaker(Part):
    """Somebody whom this source describes; named people stand in reference/speakers.yaml."""

    name: Name = Field(description="As in the source.")
    office: Name | None = Field(None, description="The office held.")
    of: CountryCode | None = Field(None, description="The country spoken for.")
    role: Annotated[str, word("role of a speaker", labels(SpeakerRole.choices))] = Field(
        description="In which capacity they speak."
    )
    anonymous: Flag = Field(default=False, description="The source does not name them.")
    note: Text | None = Field(None, description="A remark.")


# --- Readings -------------------------------------------------------------------------------


class FurtherQuote(Part):
    """Further words that a statement rests on: an as-of line, a header, who the speaker is."""

    quote: Exact = Field(description="The words, exact to the character.")
    at: Offset | None = Field(None, description="0-based code point; `manage.py anchor` fills it.")
    prefix: Exact | None = Field(None, description="The words just before, to tell places apart.")
    suffix: Exact | None = Field(None, description="The words just after.")
    locator: Locator | None = Field(
        None, description="Row, page or time, where there is no running text."
    )


class Converted(Part):
    """Money that the source itself converted."""

    model_config = ConfigDict(populate_by_name=True)

    from_: MoneyText = Field(alias="from", description="What it was converted from.")
    rate: Annotated[Any, number(10, 8, "1.52")] | None = Field(None, description="At which rate.")


class Statement(Part):
    """What the quote says of one contribution."""

    model_config = ConfigDict(populate_by_name=True)

    of: PathsText = Field(
        description="COUNTRY/kind[@theatre][#name]; several countries make a statement each."
    )
    status: StatusWord | None = Field(
        None, description="What the words say; left out where they would not say (with a note)."
    )
    amount: AmountText | None = Field(None, description="Bounds and what they count.")
    words: Text | None = Field(
        None, description="The number's own words, where its digits do not stand in the quote."
    )
    bounds: BoundsWord | None = Field(
        None, description="`analyst` where no words force these bounds."
    )
    reads_as: Annotated[str, word("way to read an amount", labels(ReadsAs.choices))] | None = Field(
        None, description="Level, change, total to date, or one event of a table."
    )
    per: Annotated[str, word("period", labels(Per.choices))] | None = Field(
        None, description="The amount is a rate: per day, month or year."
    )
    converted: Converted | None = Field(None, description="What the source converted it from.")
    change: Annotated[str, word("change", meanings(Change))] | None = Field(
        None, description="What the status is of, if not of the contribution itself."
    )
    role: Annotated[str, word("role", labels(Role.choices))] | None = Field(
        None, description="The part the contributor takes."
    )
    place: Slug | None = Field(None, description="Code of the place of action.")
    recipient: CountryCode | None = Field(None, description="Who receives it.")
    line_of_effort: Slug | None = Field(None, description="Where it is not the kind's usual one.")
    effort: Slug | None = Field(None, description="The named joint undertaking, as a slug.")
    when: Edtf | None = Field(None, description="When it held; an interval is: some time within.")
    when_words: Text | None = Field(None, description="The words for it, as in the quote.")
    due: Edtf | None = Field(None, description="What a promise covers.")
    condition: Text | None = Field(None, description="The condition, in the quote's words.")
    basis: Annotated[str, word("basis", labels(Basis.choices))] | None = Field(
        None, description="`implied` where the words presuppose it."
    )
    tie: Annotated[str, word("tie", labels(Tie.choices))] | None = Field(
        None, description="`presumed` where the words do not tie it to the coalition."
    )
    denies: StatementCode | None = Field(None, description="The statement it denies.")
    corrects: StatementCode | None = Field(None, description="The statement it corrects.")
    with_: list[FurtherQuote] = Field(
        [], alias="with", description="Further quotes that it rests on."
    )
    credibility: CredibilityGrade | None = Field(
        None, description="Admiralty grade, 1 to 6; 6 if left out, 5 needs a note."
    )
    note: Text | None = Field(None, description="A remark.")
    number: Number | None = Field(
        None, description="Its number in the quote, where that is not its place in the list."
    )


class Tally(Part):
    """A claim about the coalition as a whole."""

    model_config = ConfigDict(populate_by_name=True)

    tally: Slug = Field(description="What is counted: countries, or a metric's code.")
    amount: CountText = Field(description="The number: 25, 21..23, 34.. or EUR 440 million.")
    words: Text | None = Field(
        None, description="The number's own words, where its digits do not stand in the quote."
    )
    bounds: BoundsWord | None = Field(
        None, description="`analyst` where no words force these bounds."
    )
    out_of: Offset | None = Field(None, description="Of how many: 65 in “59 of the 65”.")
    counts: dict[str, Text] = Field(
        {}, description="What is counted, as a query: {kind: training, status_group: actual}."
    )
    status: StatusWord | None = Field(None, description="What the words say.")
    when: Edtf | None = Field(None, description="When it held.")
    when_words: Text | None = Field(None, description="The words for it, as in the quote.")
    names: list[CountryCode] = Field([], description="Countries that the words name.")
    excludes: list[CountryCode] = Field([], description="Countries that the words leave out.")
    part_of: StatementCode | None = Field(None, description="The tally that it is part of.")
    not_narrowed: Text | None = Field(
        None, description="What the words narrow and the query could not."
    )
    with_: list[FurtherQuote] = Field(
        [], alias="with", description="Further quotes that it rests on."
    )
    credibility: CredibilityGrade | None = Field(
        None, description="Admiralty grade, 1 to 6; 6 if left out, 5 needs a note."
    )
    note: Text | None = Field(None, description="A remark.")
    number: Number | None = Field(
        None, description="Its number in the quote, where that is not its place in the list."
    )


class ReadingHead(Part):
    """A quote: whose words, where they stand, when and how they were said."""

    quote: Exact = Field(description="The words, exact to the character, as few as carry the fact.")
    at: Offset | None = Field(None, description="0-based code point; `manage.py anchor` fills it.")
    prefix: Exact | None = Field(None, description="The words just before, to tell places apart.")
    suffix: Exact | None = Field(None, description="The words just after.")
    locator: Locator | None = Field(
        None, description="Row, page or time, where there is no running text."
    )
    speaker: Slug | None = Field(
        None, description="A key of this file's speakers, or a named speaker's code."
    )
    voice: VoiceWord | None = Field(
        None, description="Narration without a speaker, indirect with one, if left out."
    )
    relayed: list[Name] = Field([], description="Through whom it came, in order.")
    occasion: Name | None = Field(
        None, description="The briefing, interview or letter; one occasion is one origin."
    )
    said: Edtf | None = Field(None, description="When; if left out, when the source was published.")
    translation: Text | None = Field(
        None, description="Into English, where it is another language."
    )
    note: Text | None = Field(None, description="A remark.")


class Reading(ReadingHead):
    """A quote, and what it says."""

    says: list[Statement | Tally] = Field(
        [], description="Statements and tallies; none where others rest on these words."
    )
