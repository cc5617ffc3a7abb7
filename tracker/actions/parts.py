"""The rows that are part of a claim: the further quotes it rests on, the countries it names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tracker.models import TallyCountry

# By the name that a list of them has wherever it is shown or written.
PARTS = ("rests_on", "names", "excludes")

Parts = dict[str, Sequence[Any]]  # the quotes or countries of each list


def differing_parts(record: Any, parts: Parts) -> Parts:
    """Of these lists, those that are not the record's own already."""
    return {name: wanted for name, wanted in parts.items() if _keys(record, name) != _of(wanted)}


def write_parts(record: Any, parts: Parts) -> None:
    """Make these lists the record's own, in their order, inside an action that writes it."""
    for name, wanted in parts.items():
        _rows(record, name).delete()
        if name == "rests_on":
            for place, key in enumerate(_of(wanted), 1):
                record.rests_on.create(quote_id=key, position=place)
        else:
            for key in _of(wanted):
                record.countries.create(country_id=key, excluded=name == "excludes")
    if parts:
        record.refresh_from_db()  # each part raises the version of its whole


def _of(wanted: Sequence[Any]) -> list[Any]:
    """Each once, as it came first."""
    return list(dict.fromkeys(each.pk for each in wanted))


def _rows(record: Any, name: str) -> Any:
    if name == "rests_on":
        return record.rests_on.order_by("position", "pk")
    return TallyCountry.objects.filter(tally=record, excluded=name == "excludes").order_by("pk")


def _keys(record: Any, name: str) -> list[Any]:
    return list(
        _rows(record, name).values_list("quote" if name == "rests_on" else "country", flat=True)
    )
