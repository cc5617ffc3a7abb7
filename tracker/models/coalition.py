"""A coalition whose contributions are tracked."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tracker.domain.codes import SLUG
from tracker.models.base import CodeField, Versioned, frozen_code, raise_version
from tracker.models.history import guarded, history
from tracker.models.rules import Rule

PREFIX_FROZEN = Rule(
    name="coalition_prefix_frozen",
    on="UPDATE OF code_prefix",
    when="OLD.code_prefix IS DISTINCT FROM NEW.code_prefix",
    body="""
    IF EXISTS (SELECT 1 FROM tracker_contribution c WHERE c.coalition_id = NEW.code) THEN
        PERFORM tracker_refuse('coalition_prefix_frozen',
            format('%s: codes of its contributions begin with its prefix.', NEW.code),
            'Choose a prefix before there are contributions.');
    END IF;
    """,
    field="code_prefix",
)


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
            PREFIX_FROZEN,
            raise_version("coalition"),
            *guarded("coalition"),
        ]

    def __str__(self) -> str:
        return self.name
