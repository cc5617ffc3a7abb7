"""A text cut at its quotes: nothing lost, nothing shown that may not be."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.passages import BLOTS, Marked, pieces

TEXT = "Alpha béta 😀 gamma delta epsilon."


def marked(start: int, end: int, text: str = TEXT) -> Marked:
    return Marked(start, end, text[start:end])


def test_a_held_text_is_whole() -> None:
    cut = pieces([marked(6, 10), marked(13, 18)], text=TEXT, end=len(TEXT))
    assert "".join(piece.text for piece in cut) == TEXT
    assert [piece.text for piece in cut if piece.inside] == ["béta", "gamma"]
    assert not any(piece.hidden for piece in cut)


def test_what_is_not_held_is_blotted_out_to_scale() -> None:
    cut = pieces([marked(6, 10), marked(13, 18)], end=len(TEXT))
    assert [piece.hidden for piece in cut] == [6, 0, 3, 0, len(TEXT) - 18]
    assert [len(piece.blots) for piece in cut if piece.hidden] == [6, 3, len(TEXT) - 18]
    assert not any(piece.text for piece in cut if piece.hidden)


def test_long_texts_have_shorter_bars_in_proportion() -> None:
    cut = pieces([Marked(100_000, 100_005, "words")], end=300_005)
    before, after = (len(piece.blots) for piece in cut if piece.hidden)
    assert before + after <= BLOTS + 2
    assert abs(after - 2 * before) <= 2


def test_overlapping_quotes_are_cut_where_either_ends() -> None:
    cut = pieces([marked(0, 10), marked(6, 18)], end=len(TEXT))
    assert [(piece.text, piece.inside, piece.begins) for piece in cut[:3]] == [
        ("Alpha ", (0,), (0,)),
        ("béta", (0, 1), (1,)),
        (TEXT[10:18], (1,), ()),
    ]


def test_a_quote_inside_another_is_not_hidden() -> None:
    cut = pieces([marked(0, 18), marked(6, 10)])
    assert "".join(piece.text for piece in cut) == TEXT[:18]


def test_without_a_length_nothing_is_claimed_of_what_follows() -> None:
    assert pieces([marked(6, 10)])[-1].text == "béta"


def test_a_later_page_begins_where_the_last_one_ended() -> None:
    cut = pieces([marked(13, 18)], start=10, end=len(TEXT))
    assert [piece.hidden for piece in cut] == [3, 0, len(TEXT) - 18]


def test_nothing_quoted_is_one_bar() -> None:
    assert [piece.hidden for piece in pieces([], end=40)] == [40]
    assert pieces([]) == []


SPANS = st.lists(
    st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT))).filter(
        lambda s: s[0] < s[1]
    ),
    max_size=6,
    unique=True,
)


@given(SPANS)
def test_shown_and_hidden_make_up_the_whole(spans: list[tuple[int, int]]) -> None:
    quotes = [marked(*span) for span in sorted(spans)]
    cut = pieces(quotes, end=len(TEXT))
    assert sum(len(piece.text) + piece.hidden for piece in cut) == len(TEXT)
    assert [number for piece in cut for number in piece.begins] == list(range(len(quotes)))
    for number, quote in enumerate(quotes):
        assert "".join(p.text for p in cut if number in p.inside) == quote.exact
