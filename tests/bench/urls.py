"""The site, and the peers that it is measured against, in one process and under one middleware."""

from django.urls import include, path

from tests.bench.contestants import exports, nested

urlpatterns = [
    path("bench/exports/queryset.csv", exports.through_queryset),
    path("bench/exports/drf.csv", exports.through_serializers),
    path("bench/exports/import-export.csv", exports.through_import_export),
    path("bench/nested/", nested.NestedList.as_view()),
    path("", include("coalition.urls")),
]
