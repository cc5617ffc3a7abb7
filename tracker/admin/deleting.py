"""What a deletion would take along, or what stands in its way: counted, never listed whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.options import ModelAdmin
from django.db import models
from django.http import HttpRequest

SHOWN = 5


class Deleting(ModelAdmin):
    """Django's own walk asks about every related row, one by one."""

    def get_deleted_objects(self, objs: Iterable[Any], request: HttpRequest) -> Any:
        records = list(objs)
        parts = self._related(records, models.CASCADE)
        protected = self._related(records, models.PROTECT)
        lacking = {
            str(self.opts.verbose_name)
            for record in records
            if not self.has_delete_permission(request, record)
        }
        counts = {str(self.opts.verbose_name_plural): len(records)}
        return [*map(str, records), *parts], counts, lacking, protected

    def _related(self, records: list[Any], rule: Any) -> list[str]:
        found: list[str] = []
        for relation in self.opts.get_fields(include_hidden=True):
            if relation.auto_created and getattr(relation, "on_delete", None) is rule:
                found += _named(relation, records)
        return found


def _named(relation: Any, records: list[Any]) -> list[str]:
    """“statement voa-2015:12-38:1”, a few of them, where rows refer to the records."""
    model = relation.related_model
    rows = model._default_manager.filter(**{f"{relation.field.name}__in": records})
    name = "code" if any(f.name == "code" for f in model._meta.concrete_fields) else "pk"
    keys = list(rows.order_by(name).values_list(name, flat=True)[: SHOWN + 1])
    if name == "pk" or len(keys) > SHOWN:
        many = "more than " if len(keys) > SHOWN else ""
        return [f"{many}{len(keys[:SHOWN])} {model._meta.verbose_name_plural}"] if keys else []
    return [f"{model._meta.verbose_name} {key}" for key in keys]
