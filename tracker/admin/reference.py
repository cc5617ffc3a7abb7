"""What records are made with: coalitions, kinds, metrics, places."""

from __future__ import annotations

from tracker.admin.base import RecordAdmin
from tracker.admin.codebook import codebook


class CoalitionAdmin(RecordAdmin):
    list_display = ("name", "code", "code_prefix")
    search_fields = ("code", "name")
    fields = ("code", "name", "code_prefix", "note")


class LineOfEffortAdmin(RecordAdmin):
    list_display = ("name", "code")
    search_fields = ("code", "name")
    fields = ("code", "name", "note")


class KindAdmin(RecordAdmin):
    list_display = ("name", "code", "parent", "line_of_effort")
    list_filter = ("line_of_effort",)
    list_select_related = ("parent", "line_of_effort")
    search_fields = ("code", "name")
    ordering = ("code",)
    fieldsets = (
        (
            "What it is",
            {
                "fields": ("code", "name", "parent", "line_of_effort"),
                "description": codebook("What form does it have?"),
            },
        ),
        ("When to use it", {"fields": ("rule", "example", "counterexample")}),
    )


class MetricAdmin(RecordAdmin):
    list_display = ("name", "code", "unit", "nature")
    list_filter = ("nature",)
    search_fields = ("code", "name")
    fields = ("code", "name", "unit", "nature", "note")


class PlaceAdmin(RecordAdmin):
    list_display = ("name", "code", "level", "parent", "country")
    list_filter = ("level",)
    list_select_related = ("parent", "country")
    search_fields = ("code", "name", "aliases")
    ordering = ("name",)
    fields = (
        "code",
        "name",
        "level",
        "parent",
        "country",
        ("latitude", "longitude"),
        "aliases",
    )
