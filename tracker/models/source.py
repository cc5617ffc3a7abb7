"""One document or dataset that quotes stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from tracker.domain.codes import SLUG
from tracker.models.base import (
    CodeField,
    EdtfField,
    Versioned,
    bound_of,
    frozen_code,
    one_of,
    raise_version,
)
from tracker.models.choices import Annotation, Reliability
from tracker.models.circles import no_circle
from tracker.models.coalition import Coalition
from tracker.models.history import guarded, history
from tracker.models.redirect import led_to, not_reused
from tracker.models.rules import Rule
from tracker.models.staleness import source_marks
from tracker.models.words import PUBLISHED_AFTER_SAID, SOURCE_KEEPS_DEEDS

if TYPE_CHECKING:
    from datetime import date

TEXT_LOCK = Rule(
    name="source_text_lock",
    on="UPDATE OF text, text_sha256, text_characters",
    declare="broken text; pieces text[] := tracker_pieces(NEW.text);",
    when="(OLD.text, OLD.text_sha256, OLD.text_characters) IS DISTINCT FROM "
    "(NEW.text, NEW.text_sha256, NEW.text_characters)",
    body="""
    IF OLD.text_sha256 <> '' AND OLD.text_sha256 <> NEW.text_sha256
            AND EXISTS (SELECT 1 FROM tracker_quote q WHERE q.source_id = NEW.id)
            AND NOT tracker_restores('source', OLD.id::text, to_jsonb(NEW)) THEN
        PERFORM tracker_refuse('source_text_lock',
            format('%s: its text cannot change under its quotes.', NEW.code),
            'A corrected edition is a new source that names this one as replaced.');
    END IF;
    SELECT q.code INTO broken FROM tracker_quote q
        WHERE q.source_id = NEW.id AND CASE WHEN NEW.text IS NULL
            THEN q."end" > NEW.text_characters
            ELSE NOT tracker_stands_in(pieces, q.prefix || q.exact || q.suffix,
                q.start - char_length(q.prefix)) END
        ORDER BY q.start LIMIT 1;
    IF broken IS NOT NULL THEN
        PERFORM tracker_refuse('source_text_lock',
            format('%s does not stand in this text where it says.', broken),
            'Check that this is the edition the quotes were taken from.');
    END IF;
    """,
    field="text",
)

TEXT_HASH = Rule(
    name="source_text_hash",
    on="INSERT OR UPDATE OF text, text_sha256, text_characters",
    when="NEW.text IS NOT NULL",
    body="""
    IF encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex') <> NEW.text_sha256 THEN
        PERFORM tracker_refuse('source_text_hash',
            format('%s: the text''s sha256 is %s, not %s.', NEW.code,
                encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex'), NEW.text_sha256),
            'Hold the very text that was hashed: UTF-8, line feeds, nothing else changed.');
    END IF;
    IF char_length(NEW.text) IS DISTINCT FROM NEW.text_characters THEN
        PERFORM tracker_refuse('source_text_hash',
            format('%s: the text has %s characters, not %s.', NEW.code,
                char_length(NEW.text), NEW.text_characters),
            'Count code points, not bytes.');
    END IF;
    IF position(E'\\r' IN NEW.text) > 0 OR left(NEW.text, 1) = E'\\ufeff' THEN
        PERFORM tracker_refuse('source_text_hash',
            format('%s: the text has carriage returns or a byte order mark.', NEW.code),
            'End lines with line feeds alone, leave the mark out, and hash it as it is then.');
    END IF;
    """,
    field="text",
)


COALITION_FROZEN = Rule(
    name="source_coalition_frozen",
    on="UPDATE OF coalition_id",
    when="OLD.coalition_id IS DISTINCT FROM NEW.coalition_id",
    body="""
    IF EXISTS (SELECT 1 FROM tracker_quote q JOIN tracker_statement r ON r.quote_id = q.id
            WHERE q.source_id = NEW.id AND r.published_at IS NOT NULL
            UNION ALL SELECT 1 FROM tracker_quote q JOIN tracker_tally r ON r.quote_id = q.id
            WHERE q.source_id = NEW.id AND r.published_at IS NOT NULL) THEN
        PERFORM tracker_refuse('source_coalition_frozen',
            format('%s: something published rests on it, and counts in %s.',
                NEW.code, OLD.coalition_id),
            'Make another source for another coalition.');
    END IF;
    """,
    field="coalition",
)


class SourceQuerySet(models.QuerySet["Source"]):
    def public(self) -> SourceQuerySet:
        """Sources that something published rests on."""
        from tracker.models.quote import Quote

        return self.filter(Exists(Quote.objects.public().filter(source=OuterRef("pk"))))

    def known_on(self, day: date) -> SourceQuerySet:
        """Published, as far as its date says, by that day."""
        return self.filter(published_latest__lte=day)


@history("text")
class Source(Versioned):
    """``text`` only where it may be held; else its sha256 (UTF-8, LF) and length stand for it."""

    code = CodeField(unique=True)
    coalition = models.ForeignKey(Coalition, models.PROTECT, related_name="sources")
    title = models.TextField()
    publisher = models.CharField(max_length=255, db_index=True)
    authors = ArrayField(models.CharField(max_length=255), default=list, blank=True)
    published = EdtfField(blank=False, help_text="EDTF: 2015-11-23, 2015-11, 2015-11-23~.")
    published_inferred = models.TextField(
        blank=True, help_text="The basis, where the document carries no date."
    )
    published_earliest = bound_of("published", "earliest")
    published_latest = bound_of("published", "latest")
    url = models.URLField(max_length=2000, blank=True)
    archived_url = models.URLField(max_length=2000, blank=True)
    language = models.CharField(max_length=35, default="en", help_text="BCP 47.")
    licence = models.CharField(max_length=255, blank=True)
    text_is_public = models.BooleanField(
        default=False, help_text="The licence allows readers to see the text held here."
    )
    reliability = models.CharField(
        max_length=1, choices=Reliability, default=Reliability.F, help_text="Admiralty grade."
    )
    annotation = models.CharField(max_length=20, choices=Annotation, default=Annotation.UNREAD)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="sources"
    )
    text = models.TextField(null=True, blank=True, help_text="Only where it may be held.")
    text_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    text_characters = models.PositiveIntegerField(null=True, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    tables = models.JSONField(
        default=list, blank=True, help_text="How the rows of a dataset are read (tables: blocks)."
    )
    note = models.TextField(blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["annotation", "-id"], name="source_annotation")]
        constraints = [
            models.CheckConstraint(
                name="source_code_format",
                condition=Q(code__regex=f"^{SLUG}$"),
                violation_error_code="field:code",
                violation_error_message="A source's code is a slug: voa-2015-11-23-ally-support.",
            ),
            models.CheckConstraint(
                name="source_published",
                condition=Q(published_latest__isnull=False),
                violation_error_code="field:published",
                violation_error_message="A source has a date that ends, inferred (with its basis) "
                "if need be: from then on it is known.",
            ),
            one_of("source", "reliability", Reliability.values),
            one_of("source", "annotation", Annotation.values),
            models.CheckConstraint(
                name="source_sha256_format",
                condition=Q(text_sha256="", text__isnull=True, text_characters__isnull=True)
                | Q(text_sha256__regex="^[0-9a-f]{64}$", text_characters__isnull=False),
                violation_error_code="field:text_sha256",
                violation_error_message="A text has a sha256 (64 hexadecimal digits) and a length.",
            ),
            models.CheckConstraint(
                name="source_replaces_another",
                condition=Q(replaces__isnull=True) | ~Q(replaces=models.F("id")),
                violation_error_code="field:replaces",
                violation_error_message="A source does not replace itself.",
            ),
            TEXT_HASH,
            TEXT_LOCK,
            COALITION_FROZEN,
            SOURCE_KEEPS_DEEDS,
            PUBLISHED_AFTER_SAID,
            no_circle("source", "replaces", more="o.coalition_id <> NEW.coalition_id"),
            *source_marks(),
            led_to("source"),
            not_reused("source"),
            frozen_code("source"),
            raise_version("source"),
            *guarded("source"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def checked(self) -> str:
        """How far the quotes were checked against the text, in the words readers see."""
        if self.text is not None:
            return "text held: every quote stands in it"
        if not self.text_sha256:
            return "never checked"
        days = list(self.quotes.values_list("checked_on", flat=True))
        oldest = None if not days or None in days else min(day for day in days if day)
        return (
            f"checked against sha256 {self.text_sha256} on {oldest}" if oldest else "never checked"
        )
