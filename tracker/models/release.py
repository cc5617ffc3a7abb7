"""An immutable edition of the whole."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.models.base import CodeField, never_rewritten
from tracker.models.history import history, not_emptied
from tracker.models.rules import Rule

FOLLOWS = Rule(
    name="release_follows",
    on="INSERT OR UPDATE OF previous_id, code",
    when="NEW.previous_id IS NOT NULL",
    body="""
    IF NOT EXISTS (SELECT 1 FROM tracker_release p WHERE p.id = NEW.previous_id
            AND p.released_at IS NOT NULL AND string_to_array(p.code, '.')::integer[]
                < string_to_array(NEW.code, '.')::integer[]) THEN
        PERFORM tracker_refuse('release_follows',
            format('%s: the one before it is released, and has a lower number.', NEW.code),
            'Release that one first, and number them in order.');
    END IF;
    """,
    field="previous",
)


@history()
class Release(models.Model):
    """A numbered edition (2026.11) with its files' hashes and what changed since the last one."""

    code = CodeField(unique=True, help_text="2026.11")
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="next"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    files = models.JSONField(default=dict, help_text="File name to rows, bytes and sha256.")
    changes = models.JSONField(default=list, help_text="Cell by cell, with reasons.")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-code"]
        constraints = [
            models.CheckConstraint(
                name="release_code_format",
                condition=Q(code__regex=r"^[0-9]{4}\.[0-9]{2}(\.[0-9]+)?$"),
                violation_error_code="field:code",
                violation_error_message="A release is numbered by year and month: 2026.11.",
            ),
            FOLLOWS,
            never_rewritten("release", "OLD.released_at IS NOT NULL"),
            not_emptied("release"),
        ]

    def __str__(self) -> str:
        return self.code
