"""Answers to requests that may be sent again: done once, answered alike each time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from tracker.models.history import guarded

if TYPE_CHECKING:
    from django.contrib.auth.models import User

KEPT = timedelta(hours=24)

FORGET = """
DELETE FROM tracker_idempotencykey WHERE id IN (
    SELECT id FROM tracker_idempotencykey WHERE created_at < %s
    LIMIT 100 FOR UPDATE SKIP LOCKED)
"""


class IdempotencyKeyQuerySet(models.QuerySet["IdempotencyKey"]):
    def claim(self, user: User, key: str) -> bool:
        """Hold a person's key until the transaction ends; False if another request holds it."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
                [f"idempotency:{user.pk}:{key}"],
            )
            return bool(cursor.fetchone()[0])

    def kept(self, user: User, key: str) -> IdempotencyKey | None:
        """The answer of the last 24 hours."""
        return self.filter(user=user, key=key, created_at__gte=timezone.now() - KEPT).first()

    def keep(self, answer: IdempotencyKey) -> None:
        """Instead of what has run out: this key's old answer, and some of the others'."""
        with connection.cursor() as cursor:
            cursor.execute(FORGET, [timezone.now() - KEPT])
        self.filter(user=answer.user, key=answer.key).delete()
        answer.save()


class IdempotencyKey(models.Model):
    """Written in the transaction of what it answers: both are done, or neither."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255, db_collation="C")
    fingerprint = models.CharField(max_length=64, help_text="sha256 of method, address and body.")
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = IdempotencyKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="idempotencykey_once"),
            *guarded("idempotencykey"),
        ]

    def __str__(self) -> str:
        return self.key
