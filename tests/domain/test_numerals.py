"""Numbers as English texts write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.numerals import find_numerals, read_numeral, unit_of


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("12", 12, 1),
        ("1,000", 1000, 1000),
        ("11,558", 11558, 1),
        ("67,700", 67700, 100),
        ("2.5 million", 2_500_000, 100_000),
        ("440 million", 440_000_000, 10_000_000),
        ("12.1bn", 12_100_000_000, 100_000_000),
        ("600m", 600_000_000, 100_000_000),
        ("zero", 0, 1),
        ("seven", 7, 1),
        ("Twenty", 20, 10),
        ("Twenty-five", 25, 1),
        ("twenty five", 25, 1),
        ("Thirty\u2011four", 34, 1),
        ("a dozen", 12, 12),
        ("two dozen", 24, 12),
        ("two-dozen", 24, 12),
        ("twenty dozen", 240, 120),
        ("a hundred", 100, 100),
        ("twelve hundred", 1200, 100),
        ("twenty-five hundred", 2500, 100),
        ("one hundred and twenty", 120, 10),
        ("three hundred sixty-five", 365, 1),
        ("one hundred and twenty thousand", 120_000, 10_000),
        ("two thousand and five", 2005, 1),
        ("one thousand two hundred", 1200, 100),
        ("half a million", 500_000, 100_000),
        ("two and a half million", 2_500_000, 100_000),
        ("one million two hundred thousand", 1_200_000, 100_000),
    ],
)
def test_value_and_unit(text: str, value: int, unit: int) -> None:
    numeral = read_numeral(text)
    assert numeral is not None
    assert numeral.value == value
    assert numeral.unit == unit


@pytest.mark.parametrize(
    "text",
    [
        *["", "and", "a", "hundred", "million", "dozens", "several hundred", "a few"],
        *["five six", "twenty thirty", "one hundred two hundred", "12 and 38", "2 million five"],
        *["F-16", "15th", "1990s", "3.5.2", "1,00", "v2", "one and 5", "zero hundred"],
        *["twenty-fifth", "one-third", "5 million million", "9" * 16],
    ],
)
def test_what_is_no_number_or_more_than_one(text: str) -> None:
    assert read_numeral(text) is None


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("from 12 to 38", [12, 38]),
        ("Thirty-four countries and 15 different nations", [34, 15]),
        ("between one hundred and two hundred", [100, 200]),
        ("between one million and two million", [1_000_000, 2_000_000]),
        ("one, two and three", [1, 2, 3]),
        ("$5 or €6 (US$7)", [5, 6, 7]),
        ("USD12.1bn and EUR440m", [12_100_000_000, 440_000_000]),
        ("F-16s, MH-17, the 25th, post-2014, 3,000-strong", [2014, 3000][1:]),
        ("300-400 or 300–400", [300, 400, 300, 400]),
        ("The 65 of the 65.", [65, 65]),
        ("a third of the twenty-first", []),
        ("nearly two dozen nations", [24]),
        ("dozens of hundreds", []),
    ],
)
def test_every_number_of_a_text(text: str, values: list[int]) -> None:
    assert [numeral.value for numeral in find_numerals(text)] == values


def test_a_number_says_where_it_stands() -> None:
    text = "Meanwhile, Twenty-five nations"
    (numeral,) = find_numerals(text)
    assert text[numeral.start : numeral.end] == "Twenty-five"


_ONES = [
    *["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
    *["eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"],
    *["eighteen", "nineteen"],
]
_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelt(number: int, joint: str, hyphen: str) -> str:
    """English words for 1 to 999,999,999,999, by the rule books and not by our reader."""
    for size, word in (
        (10**9, "billion"),
        (10**6, "million"),
        (1000, "thousand"),
        (100, "hundred"),
    ):
        if number >= size:
            head, rest = divmod(number, size)
            joined = joint if rest < 100 else " "
            tail = joined + spelt(rest, joint, hyphen) if rest else ""
            return f"{spelt(head, joint, hyphen)} {word}{tail}"
    if number < 20:
        return _ONES[number]
    return _TENS[number // 10] + (hyphen + _ONES[number % 10] if number % 10 else "")


@given(st.integers(1, 10**12 - 1), st.sampled_from([" ", " and "]), st.sampled_from(["-", " "]))
def test_whatever_is_spelt_is_read(number: int, joint: str, hyphen: str) -> None:
    words = spelt(number, joint, hyphen)
    numeral = read_numeral(words.capitalize())
    assert numeral is not None, words
    assert numeral.value == number
    assert numeral.unit == unit_of(Decimal(number))


@given(st.integers(0, 10**15 - 1))
def test_figures_are_read_with_and_without_commas(number: int) -> None:
    for text in (f"{number}", f"{number:,}"):
        numeral = read_numeral(text)
        assert numeral is not None
        assert numeral.value == number
        assert number % numeral.unit == 0


@given(st.text("019.,-$ km\nabdefhilnortuy", max_size=60) | st.text(max_size=40))
def test_any_text_can_be_searched(text: str) -> None:
    at = 0
    for numeral in find_numerals(text):
        assert at <= numeral.start < numeral.end <= len(text)
        assert numeral.value >= 0
        assert numeral.unit > 0
        at = numeral.end
