"""What the site keeps by itself, to be looked at: redirects, receipts, releases."""

from __future__ import annotations

from tracker.admin.base import ReadOnlyAdmin


class RedirectAdmin(ReadOnlyAdmin):
    """Written by merging and withdrawing."""

    list_display = ("code", "model", "because", "target", "created_at")
    list_filter = ("model", "because")
    search_fields = ("code", "target")
    ordering = ("-pk",)
    fields = ("model", "code", "because", "target", "reason", "created_at")


class ReceiptAdmin(ReadOnlyAdmin):
    """Written by an export; a completed one cannot be changed."""

    list_display = ("code", "format", "started_at", "completed_at", "rows", "made_by")
    list_select_related = ("made_by",)
    search_fields = ("code", "sha256")
    ordering = ("-pk",)
    fields = (
        "code",
        "format",
        "query",
        "read_as",
        "fields",
        ("known_on", "valid_on"),
        ("started_at", "completed_at"),
        "rows",
        "sha256",
        "made_by",
    )


class ReleaseAdmin(ReadOnlyAdmin):
    """Written by ``manage.py release``; a published edition cannot be changed."""

    list_display = ("code", "previous", "released_at", "released_by")
    list_select_related = ("previous", "released_by")
    search_fields = ("code",)
    ordering = ("-code",)
    fields = ("code", "previous", ("released_at", "released_by"), "files", "changes", "note")
