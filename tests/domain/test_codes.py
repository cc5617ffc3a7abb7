"""Paths of contributions, quote and statement codes, and what was probably meant."""

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import codes
from tracker.domain.codes import (
    CodeError,
    Path,
    QuoteCode,
    StatementCode,
    contains,
    expand,
    nearest,
    parse_path,
)

# Few words, so that paths often lie inside one another.
countries = st.sampled_from(["FR", "IQ", "IQ-KR", "A1-B2"])
slugs = st.sampled_from(["a", "a-b", "b", "9-lives"])
kinds = st.lists(slugs, min_size=1, max_size=3).map(".".join)
paths = st.builds(Path, countries, kinds, st.just("") | slugs, st.just("") | slugs)


# --- Contributions --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "path", "code"),
    [
        ("FR/airstrikes", Path("FR", "airstrikes"), "fr-airstrikes"),
        ("FR/airstrikes@syria", Path("FR", "airstrikes", "syria"), "fr-airstrikes-syria"),
        (
            "FR/deployment.naval#charles-de-gaulle",
            Path("FR", "deployment.naval", "", "charles-de-gaulle"),
            "fr-deployment-naval-charles-de-gaulle",
        ),
        ("IQ-KR/ground-combat", Path("IQ-KR", "ground-combat"), "iq-kr-ground-combat"),
        (
            "IT/training.police@iraq#carabinieri-2",
            Path("IT", "training.police", "iraq", "carabinieri-2"),
            "it-training-police-iraq-carabinieri-2",
        ),
    ],
)
def test_a_path_and_its_code(text: str, path: Path, code: str) -> None:
    assert parse_path(text) == path
    assert str(path) == text
    assert path.code() == code
    assert path.code("isaf") == f"isaf-{code}"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("FR", "parted by a stroke"),
        ("fr/airstrikes", "a country is capitals and digits, such as FR or IQ-KR, not 'fr'"),
        ("/airstrikes", "a country is capitals"),
        ("FR/", "a kind is small letters"),
        ("FR/Airstrikes", "not 'Airstrikes'"),
        ("FR/deployment..naval", "not 'deployment..naval'"),
        ("FR/deployment/naval", "not 'deployment/naval'"),
        ("FR/airstrikes@", "a theatre is the code of a place"),
        ("FR/airstrikes@Syria", "not 'Syria'"),
        ("FR/airstrikes#", "a name is small letters"),
        ("FR/airstrikes#a@b", "not 'a@b'"),
        ("FR/airstrikes ", "not 'airstrikes '"),
        ("FR/airstrikes\n", "not 'airstrikes\\n'"),
        ("FR/air_strikes", "not 'air_strikes'"),
    ],
)
def test_a_refused_path_says_which_part_and_what_it_should_be(text: str, fault: str) -> None:
    with pytest.raises(CodeError) as refusal:
        parse_path(text)
    assert f"{text!r} is no path of a contribution: " in str(refusal.value)
    assert fault in str(refusal.value)


def test_a_list_of_countries_expands_in_its_order() -> None:
    assert [str(path) for path in expand("IT,PL,DK/equipment@iraq")] == [
        "IT/equipment@iraq",
        "PL/equipment@iraq",
        "DK/equipment@iraq",
    ]
    assert expand("FR/airstrikes") == [Path("FR", "airstrikes")]


@pytest.mark.parametrize(
    "text", ["IT,IT/equipment", "IT,,PL/equipment", "IT, PL/equipment", "IT,PL"]
)
def test_a_list_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(CodeError):
        expand(text)


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        ("FR/airstrikes", "FR/airstrikes@syria", True),
        ("FR/deployment", "FR/deployment.air", True),
        ("FR/deployment", "FR/deployment.naval@syria#charles-de-gaulle", True),
        ("FR/deployment@syria", "FR/deployment.naval@syria", True),
        ("FR/deployment.naval", "FR/deployment.naval#charles-de-gaulle", True),
        ("FR/airstrikes", "FR/airstrikes", False),
        ("FR/airstrikes@syria", "FR/airstrikes", False),
        ("FR/airstrikes@syria", "FR/airstrikes@iraq", False),
        ("FR/deploy", "FR/deployment", False),
        ("FR/deployment.air", "FR/deployment.aircraft", False),
        ("FR/deployment", "DE/deployment.air", False),
        ("FR/deployment#charles-de-gaulle", "FR/deployment", False),
    ],
)
def test_a_path_lies_inside_its_shortened_path(outer: str, inner: str, expected: bool) -> None:
    assert contains(parse_path(outer), parse_path(inner)) is expected


