"""The fields of tallies."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from tracker.domain.ladder import Status
from tracker.fields.base import Field, Type
from tracker.fields.public import code_of
from tracker.fields.quantities import number_fields, quantity_fields, when_fields
from tracker.fields.registry import Registry
from tracker.fields.words import clock_fields, quote_fields, words_of
from tracker.models import Tally, TallyCountry, TallyQuote
from tracker.models.tally import COUNTRIES


def _countries(*, excluded: bool) -> Combinable:
    named = TallyCountry.objects.filter(tally=OuterRef("pk"), excluded=excluded)
    return ArraySubquery(named.order_by("country").values_list("country"))


FURTHER = ArraySubquery(
    TallyQuote.objects.filter(tally=OuterRef("pk")).order_by("position").values_list("quote__code")
)

TALLIES = Registry(
    name="tallies",
    one="tally",
    model=Tally,
    meaning="An official's claim about the coalition as a whole, held against the record.",
    fields=(
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
            "coalition",
            "quote__source__coalition_id",
            "Coalition",
            "Which coalition.",
            Type.CODE,
            refers="coalitions",
            always=True,
        ),
        Field(
            "measure",
            Coalesce(F("metric_id"), Value(COUNTRIES)),
            "Measure",
            "What is counted: countries, or a metric.",
            Type.CODE,
            always=True,
        ),
        Field(
            "counts",
            "counts",
            "Counts",
            "Which contributions, as parameters of their list.",
            Type.OBJECT,
            always=True,
        ),
        Field(
            "status",
            "status",
            "Status",
            "What is claimed of them.",
            Type.WORD,
            words=words_of(Status),
        ),
        *quantity_fields(),
        Field("out_of", "out_of", "Out of", "“59 of the 65”: 65.", Type.INTEGER),
        Field(
            "names",
            _countries(excluded=False),
            "Names",
            "The countries that it names.",
            Type.LIST,
            always=True,
        ),
        Field(
            "excludes",
            _countries(excluded=True),
            "Excludes",
            "The countries that it excludes.",
            Type.LIST,
            always=True,
        ),
        Field(
            "not_narrowed",
            "not_narrowed",
            "Not narrowed",
            "What the words narrow and the query could not.",
        ),
        Field(
            "part_of",
            code_of("part_of"),
            "Part of",
            "The tally that contains it.",
            Type.CODE,
            refers="tallies",
        ),
        *when_fields(),
        Field("when_earliest", "when_earliest", "When, earliest", "First day of that.", Type.DAY),
        Field("when_latest", "when_latest", "When, latest", "Last day of that.", Type.DAY),
        *number_fields(),
        *quote_fields("quote__"),
        Field(
            "rests_on", FURTHER, "Rests on", "The codes of further quotes.", Type.LIST, always=True
        ),
        *clock_fields(),
    ),
)
