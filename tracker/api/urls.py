"""Addresses below ``/api/``: a list, a file and a page for each registry."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, include, path, re_path

from tracker.api.docs import DocsView, SchemaView
from tracker.api.records import VIEWSETS
from tracker.api.totals import TotalsFileView, TotalsView
from tracker.api.views import RecordViewSet, RootView, not_found


def addresses(viewset: type[RecordViewSet]) -> list[URLPattern]:
    name = viewset.registry.name
    views: dict[str, Any] = {
        action: viewset.as_view({"get": action}) for action in ("list", "csv", "retrieve")
    }
    return [
        path(f"{name}/", views["list"], name=f"{name}-list"),
        path(f"{name}.csv", views["csv"], name=f"{name}-csv"),
        path(f"{name}/<str:code>/", views["retrieve"], name=f"{name}-detail"),
    ]


v1 = [
    path("", RootView.as_view(), name="root"),
    path("openapi.json", SchemaView.as_view(), name="openapi"),
    path("docs/", DocsView.as_view(), name="docs"),
    path("totals/", TotalsView.as_view(), name="totals"),
    path("totals.csv", TotalsFileView.as_view(), name="totals-csv"),
    *(each for viewset in VIEWSETS for each in addresses(viewset)),
]

urlpatterns = [
    path("v1/", include((v1, "v1"))),
    re_path(r"", not_found),
]
