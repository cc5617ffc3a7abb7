"""What one statement says of a deed: the columns it fills, and the words a quote has for them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from tracker.domain.ladder import Change, Group, Status, group_of
from tracker.generate import dates
from tracker.generate.amounts import RATES, Quantity, quantity
from tracker.generate.chance import Draw
from tracker.generate.reference import Named, Reference
from tracker.generate.words import CONDITIONS, clause, uncapitalised

Row = dict[str, Any]  # the columns of a row that differ from their model's defaults

FIRST = Draw(
    {
        Status.ONGOING.value: 28,
        Status.DONE.value: 26,
        Status.ENDED.value: 4,
        Status.COMMITTED.value: 5,
        Status.AUTHORISED.value: 3,
        Status.PLEDGED.value: 10,
        Status.OFFERED.value: 4,
        Status.EXPECTED.value: 3,
        Status.PROPOSED.value: 4,
        Status.POSSIBLE.value: 4,
        Status.REQUESTED.value: 3,
        Status.UNLIKELY.value: 2,
        Status.ABSENT.value: 1,
        Status.RULED_OUT.value: 2,
        "": 1,
    }
)
LATER = Draw(
    {
        Status.ONGOING.value: 40,
        Status.DONE.value: 22,
        Status.ENDED.value: 10,
        Status.PLEDGED.value: 8,
        Status.POSSIBLE.value: 4,
        Status.UNLIKELY.value: 2,
    }
)
_CHANGES = Draw.skewed(
    [each.value for each in (Change.MORE, Change.START, Change.END, Change.LESS, Change.SUSPEND)]
)
_ROLES = Draw.skewed(["participant", "lead", "host", "co-lead"])
_EFFORTS = Draw.skewed([f"generated-effort-{name}" for name in ("north", "south", "coast")])
_CREDIBILITY = Draw({6: 70, 2: 12, 1: 6, 3: 8, 4: 3, 5: 1})
_READS_AS = Draw({"": 85, "total": 10, "level": 5})


@dataclass(frozen=True, slots=True)
class Deed:
    """What a contribution's statements are of."""

    giver: Named
    kind: Named


def say(rng: Random, deed: Deed, status: str, day: int, reference: Reference) -> tuple[Row, str]:
    """A statement that is made on a day (an ordinal), and the words for it."""
    row: Row = {"status": status}
    group = group_of(status)
    amount = _amount(rng, row, deed, reference)
    more = [_place(rng, row, reference), _time(rng, row, group, day), _condition(rng, row, group)]
    if rng.random() < 0.1:
        row["change"] = _CHANGES(rng)
    _judgement(rng, row)
    _particulars(rng, row, reference)
    what = uncapitalised(deed.kind.name)
    return row, clause(deed.giver.name, status, amount=amount, what=what, more=more)


def _amount(rng: Random, row: Row, deed: Deed, reference: Reference) -> str:
    measures = reference.measures.get(deed.kind.code)
    if measures is None or rng.random() > 0.6:
        return ""
    metric = measures(rng)
    amount = quantity(rng, metric.code, uncapitalised(metric.name))
    row |= {
        "metric_id": metric.code,
        "low": amount.low,
        "high": amount.high,
        "currency": amount.currency,
        "words": amount.words,
        "reads_as": _READS_AS(rng),
        "per": "year" if rng.random() < 0.02 else "",
    }
    if amount.currency in RATES and rng.random() < 0.2:
        row |= _converted(amount)
    return amount.said


def _converted(amount: Quantity) -> Row:
    """Stated in one currency, with what it was converted from."""
    rate = RATES[amount.currency]
    return {
        "converted_low": amount.low and amount.low * rate,
        "converted_high": amount.high and amount.high * rate,
        "converted_currency": "USD",
        "converted_rate": rate,
    }


def _place(rng: Random, row: Row, reference: Reference) -> str:
    if rng.random() > 0.4:
        return ""
    place = reference.place(rng)
    row["place_id"] = place.code
    return f"in {place.name}"


def _time(rng: Random, row: Row, group: str, day: int) -> str:
    """When a deed held, by the day it was told of; what a promise covers."""
    if group == Group.PROSPECTIVE:
        row["due"], said = dates.due(rng, day) if rng.random() < 0.25 else ("", "")
        return said
    if rng.random() > 0.45 or not group:
        return ""
    row["when"], row["when_words"] = dates.when(rng, day - rng.randint(0, 90))
    return str(row["when_words"])


def _condition(rng: Random, row: Row, group: str) -> str:
    if group != Group.PROSPECTIVE or rng.random() > 0.08:
        return ""
    row["condition"] = rng.choice(CONDITIONS)
    return str(row["condition"])


def _judgement(rng: Random, row: Row) -> None:
    """How sure it is, and why that is noted where the rules ask for it."""
    row["credibility"] = _CREDIBILITY(rng)
    if row["credibility"] == 5:
        row["note"] = "Generated: improbable."
    if not row["status"]:
        row["note"] = "Generated: the question was not answered."
    if rng.random() < 0.06:
        row["basis"] = "implied"
    if rng.random() < 0.06:
        row["tie"] = "presumed"


def _particulars(rng: Random, row: Row, reference: Reference) -> None:
    if rng.random() < 0.15:
        row["role"] = _ROLES(rng)
    if rng.random() < 0.08:
        row["recipient_id"] = reference.country(rng).code
    if rng.random() < 0.05:
        row["effort"] = _EFFORTS(rng)
    if reference.lines_of_effort and rng.random() < 0.04:
        row["line_of_effort_id"] = rng.choice(reference.lines_of_effort)
