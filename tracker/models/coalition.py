"""A coalition whose contributions are tracked."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tracker.domain.codes import SLUG
from tracker.models.base import CodeField, Versioned, frozen_code, raise_version
from tracker.models.history import history


@history()
class Coalition(Versioned):
    """Nothing in the code knows which coalition it is; records name theirs."""

    code = CodeField(primary_key=True)
    name = models.CharField(max_length=255, unique=True)
    code_prefix = models.SlugField(
        max_length=50,
        blank=True,
        unique=True,
        db_collation="C",
        help_text="Begins the codes of its contributions; one coalition may do without.",
    )
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="coalition_code_format",
                condition=Q(code__regex=f"^{SLUG}$"),
                violation_error_code="field:code",
                violation_error_message="A coalition's code is a slug: counter-isil.",
            ),
            frozen_code("coalition"),
            raise_version("coalition"),
        ]

    def __str__(self) -> str:
        return self.name
