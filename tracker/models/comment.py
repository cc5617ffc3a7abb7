"""What people say to each other about a record on its way."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Q

from tracker.models.base import one_of
from tracker.models.history import guarded
from tracker.models.rules import Rule

COMMENTED = ("contribution", "statement", "tally")


class Comment(models.Model):
    """A remark on a contribution, statement or tally (``record`` is its key); it stays as it is.

    What is said with a step of the review stands in the history; ``actions.thread_of`` reads both.
    """

    model = models.CharField(max_length=20)
    record = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(
        db_default=TransactionNow(), editable=False
    )  # by the clock of the history
    text = models.TextField()

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()  # whoever may change a record may say something of it
        indexes = [models.Index(fields=["model", "record"], name="comment_of_record")]
        constraints = [
            one_of("comment", "model", COMMENTED),
            models.CheckConstraint(
                name="comment_has_text",
                condition=~Q(text=""),
                violation_error_code="field:text",
                violation_error_message="A comment says something.",
            ),
            Rule(
                name="comment_stays",
                on="UPDATE OR DELETE",
                body="""
                PERFORM tracker_refuse('comment_stays', 'What was said stays.',
                    'Say what is to be said beside it.');
                """,
            ),
            *guarded("comment"),
        ]

    def __str__(self) -> str:
        return self.text
