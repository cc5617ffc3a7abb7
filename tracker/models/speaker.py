"""Who is quoted."""

from __future__ import annotations

from django.db import models
from django.db.models import OuterRef, Q

from tracker.models.base import CodeField, Versioned, frozen_code, raise_version, there_is
from tracker.models.choices import SpeakerRole
from tracker.models.country import Country
from tracker.models.history import guarded, history
from tracker.models.redirect import led_to, not_reused
from tracker.models.source import Source
from tracker.models.staleness import marks


class SpeakerQuerySet(models.QuerySet["Speaker"]):
    def public(self) -> SpeakerQuerySet:
        """Named speakers, and those of a source that something published rests on."""
        described_by = Source.objects.public().filter(pk=OuterRef("source"))
        return self.filter(Q(source=None) | Q(there_is(described_by)))


@history()
class Speaker(Versioned):
    """Named, or described; an anonymous one belongs to the source that describes it."""

    code = CodeField(unique=True)
    name = models.CharField(max_length=255, help_text="Name, or description as in the source.")
    office = models.CharField(max_length=255, blank=True)
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="speakers"
    )
    role = models.CharField(max_length=20, choices=SpeakerRole)
    anonymous = models.BooleanField(default=False)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="speakers"
    )
    note = models.TextField(blank=True)

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["name", "-id"], name="speaker_name")]
        constraints = [
            models.CheckConstraint(
                name="speaker_role",
                condition=Q(role__in=SpeakerRole.values),
                violation_error_code="field:role",
                violation_error_message=f"A role is one of {', '.join(SpeakerRole.values)}.",
            ),
            models.CheckConstraint(
                name="speaker_anonymous_has_source",
                condition=Q(anonymous=False) | Q(source__isnull=False),
                violation_error_code="field:source",
                violation_error_message="An anonymous speaker belongs to a source: name it.",
            ),
            marks("speaker", "role, country_id, anonymous", "changed.id = q.speaker_id"),
            frozen_code("speaker", merges=True),
            led_to("speaker"),
            not_reused("speaker"),
            raise_version("speaker"),
            *guarded("speaker"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.office}" if self.office else self.name
