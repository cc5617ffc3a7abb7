"""Chance, dates and amounts of generated rows."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.dates import parse_edtf
from tracker.domain.words import bounds_of
from tracker.generate import RARE, dates
from tracker.generate.amounts import quantity
from tracker.generate.chance import Draw, seeded
from tracker.generate.words import tail

DAYS = st.integers(dates.FIRST, dates.LAST)
CHANCES = st.integers().map(seeded)


def test_the_first_is_drawn_most_often() -> None:
    rng, draw = seeded(1), Draw.skewed("abcdefgh")
    drawn = Counter(draw(rng) for _ in range(5000)).most_common()
    assert drawn[0][0] == "a"
    assert drawn[0][1] > 6 * drawn[-1][1]


def test_the_same_parts_give_the_same_chance() -> None:
    assert seeded(1, 2).random() == seeded(1, 2).random() != seeded(12).random()


@given(CHANCES, DAYS)
def test_a_deed_does_not_begin_after_the_day_it_is_told_of(rng: object, day: int) -> None:
    edtf, words = dates.when(rng, day)  # type: ignore[arg-type]
    earliest = parse_edtf(edtf).earliest
    assert words
    assert earliest is None or earliest <= date.fromordinal(day)


@given(CHANCES, DAYS)
def test_what_was_published_has_a_last_day(rng: object, day: int) -> None:
    latest = parse_edtf(dates.published(rng, day)).latest  # type: ignore[arg-type]
    assert latest is not None
    assert latest >= date.fromordinal(day)


@pytest.mark.parametrize("metric", ["money", "personnel", "strikes"])
def test_bounds_are_those_the_words_force(metric: str) -> None:
    rng = seeded(metric)
    for _ in range(300):
        made = quantity(rng, metric, metric)
        bounds = bounds_of(made.words)
        assert bounds is not None
        assert (made.low, made.high) == (bounds.low, bounds.high)
        assert made.words in made.said
        assert bool(made.currency) == (metric == "money")


def test_rare_words_are_as_rare_as_said() -> None:
    rng = seeded(1)
    texts = [tail(rng, row) for row in range(20_000)]
    found = {word: sum(word in text for text in texts) for word in RARE}
    assert found == {word: 20_000 // rows for word, rows in RARE.items()}
