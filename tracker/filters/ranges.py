"""Sides of ranges: of numbers, of days, and of dates that leave their day open (semantics A3)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from tracker.filters.asked import Asked, Empty, Given, Parameters
from tracker.filters.values import TOO_MUCH, DayBound, Number

CERTAIN, POSSIBLE = "certain", "possible"
SIDES = {"after": "earliest", "before": "latest"}


class BoundAsked(Asked):
    """A side of a range of numbers, inclusive: ``_min`` or ``_max``."""

    field_class = Number
    json = {"type": "number", "exclusiveMinimum": -TOO_MUCH, "exclusiveMaximum": TOO_MUCH}

    def __init__(self, field_name: str, side: str, **kwargs: Any) -> None:
        super().__init__(field_name, empty=Empty.NULL, **kwargs)
        self.stem = field_name
        self.lookup_expr = {"min": "gte", "max": "lte"}[side]

    def condition(self, value: Any, given: Given) -> Q:
        return Q(**{f"{self.field_name}__{self.lookup_expr}": value})


class DayAsked(Asked):
    """A side of a range of days, inclusive: ``_after`` or ``_before``, of one day column."""

    field_class = DayBound
    json = {"type": "string", "minLength": 1}

    def __init__(self, field_name: str, side: str, **kwargs: Any) -> None:
        super().__init__(field_name, side=SIDES[side], empty=Empty.NULL, **kwargs)
        self.side, self.stem = side, field_name

    def condition(self, value: date, given: Given) -> Q:
        lookup = "gte" if self.side == "after" else "lte"
        return Q(**{f"{self.field_name}__{lookup}": value})

    def told(self, value: date, given: Given) -> str:
        return f"{self.label}: {'from' if self.side == 'after' else 'up to'} {value.isoformat()}"


class SpanAsked(DayAsked):
    """The same of a date that is two columns, ``…_earliest`` and ``…_latest`` (semantics A3).

    Possibly in range: it overlaps. Certainly: it lies inside. Undated is in no range.
    """

    def __init__(self, field_name: str, side: str, **kwargs: Any) -> None:
        columns = [f"{field_name}_earliest", f"{field_name}_latest"]
        super().__init__(field_name, side, reads=columns, **kwargs)
        self.columns = columns

    def condition(self, value: date, given: Given) -> Q:
        earliest, latest = self.columns
        certain = _match(given) == CERTAIN
        if self.side == "after":
            return Q(**{f"{earliest if certain else latest}__gte": value}) | (
                Q() if certain else self._open(latest, earliest)
            )
        return Q(**{f"{latest if certain else earliest}__lte": value}) | (
            Q() if certain else self._open(earliest, latest)
        )

    def _open(self, side: str, other: str) -> Q:
        """Open on this side, and dated all the same."""
        return Q(**{f"{side}__isnull": True, f"{other}__isnull": False})

    def lacking(self, given: Given) -> Q | None:
        return Q(**{f"{column}__isnull": True for column in self.columns})

    def told(self, value: date, given: Given) -> str:
        how = "certainly" if _match(given) == CERTAIN else "possibly"
        return f"{super().told(value, given)}, {how}"


def _match(given: Given) -> str:
    chosen = given.get("date_match")
    return chosen.values[0] if chosen else POSSIBLE


def day_range(name: str, field_name: str, *, label: str, meaning: str, span: bool) -> Parameters:
    """``name_after`` and ``name_before``, of one column or (``span``) of two."""
    kind = SpanAsked if span else DayAsked
    texts = {
        side: f"No {word} than this day, month or year (EDTF: 2015-11-23, 2015-11, 2015)."
        for side, word in (("after", "earlier"), ("before", "later"))
    }
    return {
        f"{name}_{side}": kind(field_name, side, label=label, meaning=f"{meaning} {text}")
        for side, text in texts.items()
    }


def number_range(name: str, field_name: str, *, label: str, meaning: str) -> Parameters:
    """``name_min`` and ``name_max``, both inclusive."""
    texts = {"min": ("at least", "No less than this."), "max": ("at most", "No more than this.")}
    return {
        f"{name}_{side}": BoundAsked(
            field_name, side, label=f"{label} {word}", meaning=f"{meaning} {text}"
        )
        for side, (word, text) in texts.items()
    }
