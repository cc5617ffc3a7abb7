"""Addresses of the whole site; each door brings its own."""

from django.contrib import admin
from django.urls import include, path

from coalition.health import healthz

handler400 = "coalition.refused.bad_request"
handler500 = "coalition.refused.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("api/", include("tracker.api.urls")),
    path("", include("tracker.web.urls")),
]
