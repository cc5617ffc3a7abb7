"""What a number counts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tracker.domain.codes import SLUG
from tracker.models.base import CodeField, Versioned, frozen_code, raise_version
from tracker.models.choices import Nature
from tracker.models.history import guarded, history
from tracker.models.staleness import marks


@history()
class Metric(Versioned):
    """A stock (the latest holds) or a flow (periods add up)."""

    code = CodeField(primary_key=True)
    name = models.CharField(max_length=255, unique=True)
    unit = models.CharField(max_length=50)
    nature = models.CharField(max_length=5, choices=Nature)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="metric_code_format",
                condition=Q(code__regex=f"^{SLUG}$"),
                violation_error_code="field:code",
                violation_error_message="A metric's code is a slug: personnel.",
            ),
            models.CheckConstraint(
                name="metric_nature",
                condition=Q(nature__in=Nature.values),
                violation_error_code="field:nature",
                violation_error_message="A metric is a stock or a flow.",
            ),
            frozen_code("metric"),
            marks("metric", "nature", "changed.code = s.metric_id", key="code"),
            raise_version("metric"),
            *guarded("metric"),
        ]

    def __str__(self) -> str:
        return self.name
