"""Where a code that was merged or withdrawn leads."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tracker.models.base import CodeField
from tracker.models.history import history


class Target(models.TextChoices):
    """The models whose codes a redirect may speak of."""

    CONTRIBUTION = "contribution", "Contribution"
    STATEMENT = "statement", "Statement"
    TALLY = "tally", "Tally"
    SOURCE = "source", "Source"
    SPEAKER = "speaker", "Speaker"


@history()
class Redirect(models.Model):
    """Merged: answered 308, with the target. Withdrawn: 410, with reason and successor."""

    class Because(models.TextChoices):
        MERGED = "merged", "Merged"
        WITHDRAWN = "withdrawn", "Withdrawn"

    model = models.CharField(max_length=20, choices=Target)
    code = CodeField(max_length=420)
    because = models.CharField(max_length=10, choices=Because)
    target = CodeField(max_length=420, blank=True, help_text="The code it leads to.")
    reason = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["model", "code"]
        constraints = [
            models.UniqueConstraint(fields=["model", "code"], name="redirect_once"),
            models.CheckConstraint(
                name="redirect_merged_has_target",
                condition=~Q(because="merged") | ~Q(target=""),
                violation_error_code="field:target",
                violation_error_message="What was merged leads to what it was merged into.",
            ),
            models.CheckConstraint(
                name="redirect_elsewhere",
                condition=~Q(target=F("code")),
                violation_error_code="field:target",
                violation_error_message="A redirect leads elsewhere.",
            ),
            models.CheckConstraint(
                name="redirect_has_reason",
                condition=~Q(reason=""),
                violation_error_code="field:reason",
                violation_error_message="A redirect says why.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} → {self.target or self.because}"
