"""Where things stand on the site: pages of this door, and the addresses of the others'."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse

from tracker.models import Contribution, Quote, Source, Statement, Tally


def of_contribution(contribution: Contribution | str) -> str:
    return reverse("web:contribution", args=[_code(contribution)])


def of_source(source: Source | str) -> str:
    return reverse("web:source", args=[_code(source)])


def of_quote(quote: Quote | str) -> str:
    """The permanent address of words, whatever page of their source they stand on."""
    return reverse("web:quote", args=[_code(quote)])


def of_statement(statement: Statement | str) -> str:
    return reverse("web:statement", args=[_code(statement)])


def of_tally(tally: Tally | str) -> str:
    return reverse("web:tally", args=[_code(tally)])


def of_country(code: str) -> str:
    return reverse("web:country", args=[code])


def in_api(plural: str, code: str) -> str:
    """The same record for programs."""
    return reverse(f"v1:{plural}-detail", args=[code])


def contributions(**query: object) -> str:
    """The public table, filtered: "show me the records behind this number"."""
    return f"{reverse('web:contributions')}{asked(query)}"


def asked(query: Mapping[str, object]) -> str:
    """A query as it is written after an address; what is empty is left out."""
    written = urlencode({name: value for name, value in query.items() if value}, safe=",:")
    return f"?{written}" if written else ""


def anchor(quote: Quote) -> str:
    """The fragment of a quote in its source's page: RFC 5147's own, where there is a text."""
    return f"char={quote.start},{quote.end}" if quote.start is not None else f"at={quote.locator}"


def _code(record: object) -> str:
    return record if isinstance(record, str) else str(record.code)  # type: ignore[attr-defined]
