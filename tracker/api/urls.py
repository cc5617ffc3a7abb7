"""Addresses below ``/api/``: a list, a file and a page for each registry."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, include, path, re_path

from tracker.api.annotation import (
    QuoteAnnotationView,
    SourceAnnotationPageView,
    SourceAnnotationsView,
)
from tracker.api.docs import DocsView, SchemaView
from tracker.api.receipts import ReceiptsView, ReceiptView
from tracker.api.records import VIEWSETS
from tracker.api.search import SearchView
from tracker.api.totals import TotalsFileView, TotalsView
from tracker.api.views import RecordViewSet, RootView, not_found
from tracker.exports import FORMATS

STEPS = ("submit", "send_back", "publish", "withdraw", "replace")


def addresses(viewset: type[RecordViewSet]) -> list[URLPattern]:
    """Each answers the methods that its viewset has a handler for."""
    name = viewset.registry.name
    steps = [(step, step.replace("_", "-")) for step in STEPS if hasattr(viewset, step)]
    return [
        path(f"{name}/", _view(viewset, get="list", post="create"), name=f"{name}-list"),
        *(path(f"{name}.{f}", _view(viewset, get=f), name=f"{name}-{f}") for f in FORMATS),
        path(
            f"{name}/<str:code>/",
            _view(viewset, get="retrieve", patch="partial_update", delete="destroy"),
            name=f"{name}-detail",
        ),
        *(
            path(f"{name}/<str:code>/{word}/", _view(viewset, post=step), name=f"{name}-{word}")
            for step, word in steps
        ),
    ]


def _view(viewset: type[RecordViewSet], **handlers: str) -> Any:
    there: dict[str, Any] = {
        method: name for method, name in handlers.items() if hasattr(viewset, name)
    }
    return viewset.as_view(there)


web_annotations = [
    path("quotes/<str:code>/annotation/", QuoteAnnotationView.as_view(), name="quotes-annotation"),
    path(
        "sources/<str:code>/annotations/",
        SourceAnnotationsView.as_view(),
        name="sources-annotations",
    ),
    path(
        "sources/<str:code>/annotations/page/",
        SourceAnnotationPageView.as_view(),
        name="sources-annotation-page",
    ),
]

v1 = [
    path("", RootView.as_view(), name="root"),
    path("openapi.json", SchemaView.as_view(), name="openapi"),
    path("docs/", DocsView.as_view(), name="docs"),
    path("search/", SearchView.as_view(), name="search"),
    path("totals/", TotalsView.as_view(), name="totals"),
    path("totals.csv", TotalsFileView.as_view(), name="totals-csv"),
    path("receipts/", ReceiptsView.as_view(), name="receipts"),
    path("receipts/<str:code>/", ReceiptView.as_view(), name="receipt"),
    *(each for viewset in VIEWSETS for each in addresses(viewset)),
    *web_annotations,
]

urlpatterns = [
    path("v1/", include((v1, "v1"))),
    re_path(r"", not_found),
]
