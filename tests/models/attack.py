"""Raw SQL against the rules, as the application's own role: what it is refused with."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.small import Record
from tracker.models import Source
from tracker.models.rules import Refusal, refusal_of


def run(sql: str, **names: Any) -> None:
    """Raw SQL as a transaction of its own, deferred rules included."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            for statement in filter(str.strip, sql.split(";")):
                cursor.execute(statement, names if "%(" in statement else None)
        connection.check_constraints()


def refusal(sql: str, **names: Any) -> Refusal:
    """How the database refuses this; the test fails if it does not."""
    with pytest.raises(IntegrityError) as caught:
        run(sql, **names)
    return refusal_of(caught.value)


def refused_text(source: Source, text: str) -> str:
    """The refusal of holding this text, by the name of its rule."""
    return refusal(
        "UPDATE tracker_source SET text = %(text)s, text_characters = char_length(%(text)s), "
        "text_sha256 = %(sha)s WHERE id = %(id)s",
        text=text,
        sha=hashlib.sha256(text.encode()).hexdigest(),
        id=source.pk,
    ).rule


def names_of(record: Record) -> dict[str, Any]:
    """What raw SQL may call the rows of the small record."""
    return {
        "analyst": record.analyst.pk,
        "reviewer": record.reviewer.pk,
        "source": record.source.pk,
        "quote": record.quote.pk,
        "tally_quote": record.tally.quote_id,
        "draft_quote": record.draft.quote_id,
        "contribution": record.contribution.pk,
        "promise": record.draft.contribution_id,
        "statement": record.statement.pk,
        "draft": record.draft.pk,
        "tally": record.tally.pk,
    }
