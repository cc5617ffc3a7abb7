"""What quotes say: their statements and tallies, in the order of the quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tracker.admin.wording import amount_of, status_of
from tracker.models import Quote, Statement, Tally


@dataclass(frozen=True, slots=True)
class Said:
    """One line of what a quote says."""

    url: str
    of: str
    status: str
    amount: str
    when: str
    review: str
    code: str


def says_of(quotes: Sequence[Quote]) -> dict[int, list[Said]]:
    """Two queries, however many quotes."""
    found: dict[int, list[tuple[int, Said]]] = {quote.pk: [] for quote in quotes}
    statements = Statement.objects.select_related("contribution", "metric")
    tallies = Tally.objects.select_related("metric")
    for rows in (statements, tallies):
        for claim in rows.filter(quote__in=list(found)).order_by("position", "number"):
            found[claim.quote_id].append((claim.position, said(claim)))
    return {
        pk: [line for _, line in sorted(lines, key=lambda placed: placed[0])]
        for pk, lines in found.items()
    }


def said(claim: Any) -> Said:
    model = claim._meta.model_name
    return Said(
        url=reverse(f"admin:tracker_{model}_change", args=[claim.pk]),
        of=claim.contribution.path if isinstance(claim, Statement) else "Tally",
        status=status_of(claim),
        amount=amount_of(claim),
        when=claim.when,
        review=claim.get_review_display(),
        code=claim.code,
    )
