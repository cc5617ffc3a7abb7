"""Numbers held against their words: what is refused, and what is said of it (semantics E10)."""

from decimal import Decimal

import pytest

from tracker.domain.bounds import Misreading, misreading
from tracker.domain.words import Bounds

SENT = ["Norway sent 12 to 38 aircraft", "and six ships"]
MARK = " If something else is meant, choose the analyst's bounds (`analyst`)."


def read(low: int | None, high: int | None, words: str, english: bool = True) -> Misreading | None:
    low_, high_ = (None if each is None else Decimal(each) for each in (low, high))
    return misreading(Bounds(low_, high_), words, SENT, english=english)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(12, 38, "12 to 38"), (38, 38, ""), (6, 6, ""), (2, None, "aircraft"), (None, None, "sent")],
)
def test_what_words_say(low: int | None, high: int | None, words: str) -> None:
    assert read(low, high, words) is None


@pytest.mark.parametrize(
    ("low", "high", "words", "told"),
    [
        (36, 36, "", ("36 does not stand in the quote, which has 6, 12, 38. "
         f"Give the number's `words`.{MARK}")),
        (12, 38, "", ("A range or an open end needs the words it was read from. "
         f"Give its `words`.{MARK}")),
        (1, 2, "12 to 38", f"'12 to 38' is 12..38, not 1..2.{MARK}"),
        (3, 5, "aircraft", f"No rule makes 3..5 of 'aircraft'.{MARK}"),
        (None, None, "12 to 38", ("'12 to 38' is a number, and there is no amount. "
         "Say what it counts: 38 aircraft.")),
    ],
)  # fmt: skip
def test_what_they_do_not_say(low: int | None, high: int | None, words: str, told: str) -> None:
    found = read(low, high, words)
    assert found is not None
    assert f"{found.wrong} {found.mend}" == told


def test_of_another_language_only_digits_are_read() -> None:
    assert read(6, 6, "six", english=False) == Misreading(
        "No rule makes 6 of 'six'.", of_words=True
    )
    assert read(12, 12, "12", english=False) is None
