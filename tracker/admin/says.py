"""What quotes say, in the order of the quote: statements and tallies; and what they support."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tracker.admin.wording import amount_of, badge_of
from tracker.domain.wording import Badge
from tracker.models import Quote, Statement, StatementQuote, Tally, TallyQuote


@dataclass(frozen=True, slots=True)
class Said:
    """One line of what a quote says, or (``supports``) of what else rests on its words."""

    url: str
    of: str
    says: Badge | None
    amount: str
    when: str
    review: str
    supports: bool = False


def says_of(quotes: Sequence[Quote]) -> dict[int, list[Said]]:
    """Four queries, however many quotes."""
    found: dict[int, list[tuple[bool, int, Said]]] = {quote.pk: [] for quote in quotes}
    keys = list(found)
    statements = Statement.objects.select_related("contribution", "metric")
    tallies = Tally.objects.select_related("metric")
    for claims in (statements, tallies):
        for claim in claims.filter(quote__in=keys).order_by("position", "number"):
            found[claim.quote_id].append((False, claim.position, said(claim)))
    further = StatementQuote.objects.select_related("statement__contribution", "statement__metric")
    of_tallies = TallyQuote.objects.select_related("tally__metric")
    for name, rows in (("statement", further), ("tally", of_tallies)):
        for row in rows.filter(quote__in=keys).order_by("pk"):
            line = said(getattr(row, name), supports=True)
            found[row.quote_id].append((True, row.position, line))
    return {
        pk: [line for _, _, line in sorted(lines, key=lambda placed: placed[:2])]
        for pk, lines in found.items()
    }


def said(claim: Any, *, supports: bool = False) -> Said:
    return Said(
        url=reverse(f"admin:tracker_{claim._meta.model_name}_change", args=[claim.pk]),
        of=claim.contribution.path if isinstance(claim, Statement) else "Tally",
        says=badge_of(claim) if claim.status or isinstance(claim, Statement) else None,
        amount=amount_of(claim),
        when=claim.when,
        review=claim.get_review_display(),
        supports=supports,
    )
