"""A small record for tests: what a source says, published through actions.

``said("FR/airstrikes@syria", "struck two targets", status="done", amount="2 targets")`` makes
whatever it needs (coalition, country, kind, place, metric, source, quote, contribution) and gives
back the published statement; ``claimed`` does the same for a tally. Reference rows are made with
just what the database demands; make one beforehand to say more of it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User

from tracker import models
from tracker.actions import acting
from tracker.domain.amounts import parse_amount
from tracker.domain.codes import Path, parse_path
from tracker.models import Review
from tracker.models.choices import CountryType, Level, Nature, SpeakerRole, Voice

COALITION = "counter-isil"
SOURCE = "voa-2015-11-23-ally-support"
STOCKS = {"aircraft", "personnel", "ships", "refugees"}
NAMES = {
    "AE": "United Arab Emirates",
    "DE": "Germany",
    "EU": "European Union",
    "FR": "France",
    "IT": "Italy",
    "NO": "Norway",
    "TR": "Turkey",
    "US": "United States",
}


# --- Reference ------------------------------------------------------------------------------


def loader() -> User:
    """The account whose records are published as they are written."""
    person, _ = User.objects.get_or_create(username="loader")
    return person


def coalition(code: str = COALITION, **columns: Any) -> models.Coalition:
    columns = {"name": _spaced(code)} | columns
    return models.Coalition.objects.get_or_create(code=code, defaults=columns)[0]


def country(code: str, **columns: Any) -> models.Country:
    columns = {"name": NAMES.get(code, code), "type": CountryType.STATE} | columns
    return models.Country.objects.get_or_create(code=code, defaults=columns)[0]


def line_of_effort(code: str, **columns: Any) -> models.LineOfEffort:
    columns = {"name": _spaced(code)} | columns
    return models.LineOfEffort.objects.get_or_create(code=code, defaults=columns)[0]


def kind(code: str, **columns: Any) -> models.Kind:
    """A kind, and for ``deployment.air`` its parent too."""
    upper = code.rpartition(".")[0]
    columns = {
        "name": _spaced(code),
        "parent": kind(upper) if upper else None,
        "rule": f"What is called {code}.",
        "example": "This.",
        "counterexample": "That.",
    } | columns
    return models.Kind.objects.get_or_create(code=code, defaults=columns)[0]


def metric(code: str, **columns: Any) -> models.Metric:
    nature = Nature.STOCK if code in STOCKS else Nature.FLOW
    columns = {"name": _spaced(code), "unit": code, "nature": nature} | columns
    return models.Metric.objects.get_or_create(code=code, defaults=columns)[0]


def place(code: str, **columns: Any) -> models.Place:
    columns = {"name": _spaced(code), "level": Level.COUNTRY} | columns
    return models.Place.objects.get_or_create(code=code, defaults=columns)[0]


def speaker(code: str, of: str = "", **columns: Any) -> models.Speaker:
    """A named official, unless ``role`` or ``anonymous`` (then with a ``source``) say otherwise."""
    columns = {
        "name": _spaced(code.rpartition(":")[2]),
        "country": country(of) if of else None,
        "role": SpeakerRole.OFFICIAL,
    } | columns
    return models.Speaker.objects.get_or_create(code=code, defaults=columns)[0]


# --- Sources and quotes ---------------------------------------------------------------------


def source(code: str = SOURCE, **columns: Any) -> models.Source:
    """An article of 23 November 2015 whose text is not held, so that any words may be quoted."""
    columns = {
        "coalition": columns.get("coalition") or coalition(),
        "title": _spaced(code),
        "publisher": "Voice of America",
        "published": "2015-11-23",
        "url": f"https://news.example/{code}",
    } | columns
    with acting(by=loader(), reason="made for a test"):
        return models.Source.objects.get_or_create(code=code, defaults=columns)[0]


def quote(
    exact: str,
    *,
    of: models.Source | str = SOURCE,
    by: models.Speaker | None = None,
    **columns: Any,
) -> models.Quote:
    """Words of a source, set behind its last ones unless ``start`` or ``locator`` is given."""
    origin = of if isinstance(of, models.Source) else source(of)
    if "locator" not in columns:
        last = origin.quotes.order_by("-end").first()
        columns = {"start": last.end + 1 if last and last.end else 0} | columns
    columns = {"voice": Voice.INDIRECT if by else Voice.NARRATION} | columns
    with acting(by=loader(), reason="made for a test"):
        return models.Quote.objects.create(source=origin, exact=exact, speaker=by, **columns)


# --- Statements and tallies -----------------------------------------------------------------


def said(
    of: str,
    words: str | models.Quote = "",
    *,
    status: str = "ongoing",
    amount: str = "",
    source: models.Source | str = SOURCE,
    by: models.Speaker | None = None,
    review: str = Review.PUBLISHED,
    rests_on: tuple[models.Quote, ...] = (),
    **columns: Any,
) -> models.Statement:
    """What a quote says of the contribution at a path.

    ``words`` are a new quote's, or a quote that is there; ``amount`` is in the fixtures' notation
    ("38 aircraft"); everything else is a column of the statement. With ``review="draft"`` neither
    it nor a contribution made for it is published.
    """
    with acting(by=loader(), reason="made for a test"):
        read = _quote(words or f"{of} is {status}", source, by)
        statement = models.Statement.objects.create(
            quote=read,
            contribution=contribution(of, read.source.coalition, review=review),
            status=status,
            **_quantity(amount),
            **_reviewed(review),
            **columns,
        )
        for each in rests_on:
            models.StatementQuote.objects.create(statement=statement, quote=each)
    statement.refresh_from_db()
    return statement


def claimed(
    words: str | models.Quote,
    amount: str,
    *,
    source: models.Source | str = SOURCE,
    by: models.Speaker | None = None,
    review: str = Review.PUBLISHED,
    names: str = "",
    excludes: str = "",
    **columns: Any,
) -> models.Tally:
    """What a quote claims of the whole; ``names`` and ``excludes`` are lists of countries."""
    with acting(by=loader(), reason="made for a test"):
        tally = models.Tally.objects.create(
            quote=_quote(words, source, by),
            **_quantity(amount),
            **_reviewed(review),
            **columns,
        )
        for excluded, codes in ((False, names), (True, excludes)):
            for code in filter(None, codes.split(",")):
                models.TallyCountry.objects.create(
                    tally=tally, country=country(code), excluded=excluded
                )
    tally.refresh_from_db()
    return tally


def contribution(
    path: str, of: models.Coalition | None = None, *, review: str = Review.PUBLISHED, **columns: Any
) -> models.Contribution:
    """The contribution at a path; one that is made is published only together with a statement."""
    parts = parse_path(path)
    columns = _parts(parts) | _reviewed(review) | columns
    made, _ = models.Contribution.objects.get_or_create(
        coalition=of or coalition(), path=path, defaults=columns
    )
    return made


def _parts(path: Path) -> dict[str, Any]:
    return {
        "country": country(path.country),
        "kind": kind(path.kind),
        "theatre": place(path.theatre) if path.theatre else None,
        "name": path.name,
    }


def _quote(
    words: str | models.Quote, of: models.Source | str, by: models.Speaker | None
) -> models.Quote:
    return words if isinstance(words, models.Quote) else quote(words, of=of, by=by)


def _quantity(amount: str) -> dict[str, Any]:
    if not amount:
        return {}
    read = parse_amount(amount)
    return {
        "low": read.low,
        "high": read.high,
        "metric": metric(read.metric) if read.metric else None,
        "currency": read.currency,
    }


def _reviewed(review: str) -> dict[str, Any]:
    if review != Review.PUBLISHED:
        return {"review": review, "written_by": loader()}
    return {
        "review": review,
        "written_by": loader(),
        "published_by": loader(),
        "published_at": datetime(2026, 1, 1, tzinfo=UTC),
        "own_review_reason": "made for a test",
    }


def _spaced(code: str) -> str:
    return code.replace("-", " ").replace(".", ", ").capitalize()
