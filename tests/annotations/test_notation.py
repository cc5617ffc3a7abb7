"""Single values: how each is read, and what is said of one that cannot be."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from tracker.annotations import notation
from tracker.annotations.notation import number, whole, word
from tracker.domain.amounts import Amount, plain_number
from tracker.domain.codes import Path


def read(kind: Any, text: Any) -> Any:
    return TypeAdapter(kind).validate_python(text)


def told(kind: Any, text: Any) -> tuple[str, str, str]:
    with pytest.raises(ValidationError) as caught:
        read(kind, text)
    (fault,) = caught.value.errors()
    assert fault["type"] == "mistake"
    return fault["ctx"]["wrong"], fault["ctx"]["expected"], fault["ctx"]["nearest"]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (notation.Text, " as it is ", " as it is "),
        (notation.Exact, "\n", "\n"),
        (notation.Slug, "voa-2015", "voa-2015"),
        (notation.CountryCode, "NO", "NO"),
        (notation.CountryCode, "IQ-KR", "IQ-KR"),
        (notation.PathsText, "NO,DK/a@b#c", [Path("NO", "a", "b", "c"), Path("DK", "a", "b", "c")]),
        (notation.StatementCode, "a:3-5:2", "a:3-5:2"),
        (notation.Flag, "true", True),
        (notation.Flag, "false", False),
        (notation.Edtf, "2015-11~", "2015-11~"),
        (notation.AmountText, "3.. ships", Amount(Decimal(3), None, "ships")),
        (notation.CountText, "25", Amount(Decimal(25), Decimal(25))),
        (notation.Url, "https://example.org/a", "https://example.org/a"),
    ],
)
def test_right_values(kind: Any, text: str, value: Any) -> None:
    assert read(kind, text) == value


@pytest.mark.parametrize("boolean", ["no", "No", "false", "False", "off", "n"])
def test_what_a_reader_of_yaml_made_of_norway(boolean: str) -> None:
    mend = "If a program wrote it for Norway, write NO: here it is read as text."
    wrong = f"{boolean!r} is no country's code."
    assert told(notation.CountryCode, boolean) == (wrong, mend, "NO")
    assert told(notation.PathsText, f"{boolean}/airstrikes") == (wrong, mend, "NO")


@pytest.mark.parametrize(
    ("kind", "text", "wrong", "expected"),
    [
        (
            notation.CountryCode,
            "France",
            "'France' is no country's code.",
            "A country's code is capitals and digits, such as FR, XK or IQ-KR.",
        ),
        (
            notation.Slug,
            "Not a slug",
            "'Not a slug' is no slug.",
            "Right is voa-2015-11-23-ally-support.",
        ),
        (notation.M49, "20", "'20' is no UN M49 code.", "Right is '250'."),
        (
            notation.Text,
            ["a"],
            "A list stands where one value is expected.",
            "",
        ),
        (notation.Text, {}, "A mapping stands where one value is expected.", ""),
        (
            notation.Text,
            "  ",
            "Nothing stands here.",
            "Write a value, or leave the key out.",
        ),
        (
            notation.Flag,
            "yes",
            "'yes' is neither true nor false.",
            "Write true, or leave the key out.",
        ),
        (notation.MoneyText, "5 ships", "'5 ships' is no money.", ""),
        (
            notation.StatementCode,
            "a:3-5",
            (
                "'a:3-5' is no statement's code: a number ends it, as in "
                "voa-2015-11-23-ally-support:3919-3977:1."
            ),
            "",
        ),
    ],
)
def test_wrong_values(kind: Any, text: Any, wrong: str, expected: str) -> None:
    found = told(kind, text)
    assert found[0] == wrong
    assert found[1].startswith(expected)


@pytest.mark.parametrize("text", ["5..3 ships", "38", "5 million", "EUR 5", "many ships"])
def test_amounts_are_refused_or_read(text: str) -> None:
    if text == "EUR 5":
        assert read(notation.AmountText, text).currency == "EUR"
    else:
        assert told(notation.AmountText, text)[0].startswith(repr(text))


@pytest.mark.parametrize("text", ["3.5", "-1", "007", "1e3", "\uff13", "40000", "x"])
def test_whole_numbers(text: str) -> None:
    assert told(_of(whole(0, 32767)), text) == (
        f"{text!r} is no whole number of 0 to 32767.",
        "Digits alone: 3919.",
        "",
    )


def test_a_whole_number_may_have_no_end() -> None:
    assert told(_of(whole(1)), "0")[0] == "'0' is no whole number of 1 or more."
    assert read(_of(whole(1)), "2147483647") == 2147483647


@pytest.mark.parametrize("text", ["1.23456", "1234", "x", "1.", "1,5", "+1"])
def test_numbers_of_so_many_decimals(text: str) -> None:
    assert told(_of(number(3, 4, "35.951")), text) == (
        f"{text!r} is no number with at most 4 decimals.",
        "Right is 35.951.",
        "",
    )


def test_signed_numbers() -> None:
    assert read(_of(number(3, 4, "35.951", signed=True)), "-0.126") == Decimal("-0.126")


def test_words_name_the_nearest() -> None:
    kind = _of(word("colour", {"red": "Red.", "green": "Green."}))
    assert read(kind, "red") == "red"
    assert told(kind, "gren") == ("'gren' is no colour.", "One of red, green.", "green")


@pytest.mark.parametrize(("value", "text"), [("3.500", "3.5"), ("100", "100"), ("1E+3", "1000")])
def test_numbers_are_written_plain(value: str, text: str) -> None:
    assert plain_number(Decimal(value)) == text


def _of(kind: Any) -> Any:
    from typing import Annotated

    return Annotated[Any, kind]
