"""The figures of a contribution's state: all of them as JSON or words, the main one as cells."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    F,
    Func,
    JSONField,
    OuterRef,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from tracker.fields.base import Field, Type
from tracker.fields.sql import Joined, RowJSON, Text, TrimScale, empty_is_null, text_if
from tracker.models import Figure

STATE = "state__"  # from a contribution to its state, as ContributionQuerySet.at() joins it

# The periods as numbers and days; the column keeps them as texts.
_WINDOWS = Func(
    F("windows"),
    template=(
        "(SELECT json_agg(json_build_object('earliest', w->>'earliest', 'latest', w->>'latest',"
        " 'low', trim_scale((w->>'low')::numeric), 'high', trim_scale((w->>'high')::numeric))"
        " ORDER BY i) FROM jsonb_array_elements(%(expressions)s) WITH ORDINALITY AS e(w, i))"
    ),
    output_field=JSONField(),
)


def _figures() -> Combinable:
    columns = {
        "status_group": F("status_group"),
        "metric": F("metric_id"),
        "unit": F("metric__unit"),
        "currency": empty_is_null(F("currency")),
        "low": TrimScale(F("low")),
        "high": TrimScale(F("high")),
        "per": empty_is_null(F("per")),
        "rate": F("rate"),
        "equivalent": F("equivalent"),
        "conflict": F("conflict"),
        "windows": _WINDOWS,
    }
    return ArraySubquery(_of_state().values_list(RowJSON(columns)), output_field=JSONField())


def _of_state() -> QuerySet[Figure]:
    return Figure.objects.filter(state=OuterRef(f"{STATE}id")).order_by(
        "status_group", "metric", "per", "equivalent", "currency"
    )


def _in_words() -> Combinable:
    """All figures as one text: ``38 aircraft; prospective: 3000..5000 personnel``."""
    texts = _of_state().values_list(
        Text(
            text_if(
                When(status_group=OuterRef(f"{STATE}status_group"), then=Value("")),
                default=Text("status_group", Value(": ")),
            ),
            text_if(When(currency="", then=Value("")), default=Text("currency", Value(" "))),
            _bounds(),
            text_if(When(currency="", then=Text(Value(" "), "metric_id"))),
            text_if(When(per="", then=Value("")), default=Text(Value(" per "), "per")),
            text_if(When(equivalent=True, then=Value(" (equivalent)"))),
            text_if(When(conflict=True, then=Value(" (in conflict)"))),
        )
    )
    return Joined(ArraySubquery(texts))


def _bounds() -> Combinable:
    low, high = (Cast(TrimScale(F(side)), TextField()) for side in ("low", "high"))
    return text_if(
        When(low=F("high"), then=low),
        When(high=None, then=Text(low, Value(".."))),
        default=Text(low, Value(".."), high),
    )


FIGURES = (
    Field(
        "metric",
        f"{STATE}metric_id",
        "Metric",
        "What the main figure counts: of what the status speaks of, in its group.",
        Type.CODE,
        refers="metrics",
    ),
    Field(
        "low",
        f"{STATE}low",
        "At least",
        "Low bound of the main figure.",
        Type.NUMBER,
        "metric",
        sortable=True,
    ),
    Field(
        "high",
        f"{STATE}high",
        "At most",
        "High bound of the main figure; empty where it is open.",
        Type.NUMBER,
        "metric",
    ),
    Field("currency", f"{STATE}currency", "Currency", "ISO 4217, of money.", Type.CODE),
    Field(
        "figures",
        _figures(),
        "Figures",
        "All figures, by status group, metric and currency. Groups are never added, nor rates, nor "
        "equivalents; windows are the periods a figure is of. In tables as words.",
        Type.RECORDS,
        table=_in_words(),
        always=True,
    ),
)
