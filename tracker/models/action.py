"""The head of each action in the history: who did what, when and why, and what it undid."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tracker.models.history import guarded
from tracker.models.rules import Rule


class Action(models.Model):
    """One action; every event of history that it caused carries its id (``pgh_context_id``).

    ``what`` says it in words; where it does not, pages tell it by what was touched. ``undoes`` is
    the action that this one took back: each is undone once, and an undo can be undone itself.
    """

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="actions"
    )
    what = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")

    class Meta:
        ordering = ["-at", "-id"]
        default_permissions = ()  # whoever may look at statements may see who did what
        indexes = [
            models.Index(fields=["at", "id"], name="action_newest"),
            models.Index(fields=["by", "at", "id"], name="action_of_person"),
        ]
        constraints = [
            Rule(
                name="action_append_only",
                on="UPDATE OR DELETE",
                statement=True,
                timing="BEFORE",
                body="""
                PERFORM tracker_refuse('action_append_only',
                    'History is written by what happens, and never changed.',
                    'Undo an action by another one; that is history too.');
                """,
            ),
            *guarded("action"),
        ]

    def __str__(self) -> str:
        return self.what or self.reason or "Saved"
