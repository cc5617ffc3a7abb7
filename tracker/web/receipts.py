"""Receipts of exports, for whoever holds a file and wants to know what it is."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.models import Receipt
from tracker.web import addresses
from tracker.web.facts import Fact, stated


@require_safe
def receipts(request: HttpRequest) -> HttpResponse:
    """The receipts of the file whose hash is asked for; the only one leads to its page."""
    sha256 = request.GET.get("sha256", "").strip().lower()
    complete = Receipt.objects.complete()
    found = list(complete.filter(sha256=sha256)[:100]) if sha256.isalnum() else []
    if len(found) == 1:
        return HttpResponseRedirect(reverse("web:receipt", args=[found[0].code]))
    context = {"sha256": sha256, "found": found, "crumbs": [("Receipts", "")]}
    status = 404 if sha256 and not found else 200
    return render(request, "tracker/receipts.html", context, status=status)


@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    found = Receipt.objects.filter(code=code).first() if "\0" not in code else None
    if found is None:
        raise Http404(f"There is no receipt {code}.")
    again = reverse(f"v1:{found.records}-{found.format}")
    context = {
        "receipt": found,
        "facts": stated(_facts(found, request.build_absolute_uri(request.path))),
        "again_href": f"{again}{addresses.asked(found.query)}",
        "api_href": reverse("v1:receipt", args=[found.code]),
        "crumbs": [("Receipts", reverse("web:receipts")), (found.code, "")],
    }
    return render(request, "tracker/receipt.html", context)


def _facts(receipt: Receipt, page: str) -> list[Fact]:
    asked = ", ".join(f"{name}={value}" for name, value in receipt.query.items())
    return [
        Fact("Records", f"{receipt.records}, as {receipt.format}"),
        Fact("Asked", asked or "everything"),
        Fact("Read as", ". ".join(receipt.read_as)),
        Fact("Begun", _moment(receipt.started_at)),
        Fact("Completed", _moment(receipt.completed_at)),
        Fact("SHA-256", receipt.sha256),
        Fact("Cite as", f"{receipt.citation} {page}"),
        Fact("Terms", receipt.licence),
        Fact("Columns", ", ".join(receipt.fields)),
        Fact("Codebook", f"version {receipt.codebook}"),
    ]


def _moment(at: datetime | None) -> str:
    return f"{at:%-d %B %Y, %H:%M:%S} UTC" if at else ""
