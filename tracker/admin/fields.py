"""How columns become form fields: look-ups that never list a table, lists, verbatim words."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import HttpRequest

from tracker.admin.forms import (
    KnownForm,
    LinesField,
    LookUp,
    PlainDecimalField,
    RecordChoiceField,
    VerbatimField,
)
from tracker.admin.labels import change_choices, helps_of, labels_of, status_choices
from tracker.admin.parts import PartFormSet

VERBATIM = {"exact", "prefix", "suffix"}
OF_A_QUOTE = {"words", "when_words", "condition"}


class Fields:
    """For a ModelAdmin and its inlines alike."""

    model: type[models.Model]
    admin_site: admin.AdminSite

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if isinstance(db_field, ArrayField):
            kwargs |= {"form_class": LinesField, "widget": LinesField.widget}
        elif db_field.name in VERBATIM | OF_A_QUOTE and isinstance(db_field, models.TextField):
            kwargs |= {"form_class": VerbatimField, "widget": VerbatimField.widget}
            kwargs |= {"strip": db_field.name in OF_A_QUOTE}
        elif isinstance(db_field, models.DecimalField):
            kwargs |= {"form_class": PlainDecimalField}
        elif isinstance(db_field, models.URLField):
            kwargs |= {"assume_scheme": "https"}
        elif isinstance(db_field, models.TextField):
            kwargs.setdefault("widget", AdminTextareaWidget(attrs={"rows": 3}))
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False  # what is chosen is deleted on its own page
        return field

    def formfield_for_choice_field(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> Any:
        meant = {"status": status_choices, "change": change_choices}.get(db_field.name)
        if meant is not None:
            kwargs["choices"] = meant()
        return super().formfield_for_choice_field(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        kwargs.setdefault("form_class", RecordChoiceField)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", LookUp(db_field, self.admin_site))
        return super().formfield_for_foreignkey(  # type: ignore[misc]
            db_field, request, **kwargs
        )

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Every reference to a record is looked up; a plain select would list the whole table."""
        return [
            field.name
            for field in self.model._meta.concrete_fields
            if field.many_to_one and self._is_looked_up(field.related_model)
        ]

    def get_field_queryset(
        self, db: str | None, db_field: Any, request: HttpRequest
    ) -> models.QuerySet[Any] | None:
        """With what the record's name is made of, so that showing it asks nothing more."""
        related = db_field.remote_field.model
        if self._is_looked_up(related):
            return self.admin_site.get_model_admin(related).get_queryset(request)
        found: models.QuerySet[Any] | None = super().get_field_queryset(  # type: ignore[misc]
            db, db_field, request
        )
        return found

    def _is_looked_up(self, model: Any) -> bool:
        return bool(
            model._meta.app_label == "tracker"
            and self.admin_site.is_registered(model)
            and self.admin_site.get_model_admin(model).search_fields
        )

    def _words(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        """What the form factory is told besides: labels and helps, editable or not."""
        return {"labels": labels_of(self.model), "help_texts": helps_of(self.model)} | kwargs


class PartInline(Fields, admin.TabularInline):
    """Rows that are part of a record: whoever may change it may change them."""

    extra = 0
    form = KnownForm
    formset = PartFormSet
    template = "admin/tracker/part.html"

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, **self._words(kwargs))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._of_whole("view", request, obj) or self._of_whole("change", request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._of_whole("change" if obj else "add", request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._of_whole("change" if obj else "add", request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._of_whole("change" if obj else "add", request, obj)

    def _of_whole(self, verb: str, request: HttpRequest, obj: Any) -> bool:
        whole = self.admin_site.get_model_admin(self.parent_model)
        if verb == "add":
            return whole.has_add_permission(request)
        return bool(getattr(whole, f"has_{verb}_permission")(request, obj))
