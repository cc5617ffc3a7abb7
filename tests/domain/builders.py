"""Statements for tests of the rules, each in a line: who said it, when, and what."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from tracker.domain.dates import parse_edtf
from tracker.domain.stake import Membership
from tracker.domain.state import Reading, State, known_on, timeline

EARLY = date(2014, 9, 1)
LATE = date(2100, 1, 1)
MEMBERS: Membership = {
    **{code: [(EARLY, None, "member")] for code in ("US", "FR", "DE", "TR", "CA", "IQ", "NL")},
    "RU": [(EARLY, None, "outside")],
}
NATURES = {"strikes": "flow", "targets": "flow", "trainees": "flow", "money": "flow"}


def day(text: str) -> date:
    return date.fromisoformat(text)


def reading(number: int, status: str, *, by: str = "", **given: Any) -> Reading:
    """A statement of its own quote and origin, said and known on 2015-11-23 unless told otherwise.

    ``by`` is a country (an official of it), a role, or empty for the reporter; dates are EDTF;
    ``amount`` is a number or (low, high).
    """
    said = parse_edtf(given.pop("said", "2015-11-23"))
    assert said.latest is not None
    given.setdefault("known_from", said.latest)
    if isinstance(given["known_from"], str):
        given["known_from"] = day(given["known_from"])
    given.update({key: parse_edtf(given[key]) for key in ("when", "due") if key in given})
    given.update(_amount(given))
    given.update(_speaker(by))
    given.setdefault("origin", f"origin {number}")
    quote = given.pop("quote", number)
    place = given.pop("place", (10 * number, 1))
    given.setdefault("code", f"source:{number:03}")
    return Reading(id=number, quote=quote, place=place, source=1, status=status, said=said, **given)


def state(contributor: str, *readings: Reading, on: str = "2100-01-01") -> State:
    """What is known in the end, or on a day."""
    found = known_on(timeline(contributor, readings, MEMBERS), day(on))
    assert found is not None, "nothing is known"
    return found


class Bounded(Protocol):
    @property
    def low(self) -> Decimal: ...
    @property
    def high(self) -> Decimal | None: ...


def ends(found: Bounded) -> tuple[int, int | None]:
    """Low and high as plain numbers; None is open."""
    return int(found.low), None if found.high is None else int(found.high)


def lows_and_highs(states: Iterable[State]) -> list[tuple[int, int | None]]:
    """The bounds of the first figure of each state."""
    return [ends(state.figures[0]) for state in states]


def _amount(given: dict[str, Any]) -> dict[str, Any]:
    amount = given.pop("amount", None)
    if amount is None:
        return {}
    low, high = amount if isinstance(amount, tuple) else (amount, amount)
    metric = given.get("metric", "money" if "currency" in given else "")
    return {
        "low": None if low is None else Decimal(low),
        "high": None if high is None else Decimal(high),
        "metric": metric,
        "nature": given.get("nature", NATURES.get(metric, "stock")),
    }


def _speaker(by: str) -> dict[str, str]:
    if by.isupper():
        return {"speaker_role": "official", "speaker_country": by}
    return {"speaker_role": by}
