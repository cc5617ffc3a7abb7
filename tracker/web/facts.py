"""What a statement or a tally says, line by line: our reading beside the words it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tracker.domain import wording
from tracker.domain.ladder import Status
from tracker.models import Statement, Tally
from tracker.models.choices import Basis, BoundsBy, Credibility, ReadsAs, Tie
from tracker.models.review import EVER
from tracker.models.tally import COUNTRIES
from tracker.web import addresses


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what is said: a label, our reading, the very words it was read from."""

    label: str
    text: str = ""
    words: str = ""
    href: str = ""


def amount_of(claim: Any) -> str:
    """The quantity of a statement, a tally or a figure, with its unit."""
    unit = claim.metric.unit if claim.metric_id else COUNTRIES
    currency, per = claim.currency, getattr(claim, "per", "")
    if claim.low == claim.high == Decimal(1):
        unit = unit.removesuffix("s") if unit != COUNTRIES else "country"
    return wording.amount(claim.low, claim.high, unit=unit, currency=currency, per=per)


def stated(facts: list[Fact]) -> list[Fact]:
    """Those that say something."""
    return [fact for fact in facts if fact.text or fact.words]


def said_of_statement(statement: Statement) -> list[Fact]:
    return stated([*_measured(statement), *_circumstances(statement), *_sure(statement)])


def said_of_tally(tally: Tally, claimed: str, counts: str, counts_href: str) -> list[Fact]:
    return stated(
        [
            Fact("How many", claimed, tally.words),
            _bounds_by(tally),
            Fact("Counts", counts, href=counts_href),
            Fact("The query leaves out", tally.not_narrowed),
            Fact("When", wording.edtf(tally.when), tally.when_words),
            *_credible(tally),
            Fact("Note", tally.note),
        ]
    )


# --- Facts of a statement -------------------------------------------------------------------


def _measured(statement: Statement) -> list[Fact]:
    if not statement.metric_id:
        return []
    told = statement.reads_as in (ReadsAs.CHANGE, ReadsAs.TOTAL)
    return [
        Fact("In words", words=statement.words),
        Fact("Reads as", statement.get_reads_as_display().lower() if told else ""),
        _bounds_by(statement),
        Fact("Converted from", _converted(statement)),
    ]


def _bounds_by(claim: Any) -> Fact:
    analysts = claim.bounds_by == BoundsBy.ANALYST
    return Fact("Bounds", "the analyst’s: no words force them" if analysts else "")


def _converted(statement: Statement) -> str:
    if not statement.converted_currency:
        return ""
    low, high = statement.converted_low, statement.converted_high
    text = wording.amount(low, high, unit="", currency=statement.converted_currency)
    rate = statement.converted_rate
    return f"{text or statement.converted_currency}{f' at {rate.normalize():f}' if rate else ''}"


def _circumstances(statement: Statement) -> list[Fact]:
    return [
        Fact("As", statement.get_role_display().lower() if statement.role else ""),
        Fact("Where", statement.place.name if statement.place else ""),
        Fact("For whom", statement.recipient.name if statement.recipient else ""),
        Fact("Joint effort", statement.effort.replace("-", " ")),
        Fact("Line of effort", str(statement.line_of_effort or "")),
        Fact("When", wording.edtf(statement.when), statement.when_words),
        Fact("Due", wording.edtf(statement.due)),
        Fact("On condition", words=statement.condition),
        *_about_another("Denies", statement.denies),
        *_about_another("Corrects", statement.corrects),
    ]


def _about_another(label: str, other: Statement | None) -> list[Fact]:
    if other is None or other.review not in EVER:
        return []
    status = Status(other.status).label.lower() if other.status else wording.UNSTATED
    return [Fact(label, f"“{status}”, as said in {other.code}", href=addresses.of_statement(other))]


def _sure(statement: Statement) -> list[Fact]:
    implied = "implied by the words, not stated" if statement.basis == Basis.IMPLIED else ""
    presumed = "its tie to the coalition is presumed" if statement.tie == Tie.PRESUMED else ""
    return [
        Fact("How sure", "; ".join(part for part in (implied, presumed) if part)),
        *_credible(statement),
        Fact("Note", statement.note),
    ]


def _credible(claim: Any) -> list[Fact]:
    """How credible; what cannot be judged is the rule and goes without saying."""
    if claim.credibility == Credibility.UNJUDGED:
        return []
    return [Fact("Credibility", Credibility(claim.credibility).label)]
