"""The permanent address of a statement: where it stands on its contribution's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from tracker.models import Review, Statement
from tracker.models.redirect import Target
from tracker.web import addresses
from tracker.web.gone import elsewhere


@require_safe
def statement(request: HttpRequest, code: str) -> HttpResponse:
    published = Statement.objects.published().filter(contribution__review=Review.PUBLISHED)
    found: Statement | None = published.select_related("contribution").filter(code=code).first()
    if found is None:
        return elsewhere(request, Target.STATEMENT, code)
    return redirect(f"{addresses.of_contribution(found.contribution)}#{found.code}")
