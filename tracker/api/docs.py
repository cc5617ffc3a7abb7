"""The API's own description, for programmes and for people."""

from __future__ import annotations

from functools import cache
from threading import Lock

from django.http import HttpResponse
from django.views.generic import TemplateView
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from tracker.api.caching import conditional

_ONE_AT_A_TIME = Lock()  # two threads that make it at once disturb each other's extensions


class SchemaView(SpectacularJSONAPIView):
    """OpenAPI 3.1, made once a process: it takes seconds, and says the same to everybody."""

    permission_classes = [AllowAny]
    api_version = "v1"

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        with _ONE_AT_A_TIME:
            text = _description(self.api_version)
        return conditional(request, HttpResponse(text, content_type=OpenApiJsonRenderer.media_type))


@cache
def _description(version: str) -> bytes:
    document = SchemaGenerator(api_version=version).get_schema(request=None, public=True)
    return bytes(OpenApiJsonRenderer().render(document, renderer_context={}))


class DocsView(TemplateView):
    """Swagger UI from this site's own files: the policy allows none from elsewhere."""

    template_name = "tracker/api/docs.html"