@given(paths)
def test_a_path_reads_back_and_its_code_is_a_slug(path: Path) -> None:
    assert parse_path(str(path)) == path
    assert re.fullmatch(codes.PATH, str(path))
    assert re.fullmatch(codes.PATH_LIST, str(path))
    assert re.fullmatch(codes.CONTRIBUTION_CODE, path.code())


@given(paths, paths, paths)
def test_containing_is_an_order(one: Path, other: Path, third: Path) -> None:
    assert not contains(one, one)
    assert not (contains(one, other) and contains(other, one))
    if contains(one, other) and contains(other, third):
        assert contains(one, third)


@given(paths)
def test_every_shortened_path_contains_it(path: Path) -> None:
    shorter = Path(path.country, path.kind.split(".")[0])
    assert shorter == path or contains(shorter, path)


@given(st.text(max_size=30) | st.text("ABfr/.@#-, 1", max_size=20))
def test_any_text_is_a_path_or_refused(text: str) -> None:
    with contextlib.suppress(CodeError):
        assert str(parse_path(text)) == text


# --- Quotes and statements ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("voa-2015:3919-3977", QuoteCode("voa-2015", 3919, 3977)),
        ("voa-2015:0-4", QuoteCode("voa-2015", 0, 4)),
        ("report:p4", QuoteCode("report", locator="p4")),
        ("report:p3-5", QuoteCode("report", locator="p3-5")),
        ("film:00:12:30", QuoteCode("film", locator="00:12:30")),
    ],
)
def test_a_quote_code_both_ways(text: str, code: QuoteCode) -> None:
    assert QuoteCode.parse(text) == code
    assert str(code) == text
    assert re.fullmatch(codes.QUOTE_CODE, text)
    statement = StatementCode.parse(f"{text}:2")
    assert statement == StatementCode(code, 2)
    assert str(statement) == f"{text}:2"
    assert re.fullmatch(codes.STATEMENT_CODE, f"{text}:2")


@pytest.mark.parametrize(
    "text",
    ["", "voa", "voa:", ":3-4", "VOA:3-4", "voa:4-3", "voa:4-4", "voa:p 4", "voa:-", "voa:3-4\n"],
)
def test_a_refused_quote_code(text: str) -> None:
    with pytest.raises(CodeError):
        QuoteCode.parse(text)


def test_a_locator_does_not_look_like_a_span() -> None:
    with pytest.raises(CodeError, match="p3-5 for pages"):
        QuoteCode("report", locator="3-5")


@pytest.mark.parametrize("text", ["voa:3-4:0", "voa:3-4:x", "voa:3-4", "2", "voa:3-4:01"])
def test_a_refused_statement_code(text: str) -> None:
    with pytest.raises(CodeError):
        StatementCode.parse(text)


# --- What was meant -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("airstrike", "airstrikes"),
        ("AIRSTRIKES", "airstrikes"),
        ("deployement.naval", "deployment.naval"),
        ("trianing", "training"),
        ("membership", None),
        ("", None),
    ],
)
def test_nearest(word: str, meant: str | None) -> None:
    kinds = ["airstrikes", "deployment", "deployment.naval", "training"]
    assert nearest(word, kinds) == meant


def test_nearest_keeps_the_option_as_it_is_written() -> None:
    assert nearest("fr", ["DE", "FR"]) == "FR"
    assert nearest("fr", []) is None
