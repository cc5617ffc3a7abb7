"""From the database to the readings that the rules of ``tracker.domain.state`` see."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from tracker.domain.dates import Span
from tracker.domain.origins import origin_of
from tracker.domain.reading import Reading
from tracker.domain.stake import MEMBERSHIP, Membership, standing_in
from tracker.models import Review, State, Statement

FIELDS = (
    *("id", "code", "contribution_id", "position", "status", "change", "condition", "basis"),
    *("tie", "reads_as", "metric_id", "metric__nature", "currency", "low", "high", "per"),
    "credibility",
    *("converted_low", "converted_high", "converted_currency", "denies_id", "corrects_id"),
    *("when", "when_earliest", "when_latest", "due", "due_latest", "quote_id", "quote__start"),
    *("quote__voice", "quote__occasion", "quote__relayed", "quote__said", "quote__said_earliest"),
    *("quote__said_latest", "quote__speaker__code", "quote__speaker__anonymous"),
    *("quote__speaker__role", "quote__speaker__country_id", "quote__source_id"),
    *("quote__source__code", "quote__source__published", "quote__source__published_earliest"),
    *("quote__source__published_latest",),
)


def readings_of(contributions: Collection[int]) -> dict[int, list[Reading]]:
    """The published statements of each contribution, as readings; two queries."""
    rows = list(_published(contributions).values(*FIELDS))
    gone = _taken_away(rows)
    found: dict[int, list[Reading]] = {pk: [] for pk in contributions}
    for row in rows:
        found[row["contribution_id"]].append(_reading(row, gone.get(row["quote_id"])))
    return found


def membership_of(coalition: str) -> Membership:
    """Who was recorded as a member, or as none, from which day of knowledge until which."""
    known: dict[str, list[tuple[date, date | None, str]]] = {}
    states = State.objects.filter(
        contribution__coalition=coalition,
        contribution__kind=MEMBERSHIP,
        contribution__review=Review.PUBLISHED,
    )
    for country, since, until, group, status in states.order_by("known_from").values_list(
        "contribution__country", "known_from", "known_until", "status_group", "status"
    ):
        if standing := standing_in(group, status):
            known.setdefault(country, []).append((since, until, standing))
    return known


def _published(contributions: Iterable[int]) -> QuerySet[Statement]:
    return Statement.objects.filter(
        contribution__in=contributions,
        review=Review.PUBLISHED,
        contribution__review=Review.PUBLISHED,
    )


def _reading(row: dict[str, Any], known_until: date | None) -> Reading:
    return Reading(
        id=row["id"],
        code=row["code"],
        quote=row["quote_id"],
        place=(row["quote__start"] or 0, row["position"]),
        source=row["quote__source_id"],
        origin=origin_in(row),
        status=row["status"],
        said=_said(row),
        known_from=row["quote__source__published_latest"],
        known_until=known_until,
        change=row["change"],
        conditioned=bool(row["condition"]),
        implied=row["basis"] == "implied",
        presumed=row["tie"] == "presumed",
        reads_as=row["reads_as"],
        metric=row["metric_id"] or "",
        nature=row["metric__nature"] or "",
        currency=row["currency"],
        low=row["low"],
        high=row["high"],
        per=row["per"],
        when=_span(row, "when") if row["when"] else None,
        due=Span(None, row["due_latest"]) if row["due_latest"] else None,
        speaker_role=row["quote__speaker__role"] or "",
        speaker_country=row["quote__speaker__country_id"] or "",
        credibility=row["credibility"],
        denies=row["denies_id"],
        corrects=row["corrects_id"],
        converted=_converted(row),
    )


def origin_in(row: dict[str, Any]) -> str:
    return origin_of(
        source=row["quote__source__code"],
        voice=row["quote__voice"],
        occasion=row["quote__occasion"],
        relayed=row["quote__relayed"],
        speaker=row["quote__speaker__code"] or "",
        anonymous=bool(row["quote__speaker__anonymous"]),
        said=row["quote__said"] or row["quote__source__published"],
    )


def _said(row: dict[str, Any]) -> Span:
    """When it was said: the quote's own date, else the publication of its source."""
    return _span(row, "quote__said" if row["quote__said"] else "quote__source__published")


def _span(row: dict[str, Any], name: str) -> Span:
    return Span(row[f"{name}_earliest"], row[f"{name}_latest"], interval="/" in row[name])


def _converted(row: dict[str, Any]) -> tuple[Any, Any, str] | None:
    if not row["converted_currency"]:
        return None
    return row["converted_low"], row["converted_high"], row["converted_currency"]


# --- Corrected editions (semantics B2) ------------------------------------------------------


EDITIONS = """
WITH RECURSIVE newer(old, id) AS (
    SELECT s.replaces_id, s.id FROM tracker_source s WHERE s.replaces_id = ANY (%(sources)s)
    UNION SELECT n.old, s.id FROM newer n JOIN tracker_source s ON s.replaces_id = n.id)
SELECT q.id, min(s.published_latest)
    FROM newer n JOIN tracker_source s ON s.id = n.id
    JOIN tracker_quote q ON q.source_id = n.old AND q.id = ANY (%(quotes)s)
    WHERE CASE WHEN s.text IS NOT NULL THEN position(q.exact IN s.text) = 0
        ELSE NOT EXISTS (SELECT 1 FROM tracker_quote k
            WHERE k.source_id = s.id AND k.exact = q.exact) END
    GROUP BY q.id
"""


def _taken_away(rows: list[dict[str, Any]]) -> dict[int, date]:
    """For quotes of replaced sources: the day a newer edition took their words away.

    Words still stand where the newer edition has them: in its text if that is held, else among its
    quotes. An edition replaces those, too, that the one before it replaced.
    """
    sources = list({row["quote__source_id"] for row in rows})
    quotes = list({row["quote_id"] for row in rows})
    with connection.cursor() as cursor:
        cursor.execute(EDITIONS, {"sources": sources, "quotes": quotes})
        return dict(cursor.fetchall())
