"""What records are made with: coalitions, countries, kinds, metrics, places, speakers."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest

from tracker.admin.base import RecordAdmin
from tracker.admin.fields import PartInline
from tracker.admin.lists import column
from tracker.admin.merging import Merging
from tracker.models import Member, Speaker


class CoalitionAdmin(RecordAdmin):
    list_display = ("name", "code", "code_prefix")
    search_fields = ("code", "name")
    fields = ("code", "name", "code_prefix", "note")


class MemberInline(PartInline):
    model = Member
    fk_name = "organisation"
    fields = ("country",)
    verbose_name = "member"
    verbose_name_plural = "members, where it is an organisation"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).select_related("country")


class CountryAdmin(RecordAdmin):
    list_display = ("name", "code", "type", "region", "parent")
    list_filter = ("type",)
    list_select_related = ("parent",)
    search_fields = ("code", "name", "aliases")
    ordering = ("name",)
    inlines = (MemberInline,)
    fieldsets = (
        (None, {"fields": ("code", "name", "type", "parent", "aliases", "note")}),
        ("Codes and regions", {"fields": (("alpha3", "m49"), ("region", "subregion"))}),
    )


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
    fields = ("code", "name", "parent", "line_of_effort", "rule", "example", "counterexample")


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


class SpeakerAdmin(Merging):
    list_display = ("name", "office", column(Speaker, "country"), "role", "anonymous")
    list_filter = ("role", "anonymous")
    list_select_related = ("country", "source")
    left_out = ("source__text",)
    search_fields = ("code", "name", "office")
    in_bulk = ("country", "role")
    unseen = frozenset({"note"})
    ordering = ("name",)
    fields = ("code", "name", "office", "country", "role", "anonymous", "source", "note")
