"""What a statement, a tally or a figure says, in the words readers see."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from tracker.domain.wording import Badge, amount, badge
from tracker.models import Tally


def amount_of(record: Any) -> str:
    """“38 aircraft”, “at least 3 targets”, “EUR 440 million a year”."""
    unit = record.metric.unit if record.metric_id else "countries"
    per = getattr(record, "per", "")
    return amount(record.low, record.high, unit=unit, currency=record.currency, per=per)


def status_of(claim: Any) -> str:
    """“Pledged: more”; of a tally nothing, where its words say no more than that it is so."""
    if isinstance(claim, Tally):
        return badge(claim.status).label if claim.status else ""
    return badge(claim.status, change=claim.change).label


def badge_of(claim: Any) -> Badge:
    """Its status with its group; a condition makes it prospective at most."""
    conditioned = bool(getattr(claim, "condition", ""))
    return badge(claim.status, change=getattr(claim, "change", ""), conditioned=conditioned)


def marked(shown: Badge) -> SafeString:
    """As lists print it: a word and a mark, never a colour alone."""
    title = f"{shown.group_label}: {shown.meaning}"
    return format_html(
        '<span class="badge {}" title="{}">{}</span>', shown.group, title, shown.label
    )
