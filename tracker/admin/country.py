"""A country: who it is, and what it gives, as far as anything published says so."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import display
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from tracker.admin.base import RecordAdmin
from tracker.admin.fields import PartInline
from tracker.admin.standing import Stage, stage_of
from tracker.models import Contribution, Country, Member, Speaker, State

SHOWN = 50


class MemberInline(PartInline):
    model = Member
    fk_name = "organisation"
    fields = ("country",)
    verbose_name = "member"
    verbose_name_plural = "members, where it is an organisation"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).select_related("country")


class CountryAdmin(RecordAdmin):
    public_page = "web:country"
    list_display = ("name", "code", "type", "region", "parent", "also_called")
    list_filter = ("type",)
    narrowed_by = {"region": "Region", "member_of": "Member of"}
    list_select_related = ("parent",)
    search_fields = ("code", "name", "aliases")
    ordering = ("name",)
    inlines = (MemberInline,)
    fieldsets = (
        ("Who it is", {"fields": ("code", "name", "type", "parent", "aliases", "note")}),
        ("Codes and regions", {"fields": (("alpha3", "m49"), ("region", "subregion"))}),
    )
    change_form_template = "admin/tracker/country/change_form.html"

    @display(description="Also called")
    def also_called(self, country: Country) -> str:
        return ", ".join(country.aliases)

    def is_public(self, record: Any) -> bool:
        return Contribution.objects.published().filter(country=record).exists()

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Only organisations have members."""
        inlines = super().get_inlines(request, obj)
        looks = obj is not None and not self.has_change_permission(request, obj)
        return [] if looks and not obj.memberships.exists() else inlines

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        country = kwargs.get("obj")
        if country is not None:
            context |= {"gives": gives(country), "shown": SHOWN, "lists": _lists(country)}
            context["belongs"] = country.organisations.select_related("organisation")
        return super().render_change_form(request, context, *args, **kwargs)


def gives(country: Country) -> list[tuple[Contribution, Stage | None]]:
    """Its contributions by kind, the first ones, each with what is known of it now."""
    now = State.objects.filter(known_until__isnull=True).select_related("metric")
    rows = Contribution.objects.filter(country=country).order_by("kind", "pk")
    rows = rows.select_related("country", "kind", "theatre")
    found: list[Any] = list(rows.prefetch_related(models.Prefetch("states", now, "now"))[:SHOWN])
    return [(each, stage_of(each.now[0]) if each.now else None) for each in found]


def _lists(country: Country) -> list[tuple[str, str]]:
    def link(model: str, **query: str) -> str:
        return f"{reverse(f'admin:tracker_{model}_changelist')}?{urlencode(query)}"

    found = [
        ("All its contributions", link("contribution", country=country.pk)),
        ("All statements of it", link("statement", country=country.pk)),
        ("What its speakers say", link("quote", speaker_country=country.pk)),
    ]
    if Speaker.objects.filter(country=country).exists():
        found.append(("Its speakers", link("speaker", country=country.pk)))
    return found
