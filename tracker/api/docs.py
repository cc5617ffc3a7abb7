"""The API's own description, for programmes and for people."""

from __future__ import annotations

from django.views.generic import TemplateView
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.permissions import AllowAny


class SchemaView(SpectacularJSONAPIView):
    """OpenAPI 3.1."""

    permission_classes = [AllowAny]
    api_version = "v1"


class DocsView(TemplateView):
    """Swagger UI from this site's own files: the policy allows none from elsewhere."""

    template_name = "tracker/api/docs.html"
