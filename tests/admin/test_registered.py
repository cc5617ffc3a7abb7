"""Every model is in the admin, on another model's page, or left out with a reason."""

from __future__ import annotations

import pghistory.models
from django.apps import apps
from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.options import ModelAdmin
from django.db.models import Model

from tracker.admin import NO_PAGES, PAGES
from tracker.admin.base import ListAdmin

MODELS = [
    model
    for model in apps.get_app_config("tracker").get_models()
    if not issubclass(model, pghistory.models.Event)
]


def page_of(model: type[Model]) -> ModelAdmin:
    page: ModelAdmin = admin.site.get_model_admin(model)
    return page


def test_every_model_has_a_page_or_a_reason() -> None:
    parts = {inline.model for page in PAGES.values() for inline in getattr(page, "inlines", ())}
    assert set(MODELS) == set(PAGES) | parts | set(NO_PAGES)
    assert not set(PAGES) & set(NO_PAGES)
    assert all(NO_PAGES.values())


def test_the_site_registers_every_page() -> None:
    assert {model: type(page_of(model)) for model in PAGES} == PAGES


def test_every_list_stays_quick() -> None:
    for model in PAGES:
        page = page_of(model)
        assert isinstance(page, ListAdmin), model
        assert page.list_per_page == 50
        assert page.show_full_result_count is False
        assert page.date_hierarchy is None
        assert page.search_fields, f"{model.__name__} cannot be looked up"


def test_every_filter_has_few_values() -> None:
    """By choices, by yes and no, or by a small table: never by all values of a column."""
    small = {"Coalition", "Kind", "LineOfEffort", "Metric"}
    for model in PAGES:
        for listed in page_of(model).list_filter:
            if isinstance(listed, type) and issubclass(listed, SimpleListFilter):
                continue  # says its few values itself
            path = listed[0] if isinstance(listed, tuple) else listed
            field: object = None
            here: type[Model] = model
            for name in str(path).split("__"):
                field = here._meta.get_field(name)
                here = getattr(field, "related_model", None) or here
            few = getattr(field, "choices", None) or here.__name__ in small
            assert few or field.__class__.__name__ == "BooleanField", (model, path)
