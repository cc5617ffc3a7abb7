"""Brakes: on reading, a process each; on writing and on guessed tokens, all processes together."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from tracker.models import Throttle


class CountedThrottle(SimpleRateThrottle):
    """Counted in the database: whichever process answers, it is one count."""

    num_requests: int
    duration: int
    left = 0.0

    def allow_request(self, request: Request, view: Any) -> bool:
        key = self.get_cache_key(request, view)
        if key is None or self.rate is None:
            return True
        count, self.left = Throttle.objects.hit(key, self.duration)
        return count <= self.num_requests

    def wait(self) -> float:
        return self.left


class WriteThrottle(CountedThrottle):
    """What one account writes, with however many tokens. Nobody unknown writes at all."""

    scope = "write"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        return f"write:{request.user.pk}" if request.user.is_authenticated else None


class FailedTokenThrottle(CountedThrottle):
    """Tokens that open nothing, from one address."""

    scope = "failed_token"

    def get_cache_key(self, request: Request, view: Any) -> str:
        return f"failed:{self.get_ident(request)}"


def brake_on_failed_tokens(request: Request) -> None:
    """Count one; raises Throttled beyond the rate. A right token is let in whatever others try."""
    throttle = FailedTokenThrottle()
    if not throttle.allow_request(request, None):
        raise Throttled(throttle.wait())
