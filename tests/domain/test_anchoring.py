"""Where words stand, where they nearly stand, and what is a text."""

import contextlib
import hashlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.anchoring import (
    AnchorError,
    TextError,
    check,
    check_text,
    locate,
    occurrences,
    sha256_of,
)

TEXT = (
    "The Pentagon said Monday that 12 planes flew. “That is the tacit understanding,” Özel said.\n"
    "On Monday the carrier left; on Monday\u00a0night 😀 the group’s planes followed it away.\n"
)


def refusal(call: object, *args: object) -> str:
    """The message of the AnchorError that a call raises."""
    assert callable(call)
    with pytest.raises(AnchorError) as raised:
        call(*args)
    return str(raised.value)


# --- Exact places ---------------------------------------------------------------------------


def test_occurrences_are_all_places_overlapping_ones_too() -> None:
    assert occurrences("banana", "ana") == [1, 3]
    assert occurrences("banana", "x") == []
    assert occurrences("banana", "") == []


def test_words_that_stand_once_are_located() -> None:
    at = locate(TEXT, "12 planes flew")
    assert TEXT[at:].startswith("12 planes flew")
    assert at == 30


def test_prefix_and_suffix_decide_between_several_places() -> None:
    places = occurrences(TEXT, "Monday")
    assert locate(TEXT, "Monday", prefix="said ") == places[0]
    assert locate(TEXT, "Monday", suffix=" the") == places[1]
    assert locate(TEXT, "Monday", "on ", "\u00a0") == places[2]


def test_ambiguous_words_list_their_places_and_ask_for_more() -> None:
    message = refusal(locate, TEXT, "Monday")
    assert "“Monday” stands at 3 places" in message
    for place in occurrences(TEXT, "Monday"):
        assert str(place) in message
    assert "Give a prefix or suffix" in message
    assert "Give a longer prefix or suffix" in refusal(locate, TEXT, "Monday", "n ")


def test_a_long_list_of_places_is_cut() -> None:
    message = refusal(locate, "a b " * 100, "a")
    assert "stands at 100 places" in message
    assert "and 95 more" in message
    assert len(message) < 400


def test_a_prefix_that_fits_nowhere_is_told_from_words_that_stand_nowhere() -> None:
    message = refusal(locate, TEXT, "Monday", "Tuesday ")
    assert "nowhere between prefix “Tuesday ”" in message
    assert "18 (" in message


def test_an_empty_quote_is_refused() -> None:
    for call, args in ((locate, (TEXT, "")), (check, (TEXT, "", 3))):
        assert "empty" in refusal(call, *args)


def test_a_right_offset_passes() -> None:
    check(TEXT, "12 planes", 30)


@pytest.mark.parametrize("start", [32, 0, -1, 10**9])
def test_a_wrong_offset_names_the_right_one(start: int) -> None:
    assert f"the words stand at 30, not {start}." in refusal(check, TEXT, "12 planes", start)


def test_a_wrong_offset_names_the_nearest_of_several() -> None:
    places = occurrences(TEXT, "Monday")
    message = refusal(check, TEXT, "Monday", places[2] + 1)
    assert f"stand at {places[2]}, not {places[2] + 1} (the nearest of 3 places)" in message


def test_offsets_in_bytes_and_utf_16_are_recognised() -> None:
    words = "planes followed"
    at = TEXT.index(words)
    in_bytes = len(TEXT[:at].encode())
    in_utf_16 = len(TEXT[:at].encode("utf-16-le")) // 2
    assert len({at, in_bytes, in_utf_16}) == 3
    message = refusal(check, TEXT, words, in_bytes)
    assert f"{in_bytes} counts bytes; in code points, which are wanted, it is {at}" in message
    message = refusal(check, TEXT, words, in_utf_16)
    assert f"{in_utf_16} counts UTF-16 units" in message


def test_a_space_at_the_edge_belongs_to_the_words() -> None:
    assert locate("a  b", " b") == 2
    assert refusal(check, "a  b", " b", 1)


