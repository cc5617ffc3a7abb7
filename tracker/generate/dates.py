"""Days of the years 2014 to 2020, written as EDTF of varying precision and as words."""

from __future__ import annotations

from datetime import date
from random import Random

from tracker.generate.chance import Draw

FIRST, LAST = date(2014, 8, 8).toordinal(), date(2020, 12, 31).toordinal()
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_WHEN = Draw(
    {"day": 50, "month": 20, "year": 8, "about": 6, "unsure": 2, "interval": 8, "until": 6}
)
_PUBLISHED = Draw({"day": 90, "month": 6, "about": 3, "year": 1})


def some_day(rng: Random) -> int:
    """A day as its ordinal; more of them in the first years than in the last."""
    return int(rng.triangular(FIRST, LAST, FIRST + 500))


def when(rng: Random, day: int) -> tuple[str, str]:
    """EDTF and words for a time that began by the day."""
    return _written(rng, _WHEN(rng), date.fromordinal(day))


def published(rng: Random, day: int) -> str:
    """EDTF of a day on which something was published or said."""
    return _written(rng, _PUBLISHED(rng), date.fromordinal(day))[0]


def due(rng: Random, day: int) -> tuple[str, str]:
    """EDTF and words for what a promise of that day covers."""
    year = date.fromordinal(day).year + rng.randint(1, 4)
    return (f"../{year}", f"by {year}") if rng.random() < 0.7 else (f"{year}", f"in {year}")


def _written(rng: Random, precision: str, day: date) -> tuple[str, str]:
    month = f"{MONTHS[day.month - 1]} {day.year}"
    match precision:
        case "month":
            return f"{day:%Y-%m}", f"in {month}"
        case "year":
            return f"{day:%Y}", f"in {day.year}"
        case "about":
            return f"{day:%Y-%m}~", f"around {month}"
        case "unsure":
            return f"{day:%Y-%m-%d}?", f"perhaps on {day.day} {month}"
        case "interval":
            start = date.fromordinal(day.toordinal() - rng.randint(5, 200))
            return (
                f"{start}/{day}",
                f"from {start.day} {MONTHS[start.month - 1]} to {day.day} {month}",
            )
        case "until":
            return f"../{day}", f"up to {day.day} {month}"
        case _:
            return day.isoformat(), f"on {day.day} {month}"
