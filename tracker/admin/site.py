"""The analyst's site: the day's work above the list of models, its pages, its look-ups."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import get_user_model
from django.db.models.base import ModelBase
from django.http import HttpRequest
from django.template.response import TemplateResponse

from tracker.admin import PAGES
from tracker.admin.home import lists_for
from tracker.admin.labels import shown_as
from tracker.admin.people import Guarded


class LookUp(AutocompleteJsonView):
    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        found: dict[str, str] = super().serialize_result(obj, to_field_name)
        return found | {"text": shown_as(obj)}


class TrackerSite(AdminSite):
    site_header = "Coalition contributions"
    site_title = "Coalition contributions"
    index_title = "Today"
    index_template = "admin/tracker/home.html"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        for model, page in PAGES.items():
            self.register(model, page)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Django registers accounts by itself; ours are guarded."""
        if admin_class is not None and _models(model_or_iterable) == {get_user_model()}:
            admin_class = type("PersonAdmin", (Guarded, admin_class), {})
        super().register(model_or_iterable, admin_class, **options)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        return super().index(request, {"lists": lists_for(request), **(extra_context or {})})

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return LookUp.as_view(admin_site=self)(request)


def _models(given: Any) -> set[Any]:
    return {given} if isinstance(given, ModelBase) else set(given)
