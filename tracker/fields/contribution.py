"""The fields of contributions: rows of ``Contribution.objects.at(known_on)``."""

from __future__ import annotations

from django.db.models import F, Func, Q, TextField, Value, When
from django.db.models.functions import Coalesce, Left, Lower, NullIf, Replace, Substr

from tracker.domain.stake import Stake
from tracker.fields.base import Field, Type
from tracker.fields.figures import FIGURES
from tracker.fields.public import code_of
from tracker.fields.registry import Registry
from tracker.fields.sql import Text, text_if
from tracker.fields.state import DAYS, STATUS
from tracker.fields.words import clock_fields, page_field, quote_fields, words_of
from tracker.models import Contribution
from tracker.models.choices import CountryType

# Contribution.title in SQL: "France: airstrikes (Syria, charles de gaulle)".
_MORE = Func(
    Value(", "),
    F("theatre__name"),
    NullIf(Replace("name", Value("-"), Value(" ")), Value("")),
    function="concat_ws",
    output_field=TextField(),
)
_MADE = Text(
    "country__name",
    Value(": "),
    Lower(Left("kind__name", 1)),
    Substr("kind__name", 2),
    text_if(
        When(Q(theatre=None, name=""), then=Value("")), default=Text(Value(" ("), _MORE, Value(")"))
    ),
)
TITLE = text_if(When(title_override="", then=_MADE), default=F("title_override"))

IDENTITY = (
    Field(
        "code",
        "code",
        "Code",
        "What it is cited by; never changed.",
        Type.CODE,
        always=True,
        sortable=True,
    ),
    Field(
        "path",
        "path",
        "Path",
        "COUNTRY/kind, with @theatre and #name where there are any.",
        Type.CODE,
        always=True,
    ),
    Field("title", TITLE, "Title", "Made from the path, unless an analyst wrote one.", always=True),
    Field(
        "coalition",
        "coalition_id",
        "Coalition",
        "Which coalition it is given to.",
        Type.CODE,
        refers="coalitions",
        always=True,
    ),
    Field(
        "country",
        "country_id",
        "Country",
        "Who gives it: ISO 3166-1, or a code of our own.",
        Type.CODE,
        refers="countries",
        always=True,
        sortable=True,
    ),
    Field("country_name", "country__name", "Country's name", "In English.", always=True),
    Field(
        "country_type",
        "country__type",
        "Type",
        "A state, or whoever else contributes like one; a count of countries counts states.",
        Type.WORD,
        words=tuple(CountryType.values),
        always=True,
    ),
    Field(
        "kind",
        "kind_id",
        "Kind",
        "What form it has.",
        Type.CODE,
        refers="kinds",
        always=True,
        sortable=True,
    ),
    Field("kind_name", "kind__name", "Kind's name", "In English.", always=True),
    Field(
        "line_of_effort",
        Coalesce("state__statement__line_of_effort", "kind__line_of_effort"),
        "Line of effort",
        "What it is for: the kind's usual one, unless the statement names another.",
        Type.CODE,
        refers="lines_of_effort",
    ),
    Field(
        "theatre",
        "theatre_id",
        "Theatre",
        "Where it acts, as its path says.",
        Type.CODE,
        refers="places",
    ),
    Field("theatre_name", "theatre__name", "Theatre's name", "In English."),
    Field(
        "part_of",
        code_of("part_of"),
        "Part of",
        "The contribution that contains it.",
        Type.CODE,
        refers="contributions",
    ),
)

CARRIER = (
    Field(
        "statement",
        "state__statement__code",
        "Statement",
        "The code of the statement that carries the status; its words, speaker and source follow.",
        Type.CODE,
        refers="statements",
        always=True,
    ),
    Field(
        "stake",
        "state__statement__standing__stake",
        "Stake",
        "Whose word that is, seen from the contributor.",
        Type.WORD,
        words=words_of(Stake),
    ),
    Field(
        "when",
        "state__statement__when",
        "When",
        "When it held, as that statement says in EDTF; an interval is at some time within.",
        Type.EDTF,
    ),
    Field(
        "condition",
        "state__statement__condition",
        "Condition",
        "The condition in the source's words.",
    ),
)

CONTRIBUTIONS = Registry(
    name="contributions",
    one="contribution",
    model=Contribution,
    meaning="What one contributor gives of one kind to one coalition, as its statements add up.",
    fields=(
        *IDENTITY,
        *STATUS,
        *FIGURES,
        *DAYS,
        *CARRIER,
        *quote_fields("state__statement__quote__"),
        page_field("contributions"),
        *clock_fields(),
    ),
)
