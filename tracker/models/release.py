"""What an export contained (Receipt), and an immutable edition of the whole (Release)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.models.base import CodeField
from tracker.models.history import history, not_emptied
from tracker.models.rules import Rule


def never_rewritten(table: str, when: str) -> Rule:
    return Rule(
        name=f"{table}_never_rewritten",
        on="UPDATE OR DELETE",
        when=when,
        body=f"""
        PERFORM tracker_refuse('{table}_never_rewritten',
            format('%s is complete and cannot be changed.', OLD.code), 'Make a new one.');
        """,
    )


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


class Receipt(models.Model):
    """Query, clocks, rows and hash of an export; written at its start, completed at its end."""

    code = CodeField(unique=True)
    query = models.JSONField(default=dict)
    read_as = models.JSONField(default=dict)
    fields = models.JSONField(default=list)
    format = models.CharField(max_length=20)
    known_on = models.DateField(null=True, blank=True)
    valid_on = models.DateField(null=True, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.CheckConstraint(
                name="receipt_complete_has_hash",
                condition=Q(completed_at__isnull=True)
                | Q(rows__isnull=False, sha256__regex="^[0-9a-f]{64}$"),
                violation_error_message="A completed receipt has its rows and its hash.",
            ),
            never_rewritten("receipt", "OLD.completed_at IS NOT NULL"),
            not_emptied("receipt"),
        ]

    def __str__(self) -> str:
        return self.code


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
