"""A record as its writers see it: what was written, and how far it is on its way."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from tracker.api import bodies
from tracker.api.caching import tagged
from tracker.api.links import links_of
from tracker.api.serializers import BODIES
from tracker.fields import REVIEW, Field, Registry, row_json
from tracker.filters import FILTER_SETS
from tracker.models import Review
from tracker.models.review import Reviewed


def written_fields(registry: Registry) -> tuple[Field, ...]:
    """The registry's fields that can be written, between what is made from them."""
    writable = set(BODIES[registry.name].Meta.fields)
    shown = writable | {"code", "path", "version", "updated_at"}
    review = REVIEW if issubclass(registry.model, Reviewed) else ()
    return (*(each for each in registry.fields if each.name in shown), *review)


def _chosen(registry: Registry, chosen: tuple[Field, ...]) -> tuple[Field, ...]:
    """Of some fields those that can be written, its code if that is none; all of all."""
    written = written_fields(registry)
    if chosen == registry.fields:
        return written
    return tuple(each for each in chosen if each in written) or (registry.by_name["code"],)


def written_row(
    registry: Registry, key: int, chosen: tuple[Field, ...] | None = None
) -> tuple[int, str, str]:
    """Version and code of a record, and what was written of it as the text of a JSON object."""
    fields = _chosen(registry, registry.fields if chosen is None else chosen)
    rows = registry.model._default_manager.filter(pk=key).order_by()
    return rows.values_list("version", "code", row_json(fields)).get()


def written(
    request: HttpRequest,
    registry: Registry,
    key: int,
    status: int = 200,
    *,
    chosen: tuple[Field, ...] | None = None,
) -> HttpResponse:
    """The answer to whoever wrote it; ``chosen`` are the fields that were asked for."""
    version, code, row = written_row(registry, key, chosen)
    links = links_of(request, registry, json.loads(row) | {"code": code})
    response = tagged(bodies.one(row, links=links), version=version)
    response.status_code = status
    response["Cache-Control"] = "private, no-store"
    if status == 201:
        response["Location"] = links["self"]
    return response


def unpublished(user: Any, registry: Registry, code: str) -> int | None:
    """The key of a record that readers do not see yet, for who may see drafts."""
    if registry.name not in BODIES or not user.has_perm(f"tracker.view_{registry.one}"):
        return None
    rows: Any = registry.model._default_manager.filter(code=code)
    if issubclass(registry.model, Reviewed):
        waiting = rows.filter(review__in=[Review.DRAFT, Review.IN_REVIEW])
    else:
        public = FILTER_SETS[registry.name].records().order_by().values("pk")
        waiting = rows.filter(~Q(pk__in=public))
    key: int | None = waiting.order_by().values_list("pk", flat=True).first()
    return key
