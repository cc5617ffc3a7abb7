"""Words sought in quotes without an index: `icontains`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views import View

from tracker.models import Quote


class QuoteList(View):
    def get(self, request: HttpRequest) -> JsonResponse:
        found: Any = Quote.objects.filter(exact__icontains=request.GET["q"]).order_by("code")
        return JsonResponse({"results": list(found.values("code", "exact")[:100])})
