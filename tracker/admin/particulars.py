"""What a statement or tally says besides status and amount, as lines: only what is said at all."""

from __future__ import annotations

from typing import Any

from tracker.admin.labels import label_of
from tracker.domain import wording
from tracker.models import Statement
from tracker.models.choices import Basis, BoundsBy, Credibility, ReadsAs, Tie

# In the order in which they are read out; what goes without saying is left out.
COLUMNS = (
    *("role", "effort", "place", "recipient", "line_of_effort", "when", "due", "condition"),
    *("words", "reads_as", "bounds_by", "not_narrowed", "basis", "tie", "credibility", "note"),
)
UNSAID: dict[str, Any] = {
    "reads_as": ReadsAs.LEVEL,
    "bounds_by": BoundsBy.WORDS,
    "basis": Basis.STATED,
    "tie": Tie.STATED,
    "credibility": Credibility.UNJUDGED,
}
# What a line of statements needs besides its own columns.
JOINED = ("place", "recipient", "line_of_effort", "denies", "corrects")


def particulars_of(claim: Any) -> list[tuple[str, str]]:
    """Label and text, as the claim's own page has them."""
    known = {field.name for field in claim._meta.concrete_fields}
    told = [
        (label_of(type(claim), name), _text(claim, name))
        for name in COLUMNS
        if name in known and getattr(claim, name) != UNSAID.get(name)
    ]
    if isinstance(claim, Statement):
        told += [("Denies", _code(claim.denies)), ("Corrects", _code(claim.corrects))]
    return [(label, text) for label, text in told if text]


def _text(claim: Any, name: str) -> str:
    value = getattr(claim, name)
    if name in ("when", "due"):
        return wording.edtf(value)
    told = getattr(claim, f"get_{name}_display", None)
    return str(told() if told else value or "")


def _code(other: Statement | None) -> str:
    return other.code if other else ""
