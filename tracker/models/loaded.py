"""What a fixture last said of one record, so that a later load can tell whose change is whose."""

from __future__ import annotations

from django.db import models

from tracker.models.base import CodeField
from tracker.models.history import not_emptied


class Loaded(models.Model):
    """``cells`` as the file had them at the last load: the base of a three-way comparison.

    File = base: the file is unchanged, whatever the database says stands (an analyst's edit is
    kept). File ≠ base, database = base: the file's change is applied. Both differ: reported.
    """

    model = models.CharField(max_length=30)
    key = CodeField(max_length=450, help_text="The record's identity in its fixture.")
    file = models.CharField(max_length=255)
    cells = models.JSONField()
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "loaded"
        constraints = [
            models.UniqueConstraint(fields=["model", "key"], name="loaded_once"),
            not_emptied("loaded"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"
