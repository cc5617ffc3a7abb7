"""A question that somebody asks a list again and again, kept under a name."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.models.history import not_emptied

LONGEST_QUERY = 2000  # characters


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def seen_by(self, person: Any) -> SavedViewQuerySet:
        """Their own, and what others share."""
        return self.filter(Q(owner=person) | Q(shared=True))


class SavedView(models.Model):
    """A list of the admin as its owner asks for it: ``query`` is what stands after the ``?``.

    One person's convenience and no part of the record: it is in no dump, export or history, and
    goes with its owner.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="views")
    model = models.CharField(max_length=40, help_text="Whose list it is: contribution.")
    name = models.CharField(max_length=80)
    query = models.TextField(blank=True, max_length=LONGEST_QUERY)
    shared = models.BooleanField("Show it to everybody", default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "model", "name"],
                name="savedview_name_once",
                violation_error_code="field:name",
                violation_error_message="You have a view of that name here already.",
            ),
            models.CheckConstraint(
                name="savedview_has_name",
                condition=~Q(name=""),
                violation_error_code="field:name",
                violation_error_message="A view has a name.",
            ),
            not_emptied("savedview"),
        ]

    def __str__(self) -> str:
        return self.name
