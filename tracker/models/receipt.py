"""What an export was asked for and contained, found again by its code or its file's hash."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tracker.models.base import CodeField, never_rewritten
from tracker.models.history import not_emptied

PRUNED_AT_ONCE = 1000


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def complete(self) -> ReceiptQuerySet:
        return self.exclude(completed_at=None)

    def prune(self, before: datetime) -> int:
        """Remove some of those that were begun before then and never completed; how many."""
        old = self.filter(completed_at=None, started_at__lt=before).values("pk")
        return self.filter(pk__in=old[:PRUNED_AT_ONCE]).delete()[0]


def new_code() -> str:
    """The day, to be read, and what nobody guesses: 2026-11-28-3f9a0c51b2d7."""
    return f"{timezone.localdate():%Y-%m-%d}-{secrets.token_hex(6)}"


class Receipt(models.Model):
    """Written at an export's start, completed at its end; then it is never changed.

    ``query`` is all that was asked, so that it can be asked again; of who asked, only an account is
    known, and nothing where nobody was signed in.
    """

    code = CodeField(unique=True, default=new_code)
    records = models.CharField(max_length=40, default="contributions")
    query = models.JSONField(default=dict)
    read_as = models.JSONField(default=list)
    fields = models.JSONField(default=list)
    format = models.CharField(max_length=20)
    known_on = models.DateField(null=True, blank=True)
    valid_on = models.DateField(null=True, blank=True)
    codebook = models.CharField(max_length=40, blank=True, help_text="The version of its meanings.")
    licence = models.TextField(blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveBigIntegerField(null=True, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True, help_text="Bytes.")
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        indexes = [
            models.Index(
                fields=["started_at"],
                name="receipt_incomplete",
                condition=Q(completed_at__isnull=True),
            )
        ]
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

    @property
    def citation(self) -> str:
        """How to cite the file, its address apart."""
        day = f"{self.started_at:%-d %B %Y}"
        return f"Coalition contributions, {self.records}, as exported on {day}, {self.code}."

    def complete(self, *, rows: int, size: int, sha256: str, now: datetime | None = None) -> None:
        """What the file came to. Refused by the database where that was said before."""
        self.rows, self.size, self.sha256 = rows, size, sha256
        self.completed_at = now or timezone.now()
        self.save(update_fields=["rows", "size", "sha256", "completed_at"])
