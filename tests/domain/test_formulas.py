"""What could be a formula begins with an apostrophe, nothing else is altered, nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.formulas import STARTS, could_be_formula, defuse, undefuse

DANGEROUS = [
    *("=1+1", "+31 6", "-5 degrees", "@home", "\tx", "\rx", "\nx", "=", "＝1"),  # noqa: RUF001
    *("==cmd|' /C calc'!A0", "'=1", "''@x"),
]
HARMLESS = ["12 to 38", " =1+1", "'quoted'", "'", "«=»", "–5", "a=b", "👍🏽 -1", "\u200f=", "x\n=1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_could_be_a_formula_begins_with_one_more_apostrophe(text: str) -> None:
    assert defuse(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_everything_else_stays_as_it_is(text: str) -> None:
    assert defuse(text) == undefuse(text) == text


near_formulas = st.text(st.sampled_from([*STARTS, "'", "1", " ", "é", "\u200f"]), max_size=6)


@given(st.text() | near_formulas)
def test_what_was_defused_comes_back_and_is_no_formula(text: str) -> None:
    assert undefuse(defuse(text)) == text
    assert not defuse(text).startswith(STARTS)


@given(near_formulas)
def test_two_texts_never_become_one(text: str) -> None:
    assert could_be_formula(text) == (defuse(text) != text)
    assert defuse(undefuse(text)) in (text, f"'{text}")
