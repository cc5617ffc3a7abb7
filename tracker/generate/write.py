"""Writing drafted rows: keys for them all, then table by table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model
from django.utils import timezone

from tracker.actions.copying import copy, keys
from tracker.generate import draft
from tracker.generate.draft import Batch, Cast
from tracker.generate.record import REASON
from tracker.generate.reference import Reference
from tracker.generate.said import Row
from tracker.models import (
    Coalition,
    Contribution,
    Quote,
    Review,
    Source,
    Speaker,
    Statement,
    StatementQuote,
)

Keys = Mapping[Any, int] | Sequence[int]


def write(
    rows: range, seed: int, reference: Reference, by: User, coalition: Coalition
) -> dict[str, int]:
    """Write the contributions of these numbers and all they rest on; returns how many of what.

    Runs inside ``acting()``, which derives their states at its end.
    """
    now = timezone.now()
    stamps = {"created_at": now, "updated_at": now}
    cast = Cast(seed, reference)
    sources, added = _sources(rows, seed, stamps | {"coalition_id": coalition.pk})
    speakers = _speakers(sources, cast, seed, reference, stamps)
    batch = draft.draft(rows, seed, reference, cast)
    _give_keys(batch, sources, speakers)
    published = stamps | _published(by)
    copy(Quote, batch.quotes, stamps)
    # What statements rest on comes before them, which it would make newer.
    copy(StatementQuote, batch.further, {})
    # Statements come before what they are of (its key is checked at the end): else each chunk
    # would raise the version of every contribution that it has just made.
    copy(Statement, batch.statements, published)
    copy(Contribution, batch.contributions, published | {"coalition_id": coalition.pk})
    return {
        "contributions": len(batch.contributions),
        "sources": added,
        "quotes": len(batch.quotes),
        "statements": len(batch.statements),
    }


def _published(by: User) -> Row:
    return {
        "review": Review.PUBLISHED.value,
        "written_by_id": by.pk,
        "published_by_id": by.pk,
        "published_at": timezone.now(),
        "own_review_reason": REASON,
    }


def _sources(rows: range, seed: int, common: Row) -> tuple[dict[str, int], int]:
    drafted = [draft.source(seed, number) for number in draft.sources_of(rows)]
    return _ensure(Source, drafted, common)


def _speakers(
    sources: dict[str, int], cast: Cast, seed: int, reference: Reference, common: Row
) -> dict[str, int]:
    officials = [
        draft.officials(seed, source, reference) | {"source_id": key}
        for source, key in sources.items()
    ]
    return _ensure(Speaker, [*cast.rows, *officials], common)[0]


def _ensure(model: type[Model], rows: list[Row], common: Row) -> tuple[dict[str, int], int]:
    """Write those whose code is not there yet; returns the keys by code, and how many were new."""
    codes = [row["code"] for row in rows]
    there: dict[str, int] = dict(
        model._default_manager.filter(code__in=codes).values_list("code", "pk")
    )
    new = [row for row in rows if row["code"] not in there]
    for row, key in zip(new, keys(model, len(new)), strict=True):
        row["id"] = there[row["code"]] = key
    copy(model, new, common)
    return there, len(new)


def _give_keys(batch: Batch, sources: Keys, speakers: Keys) -> None:
    """Put keys in the place of codes and of places in lists."""
    quotes = _numbered(Quote, batch.quotes)
    contributions = _numbered(Contribution, batch.contributions)
    statements = _numbered(Statement, batch.statements)
    _numbered(StatementQuote, batch.further)
    _refer(batch.quotes, source_id=sources, speaker_id=speakers)
    _refer(
        batch.statements,
        quote_id=quotes,
        contribution_id=contributions,
        denies_id=statements,
        corrects_id=statements,
    )
    _refer(batch.further, quote_id=quotes, statement_id=statements)


def _numbered(model: type[Model], rows: list[Row]) -> list[int]:
    found = keys(model, len(rows))
    for row, key in zip(rows, found, strict=True):
        row["id"] = key
    return found


def _refer(rows: list[Row], **columns: Any) -> None:
    for row in rows:
        for column, found in columns.items():
            if column in row:
                row[column] = found[row[column]]
