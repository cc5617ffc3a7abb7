"""Who asks: ``Authorization: Bearer …``, and what such a token opens."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import User
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from tracker import actions
from tracker.api.throttles import brake_on_failed_tokens
from tracker.models import Token
from tracker.models.choices import Scope

CHALLENGE = 'Bearer realm="api"'
PUBLISHING = ("publish", "withdraw")

# What an action of a viewset needs of its model.
VERBS = {
    "create": "add",
    "partial_update": "change",
    "destroy": "delete",
    "submit": "change",
    "send_back": "change",
    "replace": "change",
    "publish": "publish",
    "withdraw": "publish",
}


class TokenAuthentication(BaseAuthentication):
    """A header that no browser sends by itself, so no page elsewhere can make one send it."""

    def authenticate(self, request: Request) -> tuple[Any, Token] | None:
        scheme, _, secret = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        token = actions.token_of(secret.strip().decode("ascii", "replace"))
        if token is None:
            brake_on_failed_tokens(request)
            raise AuthenticationFailed(
                "This token opens nothing: it is unknown, revoked, or past its end. Make one in "
                "the admin."
            )
        token.used()
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "tracker.api.tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token made in the admin: cct_1a2b3c4d_….",
        }


class MayWrite(BasePermission):
    """The same permissions as in the admin; of a token's owner, and within its scope."""

    def has_permission(self, request: Request, view: Any) -> bool:
        verb = VERBS[view.action]
        if not request.user.is_authenticated:
            raise NotAuthenticated(
                "Whoever writes says who they are: Authorization: Bearer …, with a token made in "
                "the admin."
            )
        model = view.registry.one
        if not request.user.has_perm(f"tracker.{verb}_{model}"):
            self.message = _refusal(request.user, verb, model)
            return False
        scope = Scope.PUBLISH if view.action in PUBLISHING else Scope.WRITE
        token = request.auth
        if isinstance(token, Token) and not token.reaches(scope, model):
            of = f" {', '.join(token.writes)}" if token.writes else ""
            self.message = (
                f"This token does not reach so far: it may {token.scope}{of}, and this is to "
                f"{scope.value} a {model}."
            )
            return False
        return True


def doer(request: Request) -> User:
    """Who writes: ``MayWrite`` has let in nobody unknown."""
    return cast("User", request.user)


def _refusal(user: Any, verb: str, model: str) -> str:
    return f"{user.get_username()} may not {verb} a {model}; roles are given in the admin."
