"""What OpenAPI says of totals."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.views import APIView

from tracker.api.examples import ADDED_UP
from tracker.api.schema import FORMAT, exemplified, filter_parameters
from tracker.api.shapes import ADDRESS, ADDRESS_OR_NULL, CONDITIONAL, ETAG, REFUSED, TEXT, shape
from tracker.totals import TotalsFilterSet

WHOLE: dict[str, Any] = {"type": "integer"}
NUMBER_OR_NULL: dict[str, Any] = {"type": ["number", "null"]}

_OUTCOMES = {
    "counted": "How many contributions were added.",
    "without_figure": "Have no figure of this metric.",
    "without_upper_bound": "Of those that were added: have no upper bound.",
    "other_currency": "Count in another currency, and were not added.",
    "rates": "Say no more than so much a day, month or year, which is in no sum.",
    "inside_another": "Lie in another contribution of the cell that has a figure.",
    "undated": "Have no figure of the period.",
    "disputed": "Of those that were added: are disputed, and count from nothing.",
    "doubtful": "Of those that were added: are in conflict, only implied, promised beside what is "
    "done, or wider than what was asked, and count from nothing.",
    "by_equivalent": "Of those that were added: by an equivalent that a source states.",
    "periods": "How many unlike periods the figures are of; 0 where the metric is no flow.",
}
_METRIC = {
    "type": "object",
    "description": "One metric, in one currency where it is money. counted + without_figure + "
    "other_currency + rates + inside_another + undated are all contributions of the cell.",
    "properties": {
        "metric": TEXT,
        "unit": TEXT,
        "nature": {**TEXT, "enum": ["stock", "flow"]},
        "currency": {"type": ["string", "null"]},
        "low": {**NUMBER_OR_NULL, "description": "What is certain; null where nothing was added."},
        "high": {**NUMBER_OR_NULL, "description": "Null where it is open: at least the low."},
        "high_of_bounded": {**NUMBER_OR_NULL, "description": "The highs that there are, added."},
        "at_least": {"type": "boolean"},
        **{name: {**WHOLE, "description": meaning} for name, meaning in _OUTCOMES.items()},
        "exceeded": {
            "type": "array",
            "items": TEXT,
            "description": "Codes of wholes whose parts say more; the words of the whole stand.",
        },
    },
}
_CELL = {
    "type": "object",
    "description": "With its groups by name; null is none.",
    "properties": {
        "contributions": WHOLE,
        "countries": {**WHOLE, "description": "States among who gives them."},
        "countries_certain": {**WHOLE, "description": "Those with one beyond doubt and dispute."},
        "metrics": {"type": "array", "items": _METRIC},
        "records": {**ADDRESS, "description": "The list of exactly these contributions."},
    },
    "additionalProperties": {"type": ["string", "null"]},
}
TOTALS = shape(
    "Totals",
    {
        "type": "object",
        "required": ["by", "results", "total", "left_out", "read_as"],
        "properties": {
            "by": {"type": "array", "items": TEXT},
            "results": {"type": "array", "items": _CELL},
            "total": {**_CELL, "description": "All that was found: no sum of cells."},
            "left_out": {
                "type": "array",
                "description": "What stayed out because nothing in the question asked for it.",
                "items": {
                    "type": "object",
                    "properties": {
                        "because": TEXT,
                        "contributions": {**WHOLE, "description": "For this reason alone."},
                        "records": {
                            **ADDRESS_OR_NULL,
                            "description": "Their list; null where no parameters find them.",
                        },
                    },
                },
            },
            "read_as": {"type": "array", "items": TEXT},
        },
    },
)
_MEANING = """What contributions add up to, in groups. Takes all parameters of the list of
contributions, and leaves out, unless they ask for it: what is no deed, whose tie to the coalition
is only presumed, who is recorded as no member, pooled funds and private givers. Flows add up,
stocks stand as they are, deeds and promises are never one sum, a whole is not counted beside its
parts, money not across currencies."""
_ASKED = "/api/v1/contributions/?country=FR&kind=deployment.air&known_on=2015-12-31"
_ACTUAL = "status_group=actual"
_AIRCRAFT = {
    "contributions": 1,
    "countries": 1,
    "countries_certain": 1,
    "metrics": [
        {
            "metric": "aircraft",
            "unit": "aircraft",
            "nature": "stock",
            "currency": None,
            "low": 38,
            "high": 38,
            "high_of_bounded": 38,
            "at_least": False,
            "counted": 1,
            **dict.fromkeys(list(_OUTCOMES)[1:], 0),
            "exceeded": [],
        }
    ],
    "records": f"{_ASKED}&membership%21=outside&presumed_only=false&{_ACTUAL}&type%21=fund,private",
}
_LEFT_OUT = {
    "its tie to the coalition is only presumed": (
        f"membership%21=outside&{_ACTUAL}&type%21=fund,private&presumed_only=true"
    ),
    "recorded as no member of the coalition": (
        f"presumed_only=false&{_ACTUAL}&type%21=fund,private&membership=outside"
    ),
    "a pooled fund or a private giver": (
        f"membership%21=outside&presumed_only=false&{_ACTUAL}&type=fund,private"
    ),
}
EXAMPLE = {
    "by": ["country"],
    "results": [{"country": "FR", **_AIRCRAFT}],
    "total": _AIRCRAFT,
    "left_out": [
        {"because": why, "contributions": 0, "records": f"{_ASKED}&{which}"}
        for why, which in _LEFT_OUT.items()
    ],
    "read_as": [
        "Grouped by: country",
        "Country: France",
        "Kind: Deployment of aircraft and all below",
        "Status group: Actual",
        "Presumed only: no",
        "Not membership: recorded as no member",
        "Not type: Pooled fund, Private giver",
        "Actual: on any day, as no valid_on is given",
        "Known on: 2015-12-31",
    ],
}


def _parameters() -> list[Any]:
    return exemplified([*filter_parameters(TotalsFilterSet), FORMAT, ETAG], ADDED_UP)


def described(view: type[APIView]) -> type[APIView]:
    operation = extend_schema(
        operation_id="totals",
        tags=["totals"],
        summary="Add contributions up",
        description=_MEANING,
        parameters=_parameters(),
        responses={(200, "application/json"): TOTALS, **CONDITIONAL, **REFUSED},
        examples=[OpenApiExample("Aircraft by country", value=EXAMPLE, response_only=True)],
    )
    return extend_schema_view(get=operation)(view)


def described_file(view: type[APIView]) -> type[APIView]:
    file = OpenApiResponse(TEXT, description="RFC 4180: a row for each cell and metric.")
    operation = extend_schema(
        operation_id="totals_csv",
        tags=["totals"],
        summary="Download totals as CSV",
        description=_MEANING,
        parameters=_parameters(),
        responses={(200, "text/csv"): file, **CONDITIONAL, **REFUSED},
    )
    return extend_schema_view(get=operation)(view)
