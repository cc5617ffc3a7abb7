"""Semantics E10: English words to bounds, exactly."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.words import BARE_PLURAL, Bounds, bounds_of, numbers_in


def bounds(low: object, high: object) -> Bounds:
    """Bounds from numbers or texts; None is open."""
    first, last = (None if bound is None else Decimal(str(bound)) for bound in (low, high))
    return Bounds(first, last)


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        # N
        ("12", 12, 12),
        ("1,000", 1000, 1000),
        ("11,558", 11558, 11558),
        ("Twenty-five", 25, 25),
        ("two dozen", 24, 24),
        ("2.5 million", 2_500_000, 2_500_000),
        ("$1 billion", 10**9, 10**9),
        ("EUR 440 million", 440_000_000, 440_000_000),
        # about, around, some, N or so
        ("about 67,700", 67_600, 67_800),
        ("approximately 67,700", 67_600, 67_800),
        ("about 600", 540, 660),
        ("600 or so", 540, 660),
        ("around 600", 540, 660),
        ("roughly 600", 540, 660),
        ("some 600", 540, 660),
        ("about 200", 180, 220),
        ("about two dozen", 21, 27),
        ("about a dozen", 10, 14),
        ("about five", 4, 6),
        ("about $12.1bn", 12_000_000_000, 12_200_000_000),
        ("about 2.5", "2.4", "2.6"),
        # nearly, almost
        ("nearly two dozen", 21, 23),
        ("almost 100", 90, 99),
        ("nearly 70,000", 63_000, 69_999),
        # more than, over, at least
        ("more than 1,000", 1001, None),
        ("over two dozen", 25, None),
        ("more than $1 billion", 10**9 + 1, None),
        ("at least eight", 8, None),
        ("at least USD 12.1bn", 12_100_000_000, None),
        # up to, as many as, less than
        ("up to 38", 0, 38),
        ("as many as 50", 0, 50),
        ("as much as $5 million", 0, 5_000_000),
        ("up to $1 billion", 0, 10**9),
        ("less than 10", 0, 9),
        ("fewer than ten", 0, 9),
        ("less than one", 0, 0),
        # A to B
        ("12 to 38", 12, 38),
        ("between 3,000 and 5,000", 3000, 5000),
        ("between one hundred and two hundred", 100, 200),
        ("five to six billion", 5 * 10**9, 6 * 10**9),
        ("$5 to $6 billion", 5 * 10**9, 6 * 10**9),
        ("between 5 and 6 billion", 5 * 10**9, 6 * 10**9),
        ("500 million to 1 billion", 5 * 10**8, 10**9),
        ("two to three dozen", 24, 36),
        ("300–400", 300, 400),
        ("300-400", 300, 400),
        # words that are bounds themselves
        ("a couple", 2, 2),
        ("a couple of", 2, 2),
        ("a few", 2, 5),
        ("A handful of", 2, 5),
        ("several", 3, 9),
        ("dozens", 24, 99),
        ("Dozens of", 24, 99),
        ("hundreds of", 200, 999),
        ("thousands", 2000, 9999),
        ("no", 0, 0),
        ("none", 0, 0),
        ("zero", 0, 0),
        # as they are printed
        ("  Nearly\n two   dozen ", 21, 23),
        ("MORE THAN 1,000", 1001, None),
    ],
)
def test_words_force_bounds(words: str, low: object, high: object) -> None:
    assert bounds_of(words) == bounds(low, high)


@pytest.mark.parametrize(
    "words",
    [
        *["some", "many", "a number of", "Some", ""],  # the table's own "none"
        *["tens of thousands", "hundreds of thousands", "several hundred", "a few dozen"],
        *["tripled", "half of", "about a quarter", "nearly half", "a third", "40 percent"],
        *["no more than 20", "about 20 to 30", "at least several", "about", "to", "between"],
        *["38 to 12", "less than 0", "12 aircraft", "several targets", "the", "a"],
    ],
)
def test_words_that_force_nothing_are_left_to_the_analyst(words: str) -> None:
    assert bounds_of(words) is None


def test_a_bare_plural_is_two_or_more() -> None:
    assert bounds(2, None) == BARE_PLURAL


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Twenty-five nations have joined", [(25, "Twenty-five")]),
        ("from 12 to 38", [(12, "12"), (38, "38")]),
        ("nearly two dozen nations", [(24, "two dozen")]),
        ("of 1,000 or €440 million", [(1000, "1,000"), (440_000_000, "440 million")]),
        (
            "$5 to $6 billion",
            [(5, "5"), (6 * 10**9, "6 billion"), (5 * 10**9, "5 to $6 billion")],
        ),
        (
            "between 5 and 6 million",
            [(5, "5"), (6 * 10**6, "6 million"), (5 * 10**6, "5 and 6 million")],
        ),
        ("5 aircraft and 6 million doses", [(5, "5"), (6 * 10**6, "6 million")]),
        ("5 and 6 million", [(5, "5"), (6 * 10**6, "6 million")]),
        ("several targets", []),
    ],
)
def test_numbers_in_a_text(text: str, expected: list[tuple[int, str]]) -> None:
    assert numbers_in(text) == [(Decimal(value), words) for value, words in expected]


figures = st.integers(1, 10**9)


def unit(number: int) -> int:
    return 10 ** (len(str(number)) - len(str(number).rstrip("0")))


@given(figures)
def test_about_is_a_unit_or_a_tenth_rounded_outward(number: int) -> None:
    slack = min(Decimal(unit(number)), Decimal(number) / 10)
    low = (number - slack).to_integral_value(ROUND_FLOOR)
    high = (number + slack).to_integral_value(ROUND_CEILING)
    assert bounds_of(f"about {number:,}") == Bounds(low, high)
    assert bounds_of(f"nearly {number}") == Bounds(low, Decimal(number - 1))


@given(figures, figures)
def test_every_pair_of_bounds_is_ordered(one: int, other: int) -> None:
    first, last = sorted((one, other))
    assert bounds_of(f"{first} to {last}") == bounds(first, last)
    assert bounds_of(f"between {first:,} and {last:,}") == bounds(first, last)
    assert (bounds_of(f"{last} to {first}") is None) == (first != last)


@given(st.text(max_size=40) | st.text("abdehlmnoprtuvsw 0159,.-$", max_size=40))
def test_any_words_may_be_asked(words: str) -> None:
    read = bounds_of(words)
    if read and read.low is not None and read.high is not None:
        assert 0 <= read.low <= read.high
    assert all(value >= 0 for value, _ in numbers_in(words))
