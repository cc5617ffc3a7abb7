"""Sources: the list, and a source's page with its quotes in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.domain import wording
from tracker.domain.passages import Marked, Piece, pieces
from tracker.models import Quote, Review, Source, Statement, StatementQuote, Tally, TallyQuote
from tracker.models.redirect import Target
from tracker.web import addresses, loading
from tracker.web.asked import coalition_asked
from tracker.web.facts import Fact, stated
from tracker.web.gone import elsewhere
from tracker.web.shown import Claim, Reading, Said, Words

SOURCES_A_PAGE = 100
QUOTES_A_PAGE = 200
CRUMB = ("Sources", "web:sources")


# --- The list -------------------------------------------------------------------------------


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    coalition = coalition_asked(request)
    found = loading.sources().order_by("-published_latest", "code")
    if coalition:
        found = found.filter(coalition=coalition)
    page = Paginator(_counted(found), SOURCES_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "coalition": coalition, "crumbs": [("Sources", "")]}
    return render(request, "tracker/sources.html", context)


def _counted(found: QuerySet[Source]) -> QuerySet[Source]:
    """With how many published statements and tallies rest on each."""
    return found.annotate(
        statement_count=_count(Statement.objects.published()),
        tally_count=_count(Tally.objects.published()),
    )


def _count(of: QuerySet[Any]) -> Coalesce:
    per_source = of.filter(quote__source=OuterRef("pk")).order_by().values("quote__source")
    return Coalesce(Subquery(per_source.annotate(n=Count("pk")).values("n")), 0)


# --- One source -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the text with what it looks like: whose quote it is, how deep, what begins."""

    piece: Piece
    group: str
    begins: tuple[Reading, ...]

    @property
    def depth(self) -> int:
        return min(len(self.piece.inside), 3)


@require_safe
def source(request: HttpRequest, code: str) -> HttpResponse:
    record = loading.sources().filter(code=code).first()
    if record is None:
        return elsewhere(request, Target.SOURCE, code)
    page = Paginator(loading.quotes().filter(source=record), QUOTES_A_PAGE).get_page(
        request.GET.get("page")
    )
    readings = readings_of(list(page), first=page.start_index())
    context = {
        "source": record,
        "page": page,
        "readings": readings,
        "stretches": _stretches(record, readings, page),
        "is_text_shown": _shown_text(record) is not None,
        "has_text": record.text_characters is not None,
        "provenance": provenance(record),
        "published": wording.edtf(record.published),
        "url": _web(record.url),
        "archived_url": _web(record.archived_url),
        "replaces": _replaced(record),
        "successors": list(record.replaced_by.defer("text")),
        "crumbs": [(CRUMB[0], reverse(CRUMB[1])), (record.title, "")],
    }
    return render(request, "tracker/source.html", context)


def _replaced(record: Source) -> Source | None:
    """The edition that it corrects, if that has a page."""
    if record.replaces_id is None:
        return None
    return loading.sources().filter(pk=record.replaces_id).first()


@require_safe
def quote(request: HttpRequest, code: str) -> HttpResponse:
    """The permanent address of words: sends to where they stand in their source."""
    found = loading.quotes().filter(code=code).first()
    if found is None:
        return elsewhere(request, Target.QUOTE, code)
    before = loading.quotes().filter(source=found.source).filter(_before(found)).count()
    number = before // QUOTES_A_PAGE + 1
    page = f"?page={number}" if number > 1 else ""
    return redirect(f"{addresses.of_source(found.source)}{page}#{addresses.anchor(found)}")


def _before(quote: Quote) -> Q:
    if quote.start is None:
        earlier = Q(start__isnull=False) | Q(locator__lt=quote.locator)
        return earlier | Q(locator=quote.locator, id__lt=quote.pk)
    return Q(start__lt=quote.start) | Q(start=quote.start, end__lt=quote.end)


def readings_of(quotes: Sequence[Quote], first: int = 1) -> list[Reading]:
    """The quotes, numbered, each with what it says and what merely rests on it; six queries."""
    readings = {
        quote.pk: Reading(number, Words(quote)) for number, quote in enumerate(quotes, first)
    }
    for statement in loading.statements().filter(quote__in=quotes).order_by("position", "id"):
        readings[statement.quote_id].said.append(Said(statement))
    for tally in loading.tallies().filter(quote__in=quotes).order_by("position", "id"):
        readings[tally.quote_id].claims.append(Claim(tally))
    for quote, supported in _rested_on(quotes):
        if supported not in readings[quote].supports:
            readings[quote].supports.append(supported)
    return list(readings.values())


def _rested_on(quotes: Sequence[Quote]) -> list[tuple[int, Words]]:
    """For quotes that others' readings rest on too: those others' quotes."""
    found = []
    for model, owner in ((StatementQuote, "statement"), (TallyQuote, "tally")):
        public = {f"{owner}__review__in": [Review.PUBLISHED, Review.WITHDRAWN]}
        rows: Any = model._default_manager.filter(quote__in=quotes, **public)
        rows = rows.select_related(f"{owner}__quote").order_by(f"{owner}__quote__start")
        found += [(row.quote_id, Words(getattr(row, owner).quote)) for row in rows]
    return found


def _stretches(record: Source, readings: list[Reading], page: Page[Quote]) -> list[Stretch]:
    """The text from the end of the last page's quotes to the end of this one's, or of all."""
    placed = [reading for reading in readings if reading.words.quote.start is not None]
    if not placed:
        return []
    marked = [_marked(reading.words.quote) for reading in placed]
    start = _end_before(record, page)
    end = None if page.has_next() else record.text_characters
    cut = pieces(marked, text=_shown_text(record), start=start, end=end)
    return [
        Stretch(
            piece,
            _nearest([placed[number] for number in piece.inside]),
            tuple(placed[number] for number in piece.begins),
        )
        for piece in cut
    ]


def _nearest(around: Sequence[Reading]) -> str:
    """The group of the shortest quote that says something itself, else of the shortest."""
    quotes = [(one.group == "support", len(one.words.quote.exact), one.group) for one in around]
    return min(quotes)[2] if quotes else ""


def _marked(quote: Quote) -> Marked:
    return Marked(quote.start or 0, quote.end or 0, quote.exact)


def _end_before(record: Source, page: Page[Quote]) -> int:
    """Where the text of this page begins."""
    if not page.has_previous():
        return 0
    earlier = loading.quotes().filter(source=record)[: page.start_index() - 1]
    return max((end for end in earlier.values_list("end", flat=True) if end), default=0)


def _shown_text(record: Source) -> str | None:
    return record.text if record.text_is_public else None


def provenance(record: Source) -> list[Fact]:
    """Where a source comes from, how far it was checked, how far it is trusted."""
    found = [
        Fact("Publisher", record.publisher),
        Fact("Authors", wording.listed(record.authors)),
        Fact("Published", wording.edtf(record.published)),
        Fact("Date inferred from", record.published_inferred),
        Fact("Language", record.language if record.language != "en" else ""),
        Fact("Licence", record.licence),
        Fact("Reliability", record.get_reliability_display()),
        Fact("Reading", record.get_annotation_display().lower()),
        Fact("Text", record.checked),
        Fact("Length", _length(record)),
        Fact("Note", record.note),
    ]
    return stated(found)


def _length(record: Source) -> str:
    return wording.counted(record.text_characters, "character") if record.text_characters else ""


def _web(url: str) -> str:
    """An address that may be a link: of the web, and nothing a browser would run."""
    return url if url.startswith(("https://", "http://")) else ""
