"""Tokens for the REST interface: made, shown once, revoked."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone

from tracker.actions.acting import acting
from tracker.actions.errors import NotAllowed
from tracker.models import Token
from tracker.models.choices import Scope


def make_token(
    *,
    user: User,
    by: User,
    name: str,
    expires_at: datetime,
    scope: str = Scope.READ,
    writes: Sequence[str] = (),
    reason: str = "",
) -> tuple[Token, str]:
    """A token and its secret, which nobody can read anywhere afterwards."""
    _may(by, "add", user)
    prefix = f"cct_{secrets.token_hex(4)}"
    secret = f"{prefix}_{secrets.token_hex(32)}"
    with acting(by=by, reason=reason or f"token for {name}"):
        token = Token.objects.create(
            prefix=prefix,
            digest=digest_of(secret),
            name=name,
            user=user,
            scope=scope,
            writes=list(writes),
            expires_at=expires_at,
            made_by=by,
        )
    return token, secret


def revoke_token(token: Token, *, by: User, reason: str = "", now: datetime | None = None) -> None:
    """From now on it opens nothing; it stays on record. Revoked twice, it stays revoked."""
    _may(by, "change", token.user)
    with acting(by=by, reason=reason or "token revoked"):
        found = Token.objects.filter(pk=token.pk, revoked_at=None)
        found.update(revoked_at=now or timezone.now(), revoked_by=by)
    token.refresh_from_db()


def token_of(secret: str) -> Token | None:
    """The live token that this is the secret of."""
    prefix = secret.rpartition("_")[0]
    token = Token.objects.live().select_related("user").filter(prefix=prefix).first()
    if token is None or not secrets.compare_digest(token.digest, digest_of(secret)):
        return None
    return token


def digest_of(secret: str) -> str:
    """A plain hash: what has 256 random bits needs no salt and no slow function (decision 8)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _may(by: User, verb: str, owner: User) -> None:
    if not by.has_perm(f"tracker.{verb}_token"):
        raise NotAllowed(f"{by.get_username()} may not {verb} tokens: ask an administrator.")
    if owner.pk != by.pk and not by.has_perm("tracker.manage_token"):
        raise NotAllowed("Each person's tokens are their own: an administrator may help.")
    if owner.is_superuser and not by.is_superuser:
        raise NotAllowed("The tokens of a superuser are a superuser's to make and revoke.")