# --- Nearly right places --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exact", "there", "named"),
    [
        (
            "the group's planes",
            "the group’s planes",
            [
                "U+2019 RIGHT SINGLE QUOTATION MARK",
                "U+0027 APOSTROPHE",
            ],
        ),
        (
            '"That is the tacit understanding,"',
            "“That is the tacit understanding,”",
            [
                "U+201C LEFT DOUBLE QUOTATION MARK",
                "U+201D RIGHT DOUBLE QUOTATION MARK",
            ],
        ),
        ("on Monday night", "on Monday\u00a0night", ["U+00A0 NO-BREAK SPACE", "U+0020 SPACE"]),
        ("O\u0308zel said", "Özel said", ["U+00D6", "U+0308 COMBINING DIAERESIS"]),
        ("Ozel said", "Özel said", ["U+00D6", "“O”"]),
        ("the pentagon said", "The Pentagon said", ["“T”", "“p”"]),
        ("Özel said.\r\nOn Monday", "Özel said.⏎On Monday", ["'\\r' (U+000D"]),
        ("that 12 airplanes flew", "that 12 planes flew", ["“planes”", "“airplanes”"]),
        ("that 12 planes then flew", "that 12 planes flew", ["nothing", "then"]),
        ("Monday the old carrier left", "Monday the carrier left", ["nothing", "old"]),
    ],
)
def test_the_nearest_place_and_what_differs_there(exact: str, there: str, named: list[str]) -> None:
    message = refusal(locate, TEXT, exact)
    assert "does not stand in the text" in message
    assert f"“{there}”" in message
    start = TEXT.index(there.replace("⏎", "\n"))
    assert f"at {start}," in message
    for name in named:
        assert name in message


def test_nothing_alike_is_said_so() -> None:
    for exact in ("wholly unrelated sentence here", "   \t  ", "…"):
        assert "nor do words like these" in refusal(locate, TEXT, exact)
    assert "nor do words like these" in refusal(locate, "", "anything")


def test_check_of_missing_words_names_the_nearest_place_too() -> None:
    assert "Nearest is, at 30" in refusal(check, TEXT, "12 Planes flew", 30)


def test_a_long_quote_is_shown_in_brief() -> None:
    long = ("words that go on and on, number {}; " * 200).format(*range(200))
    message = refusal(locate, f"Begun. {long}", long.replace("number 100;", "number one hundred;"))
    assert len(message) < 600
    assert "Nearest is, at 7" in message


def test_the_nearest_place_is_found_quickly_in_a_long_text() -> None:
    filler = "".join(
        f"On day {day} nothing of note was said by anybody, here or there. " for day in range(900)
    )
    text = f"{filler}The carrier’s presence has tripled French air power in the region. {filler}"
    assert len(text) > 100_000
    began = time.perf_counter()
    message = refusal(
        locate, text, "The carriers presence has tripled the French power in the region."
    )
    assert time.perf_counter() - began < 2
    assert f"Nearest is, at {len(filler)}" in message


words = st.text("ab “”\"’' é😀\u00a0", min_size=1, max_size=12)


@given(st.text("ab “’é😀 \n", max_size=40), words, st.text("ab “’é😀 \n", max_size=40))
def test_what_is_located_stands_there(before: str, exact: str, after: str) -> None:
    text = before + exact + after
    assert len(before) in occurrences(text, exact)
    check(text, exact, len(before))
    with contextlib.suppress(AnchorError):
        assert locate(text, exact, before, after) == len(before)


@given(st.text(max_size=60), st.text(max_size=20), st.integers(-5, 70))
def test_anything_is_checked_or_refused(text: str, exact: str, start: int) -> None:
    if exact and start >= 0 and text[start : start + len(exact)] == exact:
        check(text, exact, start)
    else:
        assert refusal(check, text, exact, start)


# --- Texts ----------------------------------------------------------------------------------


def test_the_hash_is_that_of_the_utf_8_bytes() -> None:
    assert sha256_of(TEXT) == hashlib.sha256(TEXT.encode("utf-8")).hexdigest()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"\xef\xbb\xbfwords", "Line 1 begins with a byte order mark"),
        (b"\xff\xfea\x00", "Line 1 begins as UTF-16 does"),
        (b"one\ntwo\r\nthree\r\n", "Line 2 ends in CR LF"),
        (b"one\n\nthree\rfour\n", "Line 3 holds a CR"),
        (b"one\ntwo \x00", "Line 2 holds a NUL"),
        (b"one\ncaf\xe9\n", "Line 2, byte 0xe9: this is not UTF-8"),
        (b"one\r\ncaf\xe9\n", "Line 1 ends in CR LF"),
        (b"caf\xe9\r\n", "Line 1, byte 0xe9"),
        (b"\xed\xa0\x80", "not UTF-8"),
    ],
)
def test_a_bad_text_names_its_first_bad_line(content: bytes, fault: str) -> None:
    with pytest.raises(TextError) as raised:
        check_text(content)
    assert fault in str(raised.value)


@pytest.mark.parametrize("text", ["", "one", TEXT, "tab\tand \u2028 and \x0c stay\n", "a\ufeffb"])
def test_a_good_text_comes_back_unchanged(text: str) -> None:
    assert check_text(text.encode()) == text


@given(st.binary(max_size=40))
def test_a_text_is_its_bytes_or_refused(content: bytes) -> None:
    with contextlib.suppress(TextError):
        assert check_text(content).encode() == content
