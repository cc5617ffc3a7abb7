"""What the pages of statements and tallies share: both are readings of one quote."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from tracker.admin.amounts import amount_of
from tracker.admin.replace import ReplacedAdmin


class ClaimAdmin(ReplacedAdmin):
    search_fields = ("code",)
    ordering = ("-pk",)

    def write(self, request: HttpRequest, form: Any, reason: str) -> None:
        """In another quote it gets another number there."""
        if "quote" in form.content_changed:
            form.instance.number = None
        super().write(request, form, reason)

    @admin.display(description="Words")
    def words_said(self, claim: Any) -> str:
        return str(claim.quote)

    @admin.display(description="How much")
    def how_much(self, claim: Any) -> str:
        return amount_of(claim)

    @admin.display(description="Edited", ordering="updated_at")
    def edited(self, claim: Any) -> Any:
        return claim.updated_at
