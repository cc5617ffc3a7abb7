"""A key to the REST interface: hashed, with a scope and an end; its owner's rights, and no more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from tracker.models.base import CodeField, one_of
from tracker.models.choices import Scope
from tracker.models.history import guarded, history
from tracker.models.rules import Rule

if TYPE_CHECKING:
    from django.contrib.auth.models import User

USED = timedelta(minutes=1)  # how exactly "last used" is kept: one write a minute, whatever is read

# What may be written over REST.
WRITABLE = ("contribution", "statement", "tally", "quote", "source", "speaker")

FROZEN = Rule(
    name="token_frozen",
    on="UPDATE OF prefix, digest, user_id, made_by_id, scope, writes, expires_at, revoked_at",
    when="(OLD.prefix, OLD.digest, OLD.user_id, OLD.made_by_id, OLD.scope, OLD.writes, "
    "OLD.expires_at) IS DISTINCT FROM (NEW.prefix, NEW.digest, NEW.user_id, NEW.made_by_id, "
    "NEW.scope, NEW.writes, NEW.expires_at) OR OLD.revoked_at IS NOT NULL",
    body="""
    PERFORM tracker_refuse('token_frozen',
        format('%s: what a token opens, for whom and how long, stays as it was made.', OLD.prefix),
        'Revoke it, and make another.');
    """,
)


class TokenQuerySet(models.QuerySet["Token"]):
    def live(self, now: datetime | None = None) -> TokenQuerySet:
        """Neither revoked nor past their end, of an account that is in use."""
        return self.filter(
            revoked_at=None, expires_at__gt=now or timezone.now(), user__is_active=True
        )

    def seen_to(self, user: User) -> TokenQuerySet:
        """Each person's own; all to who manages tokens."""
        return self.all() if user.has_perm("tracker.manage_token") else self.filter(user=user)


@history("digest", "last_used_at")
class Token(models.Model):
    """The secret itself is shown once and kept nowhere; ``digest`` is its sha256.

    Each scope includes the one before it. ``writes`` are the models it writes; none: all that its
    owner may.
    """

    prefix = CodeField(unique=True, max_length=20, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    name = models.CharField(max_length=100, help_text="What it is for.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tokens")
    scope = models.CharField(max_length=10, choices=Scope, default=Scope.READ)
    writes = ArrayField(
        models.CharField(max_length=20, choices=[(name, name) for name in WRITABLE]),
        default=list,
        blank=True,
    )
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+"
    )
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        permissions = [("manage_token", "Can make and revoke the tokens of others")]
        constraints = [
            one_of("token", "scope", Scope.values),
            models.CheckConstraint(
                name="token_is_hashed",
                condition=Q(digest__regex="^[0-9a-f]{64}$", prefix__regex="^cct_[0-9a-f]{8}$"),
            ),
            models.CheckConstraint(
                name="token_writes",
                condition=Q(writes__contained_by=list(WRITABLE)),
                violation_error_code="field:writes",
                violation_error_message=f"A token writes: {', '.join(WRITABLE)}.",
            ),
            models.CheckConstraint(
                name="token_ends",
                condition=Q(expires_at__gt=F("created_at")),
                violation_error_code="field:expires_at",
                violation_error_message="A token ends after it was made.",
            ),
            models.CheckConstraint(
                name="token_publishes_for_its_maker",
                condition=~Q(scope=Scope.PUBLISH) | Q(made_by=F("user")),
                violation_error_code="field:scope",
                violation_error_message="A token that publishes is made by who publishes with it: "
                "nobody acts as the second pair of eyes by another's name.",
            ),
            models.CheckConstraint(
                name="token_revoked_by_whom",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            FROZEN,
            *guarded("token"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    def reaches(self, scope: Scope, model: str) -> bool:
        """Whether it opens this much of a model; reading is open anyway."""
        ladder = Scope.values
        enough = ladder.index(self.scope) >= ladder.index(scope)
        return enough and (scope == Scope.READ or not self.writes or model in self.writes)

    def used(self, now: datetime | None = None) -> None:
        """Note that it was, to the minute: no write for each read."""
        now = now or timezone.now()
        if self.last_used_at is None or now - self.last_used_at >= USED:
            Token.objects.filter(pk=self.pk).update(last_used_at=now)
