"""Made-up rows, to try out size: a coalition, sources and titles that all say "generated".

They have the skew of real records (a few countries give most, most words give no figure), the same
at every run, and pass the same rules as what people write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from tracker.actions.acting import acting
from tracker.domain.codes import Path
from tracker.domain.ladder import Group, Status, group_of
from tracker.models import (
    Coalition,
    Contribution,
    Country,
    Kind,
    Place,
    Quote,
    Review,
    Source,
    Speaker,
    Statement,
)
from tracker.models.choices import Basis, Level, SpeakerRole, Tie, Voice

CODE = "generated"
NOTE = "Made up by a program, to try out size. Nothing here says anything about anybody."
REASON = "generated rows, which nobody reviews"
SEED = 20151123
FIRST_DAY = date(2014, 9, 1)
DAYS = 1200
BATCH = 5000
ROWS_A_SOURCE = 100
ROOM = 1000  # characters of its source's text that one contribution's quotes stand in

# Kind, weight, and what its figures count.
KINDS = (
    ("airstrikes", 30, "strikes"),
    ("deployment.air", 10, "aircraft"),
    ("deployment.ground", 9, "personnel"),
    ("deployment.naval", 3, "ships"),
    ("training.military", 10, "trainees"),
    ("equipment", 8, "weapons"),
    ("humanitarian", 9, "money"),
    ("funding.grant", 4, "money"),
    ("logistics.transport", 4, "flights"),
    ("foreign-fighters", 5, "arrests"),
    ("diplomacy", 4, ""),
    ("unspecified", 2, ""),
)
MEMBERSHIP = "membership"
MEMBERS = 40  # the first rows: one membership each, of a country whose officials are quoted later
STATUSES = (
    *((Status.ONGOING, 38), (Status.DONE, 26), (Status.ENDED, 6)),
    *((Status.PLEDGED, 8), (Status.EXPECTED, 6), (Status.POSSIBLE, 5), (Status.COMMITTED, 4)),
    *((Status.PROPOSED, 2), (Status.UNLIKELY, 3), (Status.ABSENT, 1), (Status.RULED_OUT, 1)),
)
MOST = {"aircraft": 40, "ships": 4, "money": 900}  # of what is counted, at most; else THOUSANDS
THOUSANDS = 3000
MILLION = 10**6


class NothingToGenerateFrom(Exception):
    """The reference data that rows are made from is not there."""


@dataclass(frozen=True, slots=True)
class World:
    """What rows are made from, and who makes them."""

    coalition: Coalition
    countries: list[Country]
    kinds: list[tuple[Kind, int, str]]
    membership: Kind | None
    theatres: list[Place]
    speakers: dict[str, Speaker]
    by: AbstractBaseUser


@dataclass(slots=True)
class Rows:
    """Records of one batch, by model, unsaved."""

    contributions: list[Contribution] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)


def generate(
    rows: int, *, by: AbstractBaseUser, told: Callable[[int], object] = lambda _: None
) -> int:
    """Bring the generated contributions up to ``rows``; returns how many were added.

    None is ever taken away: what was published stays. ``told`` hears how many there are after each
    batch, which is an action of its own. Raises :class:`NothingToGenerateFrom`.
    """
    there = Contribution.objects.filter(coalition=CODE).count()
    if there >= rows:
        return 0
    with acting(by=by, reason=REASON):
        world = _world(by)
    for start in range(there, rows, BATCH):
        numbers = range(start, min(start + BATCH, rows))
        with acting(by=by, reason=REASON):
            _write(world, numbers)
        told(numbers.stop)
    return rows - there


def _world(by: AbstractBaseUser) -> World:
    coalition, _ = Coalition.objects.get_or_create(
        code=CODE, defaults={"name": "Generated rows", "code_prefix": CODE, "note": NOTE}
    )
    countries = list(Country.objects.states().order_by("code"))
    Random(SEED).shuffle(countries)  # noqa: S311 - the same at every run, and nobody's secret
    by_code = Kind.objects.in_bulk([*(code for code, _, _ in KINDS), MEMBERSHIP])
    kinds = [(by_code[code], weight, metric) for code, weight, metric in KINDS if code in by_code]
    if not countries or not kinds:
        raise NothingToGenerateFrom(
            "There are no countries or kinds to make rows from. Load the fixtures first: "
            "manage.py load"
        )
    theatres = list(Place.objects.filter(level=Level.COUNTRY).order_by("code")[:12])
    speakers = {country.code: _speaker(country) for country in countries[:MEMBERS]}
    membership = by_code.get(MEMBERSHIP)
    return World(coalition, countries, kinds, membership, theatres, speakers, by)


def _speaker(country: Country) -> Speaker:
    return Speaker.objects.get_or_create(
        code=f"{CODE}-{country.code.lower()}",
        defaults={
            "name": f"Generated official of {country.name}",
            "country": country,
            "role": SpeakerRole.OFFICIAL,
        },
    )[0]


def _write(world: World, numbers: range) -> None:
    sources = _sources(world, numbers)
    made = Rows()
    for number in numbers:
        _row(world, number, sources[number // ROWS_A_SOURCE], made)
    Contribution.objects.bulk_create(made.contributions, 1000)
    Quote.objects.bulk_create(made.quotes, 1000)
    Statement.objects.bulk_create(made.statements, 1000)


def _sources(world: World, numbers: range) -> dict[int, Source]:
    wanted = range(numbers.start // ROWS_A_SOURCE, (numbers.stop - 1) // ROWS_A_SOURCE + 1)
    codes = {number: f"{CODE}-{number:05}" for number in wanted}
    there = {source.code for source in Source.objects.filter(code__in=codes.values())}
    Source.objects.bulk_create(
        _source(world, number, code) for number, code in codes.items() if code not in there
    )
    found = {source.code: source for source in Source.objects.filter(code__in=codes.values())}
    return {number: found[code] for number, code in codes.items()}


def _source(world: World, number: int, code: str) -> Source:
    day = FIRST_DAY + timedelta(days=number * 7 % DAYS)
    return Source(
        code=code,
        coalition=world.coalition,
        title=f"Generated report {number}",
        publisher=f"Generated news {number % 7}",
        published=day.isoformat(),
        annotation="done",
        note=NOTE,
    )


# --- One row --------------------------------------------------------------------------------


def _row(world: World, number: int, source: Source, made: Rows) -> None:
    """One contribution with one to three statements, the second half of them on words of their own."""
    chance = Random(f"{SEED}-{number}")  # noqa: S311
    contribution, metric = _identity(world, number, chance)
    made.contributions.append(contribution)
    start = number % ROWS_A_SOURCE * ROOM
    quote = None
    for place in range(chance.choices((1, 2, 3), (65, 25, 10))[0]):
        if quote is None or chance.random() < 0.6:
            quote = _quote(world, source, contribution, start + place * (ROOM // 3), place, chance)
            made.quotes.append(quote)
            first = place
        made.statements.append(
            _statement(world, contribution, quote, place - first + 1, metric, chance)
        )


def _identity(world: World, number: int, chance: Random) -> tuple[Contribution, str]:
    """Who gives what, and what its figures count."""
    if number < min(MEMBERS, len(world.countries)) and world.membership:
        country = world.countries[number]
        return _contribution(world, number, country, world.membership, None), ""
    country = world.countries[int(len(world.countries) * chance.random() ** 3)]
    kind, _, metric = chance.choices(world.kinds, [weight for _, weight, _ in world.kinds])[0]
    theatre = chance.choice(world.theatres) if world.theatres and chance.random() < 0.4 else None
    return _contribution(world, number, country, kind, theatre), metric


def _contribution(
    world: World, number: int, country: Country, kind: Kind, theatre: Place | None
) -> Contribution:
    path = Path(country.code, kind.code, theatre.code if theatre else "", f"g{number}")
    return Contribution(
        code=path.code(CODE),
        coalition=world.coalition,
        country=country,
        kind=kind,
        theatre=theatre,
        name=path.name,
        path=str(path),
        title_override=f"Generated {number}: {country.name}, {kind.name.lower()}",
        **_published(world),
    )


def _quote(
    world: World,
    source: Source,
    contribution: Contribution,
    start: int,
    place: int,
    chance: Random,
) -> Quote:
    words = f"generated words {place + 1} about {contribution.path}"
    speakers = list(world.speakers.values())
    own = world.speakers.get(contribution.country_id)
    speaker = chance.choices((None, own, chance.choice(speakers)), (50, 25, 25))[0]
    return Quote(
        code=f"{source.code}:{start}-{start + len(words)}",
        source=source,
        exact=words,
        start=start,
        end=start + len(words),
        speaker=speaker,
        voice=Voice.INDIRECT if speaker else Voice.NARRATION,
    )


def _statement(
    world: World,
    contribution: Contribution,
    quote: Quote,
    number: int,
    metric: str,
    chance: Random,
) -> Statement:
    status = chance.choices([s for s, _ in STATUSES], [weight for _, weight in STATUSES])[0]
    return Statement(
        code=f"{quote.code}:{number}",
        quote=quote,
        contribution=contribution,
        number=number,
        position=number,
        status=status,
        basis=Basis.IMPLIED if chance.random() < 0.05 else Basis.STATED,
        tie=Tie.PRESUMED if chance.random() < 0.05 else Tie.STATED,
        **_quantity(metric, status, chance),
        **_published(world),
    )


def _quantity(metric: str, status: str, chance: Random) -> dict[str, Any]:
    """Most words give no figure; of those that do, most give one number, some a range or a floor."""
    if not metric or group_of(status) == Group.DENIED or chance.random() < 0.55:
        return {}
    low = Decimal(1 + int(MOST.get(metric, THOUSANDS) * chance.random() ** 4))
    highs = (low, low + int(low / 5) + 1, None)
    high = chance.choices(highs, (80, 15, 5))[0]
    if metric != "money":
        return {"metric_id": metric, "low": low, "high": high}
    currency = chance.choices(("USD", "EUR", "GBP"), (70, 20, 10))[0]
    return {
        "metric_id": metric,
        "currency": currency,
        "low": low * MILLION,
        "high": high and high * MILLION,
    }


def _published(world: World) -> dict[str, Any]:
    return {
        "review": Review.PUBLISHED,
        "written_by": world.by,
        "published_by": world.by,
        "published_at": datetime(2026, 1, 1, tzinfo=UTC),
        "own_review_reason": REASON,
    }
