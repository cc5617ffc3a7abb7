"""The fields of statements: also the long form of an export of contributions."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Case,
    F,
    JSONField,
    OuterRef,
    Q,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from tracker.domain.ladder import Change, Group, Status, statuses_in
from tracker.domain.stake import Stake
from tracker.fields.base import Clocks, Field, Type
from tracker.fields.public import code_of, code_of_source
from tracker.fields.quantities import number_fields, quantity_fields, when_fields
from tracker.fields.registry import Registry
from tracker.fields.sql import RowJSON, empty_is_null
from tracker.fields.words import clock_fields, page_field, quote_fields, words_of
from tracker.models import Statement, StatementQuote
from tracker.models.choices import Basis, Per, ReadsAs, Role, Tie
from tracker.models.review import EVER


def live_on(clocks: Clocks) -> Q:
    """Known on the day, or now, and neither corrected nor taken away by then."""
    if clocks.known_on is None:
        return Q(standing__isnull=False, standing__known_until__isnull=True)
    still = Q(standing__known_until__isnull=True) | Q(standing__known_until__gt=clocks.known_on)
    return Q(standing__known_from__lte=clocks.known_on) & still


def _live(clocks: Clocks) -> Combinable:
    return Case(
        When(live_on(clocks), then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )


# A conditioned deed counts as prospective at most.
GROUP = Case(
    When(~Q(condition="") & Q(status__in=statuses_in(Group.ACTUAL)), then=Value("prospective")),
    *(When(status__in=statuses_in(group), then=Value(group.value)) for group in Group),
    default=Value(""),
    output_field=TextField(),
)

_FURTHER = StatementQuote.objects.filter(statement=OuterRef("pk")).order_by("position")
FURTHER = ArraySubquery(_FURTHER.values_list("quote__code"))
FURTHER_WORDS = ArraySubquery(
    _FURTHER.values_list(
        RowJSON(
            {
                "quote": F("quote__exact"),
                "at": F("quote__start"),
                "locator": empty_is_null(F("quote__locator")),
            }
        )
    ),
    output_field=JSONField(),
)


def _standing_day(name: str, label: str, meaning: str) -> Field:
    return Field(name, f"standing__{name}", label, meaning, Type.DAY, sortable=True)


OF = (
    Field(
        "code",
        "code",
        "Code",
        "The quote's code and a number.",
        Type.CODE,
        always=True,
        sortable=True,
    ),
    Field(
        "contribution",
        "contribution__code",
        "Contribution",
        "What it is said of.",
        Type.CODE,
        refers="contributions",
        always=True,
    ),
    Field(
        "position",
        "position",
        "Position",
        "Its place among all that the quote says: of two at one time, the later one counts.",
        Type.INTEGER,
        always=True,
    ),
    Field("path", "contribution__path", "Path", "The contribution's path.", Type.CODE, always=True),
    Field(
        "coalition",
        "contribution__coalition_id",
        "Coalition",
        "Which coalition.",
        Type.CODE,
        refers="coalitions",
        always=True,
    ),
    Field(
        "country",
        "contribution__country_id",
        "Country",
        "Who contributes.",
        Type.CODE,
        refers="countries",
        always=True,
        sortable=True,
    ),
    Field(
        "country_name", "contribution__country__name", "Country's name", "In English.", always=True
    ),
    Field(
        "kind",
        "contribution__kind_id",
        "Kind",
        "What form the contribution has.",
        Type.CODE,
        refers="kinds",
        always=True,
    ),
    Field("kind_name", "contribution__kind__name", "Kind's name", "In English.", always=True),
    Field(
        "theatre",
        "contribution__theatre_id",
        "Theatre",
        "Where it acts.",
        Type.CODE,
        refers="places",
    ),
)

SAYS = (
    Field(
        "status",
        "status",
        "Status",
        "What the words say of it; empty: would not say.",
        Type.WORD,
        words=words_of(Status),
    ),
    Field(
        "status_group",
        GROUP,
        "Status group",
        "Denied, prospective or actual; what has a condition is prospective at most.",
        Type.WORD,
        words=words_of(Group),
    ),
    Field(
        "change", "change", "Change", "What the status is of.", Type.WORD, words=words_of(Change)
    ),
    *quantity_fields(),
    Field(
        "reads_as",
        "reads_as",
        "Reads as",
        "Whether the number is a level, a change, a total to date or one event of a table.",
        Type.WORD,
        words=tuple(ReadsAs.values),
    ),
    Field(
        "per",
        "per",
        "Per",
        "The period of a rate; a rate is in no sum.",
        Type.WORD,
        words=tuple(Per.values),
    ),
    Field(
        "converted_low",
        "converted_low",
        "Converted from, at least",
        "Low bound in the currency it was converted from.",
        Type.NUMBER,
        "converted_currency",
    ),
    Field(
        "converted_high",
        "converted_high",
        "Converted from, at most",
        "High bound in the currency it was converted from.",
        Type.NUMBER,
        "converted_currency",
    ),
    Field("converted_currency", "converted_currency", "Converted from", "ISO 4217.", Type.CODE),
    Field("converted_rate", "converted_rate", "Rate", "The rate of the conversion.", Type.NUMBER),
    Field(
        "role",
        "role",
        "Role",
        "Lead, co-lead, participant or host.",
        Type.WORD,
        words=tuple(Role.values),
    ),
    Field("place", "place_id", "Place", "Where, as these words say.", Type.CODE, refers="places"),
    Field("place_name", "place__name", "Place's name", "In English."),
    Field(
        "recipient",
        "recipient_id",
        "Recipient",
        "Whom it is given to.",
        Type.CODE,
        refers="countries",
    ),
    Field(
        "line_of_effort",
        Coalesce("line_of_effort", "contribution__kind__line_of_effort"),
        "Line of effort",
        "What it is for.",
        Type.CODE,
        refers="lines_of_effort",
    ),
    Field("effort", "effort", "Effort", "The named joint undertaking.", Type.CODE),
    *when_fields(),
    Field("due", "due", "Due", "What a promise covers, as EDTF.", Type.EDTF),
    Field("due_latest", "due_latest", "Due, latest", "Last day of that.", Type.DAY),
    Field("condition", "condition", "Condition", "The condition in the source's words."),
    Field(
        "basis",
        "basis",
        "Basis",
        "Stated, or implied by the words.",
        Type.WORD,
        words=tuple(Basis.values),
        always=True,
    ),
    Field(
        "tie",
        "tie",
        "Tie to the coalition",
        "Stated, or presumed.",
        Type.WORD,
        words=tuple(Tie.values),
        always=True,
    ),
    Field(
        "denies",
        code_of("denies"),
        "Denies",
        "The statement that it denies.",
        Type.CODE,
        refers="statements",
    ),
    Field(
        "corrects",
        code_of("corrects"),
        "Corrects",
        "The statement that it corrects.",
        Type.CODE,
        refers="statements",
    ),
    *number_fields(),
)

STANDS = (
    Field(
        "live",
        _live,
        "Live",
        "Whether it counts on the day of knowledge: known, and not corrected or taken away.",
        Type.BOOLEAN,
        always=True,
    ),
    Field(
        "stake",
        "standing__stake",
        "Stake",
        "Whose word it is, seen from the contributor.",
        Type.WORD,
        words=words_of(Stake),
    ),
    Field(
        "origin",
        "standing__origin",
        "Origin",
        "What the words go back to: statements of one origin are one voice.",
    ),
    _standing_day("known_from", "Known from", "The day from which it was known."),
    _standing_day("known_until", "Known until", "The day from which it no longer counted."),
    _standing_day("said_earliest", "Said, earliest", "First day on which it can have been said."),
    _standing_day("said_latest", "Said, latest", "Last day on which it can have been said."),
    _standing_day("held_earliest", "Held, earliest", "First day that it can be true of."),
    _standing_day("held_latest", "Held, latest", "Last day that it can be true of."),
    _standing_day("as_of_earliest", "As of, earliest", "First day that it can speak as of."),
    _standing_day("as_of_latest", "As of, latest", "Last day that it can speak as of."),
)

STATEMENTS = Registry(
    name="statements",
    one="statement",
    model=Statement,
    meaning="What one quote says of one contribution.",
    fields=(
        *OF,
        *SAYS,
        *STANDS,
        *quote_fields("quote__"),
        Field(
            "said",
            "quote__said",
            "Said",
            "When the words were said, as EDTF; empty: when they were published.",
            Type.EDTF,
        ),
        Field(
            "language",
            "quote__source__language",
            "Language",
            "That of the source, BCP 47.",
            Type.CODE,
            always=True,
        ),
        Field(
            "source_replaces",
            code_of_source("quote__source__replaces", unless=~Q(review__in=EVER)),
            "Source replaces",
            "The edition that its source corrects.",
            Type.CODE,
            refers="sources",
        ),
        Field(
            "rests_on",
            FURTHER,
            "Rests on",
            "The codes of further quotes: a header, a rate, a caveat.",
            Type.LIST,
            always=True,
        ),
        Field(
            "rests_on_words",
            FURTHER_WORDS,
            "Words it rests on",
            "Those further quotes, each with its words and where they begin or their locator.",
            Type.RECORDS,
            always=True,
        ),
        page_field("contributions", "contribution__code", "the contribution's"),
        *clock_fields(),
    ),
)
