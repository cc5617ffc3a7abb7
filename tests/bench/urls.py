"""The site, and the peers that it is measured against, in one process and under one middleware."""

from django.urls import include, path

from tests.bench.contestants import icontains, nested

urlpatterns = [
    path("bench/nested/", nested.NestedList.as_view()),
    path("bench/icontains/", icontains.QuoteList.as_view()),
    path("", include("coalition.urls")),
]
