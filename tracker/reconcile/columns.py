"""Reconciliations as columns of a file: what a tally claims beside what the record says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from tracker.fields import Clocks, Field, Reckoned, Type
from tracker.models import Tally
from tracker.reconcile.record import Record
from tracker.reconcile.tally import Named, Reconciliation, reconcile

AT_A_TIME = 500


def _countries(name: str, label: str, meaning: str) -> Field:
    return Field(name, name, label, meaning, Type.LIST, always=True)


def _number(name: str, label: str, meaning: str) -> Field:
    return Field(name, name, label, meaning, Type.NUMBER, "measure")


FIELDS = (
    Field("claimed", "claimed", "Claimed", "Its number as bounds: 25, 21–23, at least 34."),
    _countries(
        "certain", "Certain", "Countries that the record is certain of, by what is known now."
    ),
    _countries("possible", "Possible", "Countries that may be meant, and are not certain."),
    _countries("denied", "Denied", "Countries that it names and the record denies."),
    _countries(
        "beside", "Beside", "Who matches and is no country: groups, organisations, the whole."
    ),
    _number("record_low", "Record, at least", "How many, or how much, the record is certain of."),
    _number("record_high", "Record, at most", "The same with what is possible."),
    Field("not_named", "not_named", "Not named", "What is claimed beyond the record, as bounds."),
    _number("not_named_low", "Not named, at least", "Low bound of that."),
    _number("not_named_high", "Not named, at most", "High bound of that; empty where it is open."),
    _number("excess", "Excess", "By how much the record is certain of more than is claimed."),
)


def _reckoned(rows: QuerySet[Any], clocks: Clocks) -> dict[str, dict[str, Any]]:
    tallies = Tally.objects.filter(pk__in=rows.order_by().values("pk"))
    joined = tallies.select_related("quote__source", "metric")
    found = joined.prefetch_related("countries__country").order_by("pk").iterator(AT_A_TIME)
    record = Record(clocks.known_on, whole=True)
    return {tally.code: _columns(reconcile(tally, clocks.known_on, record)) for tally in found}


def _columns(held: Reconciliation) -> dict[str, Any]:
    low, high = held.counted
    return {
        "claimed": held.claimed,
        "certain": _codes(held.certain),
        "possible": _codes(held.possible),
        "denied": _codes(held.denied),
        "beside": _codes(held.beside),
        "record_low": _plain(low),
        "record_high": _plain(high if held.tally.metric_id else low + high),
        "not_named": held.not_named,
        "not_named_low": _plain(held.remainder.low),
        "not_named_high": _plain(held.remainder.high),
        "excess": _plain(held.remainder.excess),
    }


def _codes(side: Iterable[Named]) -> list[str]:
    return [each.country.code for each in side]


def _plain(number: Any) -> str | None:
    return None if number is None else str(number)


# By the name of the records whose files have them.
RECKONED = {"tallies": Reckoned(FIELDS, _reckoned)}
