"""What lists that have no filter set of their own are asked: of which coalition."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from tracker.models import Coalition


def coalition_asked(request: HttpRequest) -> Coalition | None:
    """The coalition that ``?coalition=`` names, None if it names none. Raises Http404."""
    code = request.GET.get("coalition", "")
    return get_object_or_404(Coalition, code=code) if code else None
