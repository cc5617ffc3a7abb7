"""What a reader may see of each model: nothing that only drafts rest on."""

from __future__ import annotations

from django.db.models import QuerySet

from tracker.models import Quote, Review, Source, Speaker, Statement, Tally


def public_sources() -> QuerySet[Source]:
    return Source.objects.public()


def public_quotes() -> QuerySet[Quote]:
    return Quote.objects.each_public()


def public_speakers() -> QuerySet[Speaker]:
    return Speaker.objects.public()


def published_statements() -> QuerySet[Statement]:
    """Those of contributions that are published too."""
    return Statement.objects.filter(review=Review.PUBLISHED, contribution__review=Review.PUBLISHED)


def published_tallies() -> QuerySet[Tally]:
    return Tally.objects.filter(review=Review.PUBLISHED)
