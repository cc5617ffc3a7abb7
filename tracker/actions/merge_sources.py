"""What stands in a source that is merged into another: its quotes, what they say, who speaks.

Their codes begin with the source's, so each gets its new one, and the old one leads there; that is
what the database lets a published code change for, and nothing else. Where both sources quote one
place, what was read from one quote goes to the other.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Max, QuerySet, Value
from django.db.models.functions import Concat, Substr

from tracker.actions.merge_plan import same_place
from tracker.models import (
    Quote,
    Redirect,
    Source,
    Speaker,
    Statement,
    StatementQuote,
    Tally,
    TallyQuote,
)

CLAIMS: tuple[Any, ...] = (Statement, Tally)
PARTS: tuple[Any, ...] = (StatementQuote, TallyQuote)


def move_what_stands_in(gone: Source, into: Source, reason: str) -> None:
    for speaker in gone.speakers.order_by("pk"):
        _move_speaker(speaker, gone, into, reason)
    for quote, other in same_place(gone, into):
        _unify(quote, other, reason)
    _rename_all(gone.quotes.order_by("pk"), gone, into, reason, source=into)
    for model in CLAIMS:
        rows = model._default_manager.filter(quote__source=into, code__startswith=f"{gone.code}:")
        _rename_all(rows.order_by("pk"), gone, into, reason)


def _move_speaker(speaker: Speaker, gone: Source, into: Source, reason: str) -> None:
    if not speaker.code.startswith(f"{gone.code}:"):
        return  # its code is its own: it moves as it is
    code = into.code + speaker.code[len(gone.code) :]
    other = Speaker.objects.filter(code=code).first()
    _lead("speaker", {speaker.code: code}, reason)
    if other is None:
        Speaker.objects.filter(pk=speaker.pk).update(code=code, source=into)
        return
    speaker.quotes.update(speaker=other)
    speaker.delete()


def _unify(quote: Quote, other: Quote, reason: str) -> None:
    """What was read from one goes to the other, under the next free numbers there."""
    _lead("quote", {quote.code: other.code}, reason)
    for model in CLAIMS:
        for claim in model._default_manager.filter(quote=quote).order_by("number"):
            number, position = _next(other)
            code = f"{other.code}:{number}"
            if claim.published_at is not None:
                _lead(model._meta.model_name, {claim.code: code}, reason)
            rows = model._default_manager.filter(pk=claim.pk)
            rows.update(quote=other, number=number, position=position, code=code)
    for model in PARTS:
        model._default_manager.filter(quote=quote).update(quote=other)
    quote.delete()


def _next(quote: Quote) -> tuple[int, int]:
    """The next number and place in a quote, over its statements and tallies together."""
    found = [
        model._default_manager.filter(quote=quote).aggregate(n=Max("number"), p=Max("position"))
        for model in CLAIMS
    ]
    return tuple(max(row[name] or 0 for row in found) + 1 for name in ("n", "p"))  # type: ignore[return-value]


def _rename_all(
    rows: QuerySet[Any], gone: Source, into: Source, reason: str, **columns: Any
) -> None:
    """From “gone:…” to “into:…”; a claim that was never published leaves no code behind."""
    model = rows.model
    public = rows if model is Quote else rows.exclude(published_at=None)
    tail = len(gone.code)
    codes = public.values_list("code", flat=True)
    _lead(model._meta.model_name, {code: into.code + code[tail:] for code in codes}, reason)
    rows.update(code=Concat(Value(into.code), Substr("code", tail + 1)), **columns)


def _lead(model: str, codes: dict[str, str], reason: str) -> None:
    """Each code leads to its new one, and so do those that led to it."""
    for redirect in Redirect.objects.filter(model=model, target__in=codes):
        Redirect.objects.filter(pk=redirect.pk).update(target=codes[redirect.target])
    Redirect.objects.bulk_create(
        Redirect(model=model, code=old, because=Redirect.Because.MERGED, target=new, reason=reason)
        for old, new in codes.items()
    )
