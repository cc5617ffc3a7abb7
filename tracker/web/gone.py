"""Codes that lead elsewhere: merged ones (308) and withdrawn ones (410, with the reason)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from tracker.models import Redirect
from tracker.models.redirect import Target
from tracker.web import addresses

_ADDRESS: dict[str, Callable[[str], str]] = {
    Target.CONTRIBUTION: addresses.of_contribution,
    Target.STATEMENT: addresses.of_statement,
    Target.TALLY: addresses.of_tally,
    Target.SOURCE: addresses.of_source,
    Target.QUOTE: addresses.of_quote,
}


class Moved(HttpResponsePermanentRedirect):
    """Permanent, and the method stays what it was."""

    status_code = 308


def elsewhere(request: HttpRequest, model: Target, code: str) -> HttpResponse:
    """What to answer for a code under which nothing published stands. Raises Http404."""
    redirect = Redirect.objects.filter(model=model, code=code).first()
    if redirect is None:
        raise Http404(f"There is no published {model.label.lower()} {code}.")
    target = _ADDRESS[model](redirect.target) if redirect.target else ""
    if redirect.because == Redirect.Because.MERGED:
        return Moved(target)
    context = {
        "what": model.label,
        "code": code,
        "reason": redirect.reason,
        "withdrawn_at": redirect.created_at,
        "successor": redirect.target,
        "successor_href": target,
        "crumbs": [(f"{model.label} withdrawn", "")],
    }
    return render(request, "tracker/withdrawn.html", context, status=410)
