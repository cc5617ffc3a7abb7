"""Pages of what published statements are weighed by: who says it, and how."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from tracker.actions.weight import WEIGHING, may_weigh
from tracker.admin.base import RecordAdmin

HELD = (
    "Something published rests on this, so who says it and how is a reviewer's to change. "
    "The rest can be edited."
)


class Weighed(RecordAdmin):
    """Before the page of a quote or a speaker."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, *WEIGHING[self.model]] if self._is_held(request, obj) else fixed

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if self._is_held(request, kwargs.get("obj")):
            context["held"] = HELD
        return super().render_change_form(request, context, *args, **kwargs)

    def _is_held(self, request: HttpRequest, record: Any) -> bool:
        """Asked once a page."""
        if record is None or not self.has_change_permission(request, record):
            return False
        if not hasattr(record, "is_held"):
            record.is_held = not may_weigh(record, request.user)
        return bool(record.is_held)
