"""Accounts: an administrator gives roles, and only a superuser makes superusers."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.options import ModelAdmin
from django.http import HttpRequest


class Guarded(ModelAdmin):
    """Before Django's page of accounts: nobody lifts themselves above the four-eyes rule."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fixed = super().get_readonly_fields(request, obj)
        return fixed if _is_above(request.user) else (*fixed, "is_superuser", "user_permissions")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_touch(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_touch(request, obj) and super().has_delete_permission(request, obj)


def _may_touch(request: HttpRequest, person: Any) -> bool:
    """A superuser's account, its password above all, is a superuser's to change."""
    return person is None or not person.is_superuser or _is_above(request.user)


def _is_above(user: Any) -> bool:
    return bool(user.is_superuser)
