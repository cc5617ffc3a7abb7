"""A contribution: what it adds up to now, whose words say so, and what was known when."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from tracker.admin.lists import plain
from tracker.admin.merging import Merging
from tracker.admin.review import ReviewedAdmin, ever_published
from tracker.admin.search import WordSearch, contributions_of
from tracker.admin.standing import now_of, told_of
from tracker.models import Contribution

IDENTITY = ("coalition", "country", "kind", "theatre", "name")


class ContributionAdmin(WordSearch, Merging, ReviewedAdmin):
    content_frozen = False
    list_display = ("path", "title", "review", "edited")
    list_filter = ("review", "coalition", "kind")
    list_select_related = ("coalition", "country", "kind", "theatre")
    search_fields = ("code",)
    in_bulk = ("kind", "theatre", "part_of")
    ordering = ("code",)
    fieldsets = (
        (None, {"fields": ("coalition", ("country", "kind"), ("theatre", "name"))}),
        ("Title", {"fields": ("title_override", "part_of")}),
    )
    change_form_template = "admin/tracker/contribution/change_form.html"

    def found(self, term: str) -> list[QuerySet[Any]]:
        return [contributions_of(term)]

    @admin.display(description="Title")
    def title(self, contribution: Contribution) -> str:
        return contribution.title

    @admin.display(description="Edited", ordering="updated_at")
    def edited(self, contribution: Contribution) -> Any:
        return plain(contribution.updated_at)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Its path may have been cited."""
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, *IDENTITY] if obj is not None and ever_published(obj) else fixed

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        contribution = kwargs.get("obj")
        if contribution is not None:
            context |= {"now": now_of(contribution), "told": told_of(contribution)}
        return super().render_change_form(request, context, *args, **kwargs)
