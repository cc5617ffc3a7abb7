"""Numbers and dates of a column: read as the block says, and never otherwise."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.annotations.table_cells import read_number
from tracker.annotations.table_dates import CellError, read_date
from tracker.annotations.table_notation import Number


def number(cell: str, **how: Any) -> str:
    return read_number(cell, Number.model_validate(how))


def refusal(cell: str, **how: Any) -> str:
    with pytest.raises(CellError) as raised:
        number(cell, **how)
    return f"{raised.value.wrong}. {raised.value.expected}"


# --- Numbers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "how", "value"),
    [
        ("1200", {}, "1200"),
        (" 0 ", {}, "0"),
        ("2.50", {}, "2.5"),
        ("1,200", {"thousands": ","}, "1200"),
        ("1,234,567.5", {"thousands": ","}, "1234567.5"),
        ("1200", {"thousands": ","}, "1200"),
        ("1.200", {"thousands": "."}, "1200"),
        ("1.200,5", {"thousands": "."}, "1200.5"),
        ("1.250", {"decimal": "."}, "1.25"),
        ("12,5", {"decimal": ","}, "12.5"),
        ("1\u202f200", {"thousands": "space"}, "1200"),
        ("1’200", {"thousands": "'"}, "1200"),
        ("€440m", {"ignore": "€", "scale": {"m": "million"}}, "440000000"),
        ("€ 1.5 bn*", {"ignore": ["€", "*"], "scale": {"bn": "billion"}}, "1500000000"),
        ("about 500", {"words": "true"}, "450..550"),
        ("more than 1,000", {"words": "true"}, "1001.."),
        ("up to 20", {"words": "true"}, "0..20"),
        ("1,200", {"words": "true"}, "1200"),
    ],
)
def test_numbers_are_read_as_the_block_says(cell: str, how: dict[str, Any], value: str) -> None:
    assert number(cell, **how) == value


@pytest.mark.parametrize(
    ("cell", "how", "mend"),
    [
        ("1,200", {}, "number: {thousands: ','}"),
        ("12,5", {}, "number: {decimal: ','}"),
        ("12,34", {"thousands": ","}, "number: {decimal: ','}"),
        ("1.200.000", {}, "number: {thousands: '.'}"),
        ("1.200,50", {}, "number: {thousands: '.', decimal: ','}"),
        ("1,200.50", {}, "number: {thousands: ',', decimal: '.'}"),
        (",5", {}, "values`: {',5': 0.5}"),
        ("EUR", {}, "currency, say so in `values`, such as {EUR: EUR}"),
        ("€", {}, "currency, say so in `values`, such as {€: EUR}"),
        ("1 200", {}, "number: {thousands: space}"),
        ("1'200", {}, "number: {thousands: ''''}"),
        ("€5", {}, "number: {ignore: ['€']}"),
        ("5*", {}, "number: {ignore: ['*']}"),
        ("3k", {}, "number: {scale: {k: thousand}}"),
        ("440 m", {}, "number: {scale: {m: million}}"),
        ("€440m", {}, "number: {ignore: ['€'], scale: {m: million}}"),
        ("-5", {}, "change: less"),
        ("(5)", {}, "change: less"),
        ("5-10", {}, "values"),
        ("500+", {}, "values"),
        ("~500", {}, "values"),
        ("five", {}, "no_value"),
        ("lots", {"words": "true"}, "values"),
    ],
)
def test_what_is_not_said_is_not_read_and_the_mend_is_named(
    cell: str, how: dict[str, Any], mend: str
) -> None:
    message = refusal(cell, **how)
    assert message.startswith(repr(cell))
    assert mend in message


def test_a_point_before_three_digits_is_not_guessed() -> None:
    message = refusal("1.200")
    assert "'1.200' may be 1200 or 1.2" in message
    assert "`number: {thousands: '.'}` or `number: {decimal: '.'}`" in message
    assert number("0.125") == "0.125"


@pytest.mark.parametrize("sign", [",", "'", "space"])
def test_nor_beside_another_sign_between_thousands(sign: str) -> None:
    message = refusal("1.200", thousands=sign)
    assert (
        "'1.200' may be 1200 or 1.2. If the point is before decimals, add `decimal: '.'`" in message
    )
    assert number("1.234", thousands=sign, decimal=".") == "1.234"
    assert number("1.20", thousands=sign) == "1.2"


@given(st.integers(0, 10**12))
def test_thousands_are_parted_or_not_and_the_number_is_the_same(value: int) -> None:
    assert number(f"{value:,}", thousands=",") == number(str(value), thousands=",") == str(value)


# --- Dates ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "how", "day"),
    [
        ("23/11/2015", "DD/MM/YYYY", "2015-11-23"),
        ("11/23/2015", "MM/DD/YYYY", "2015-11-23"),
        ("3.7.2015", "D.M.YYYY", "2015-07-03"),
        ("Nov-15", "MMM-YY", "2015-11"),
        ("SEPT 2015", "MMM YYYY", "2015-09"),
        ("23  november 2015", "D MMMM YYYY", "2015-11-23"),
        ("20151123", "YYYYMMDD", "2015-11-23"),
        ("2015-11-23T14:05:00Z", "YYYY-MM-DDThh:mm:ssZ", "2015-11-23"),
        ("2015", "YYYY", "2015"),
    ],
)
def test_dates_are_read_as_the_block_says(cell: str, how: str, day: str) -> None:
    assert read_date(cell, (how,)) == day


def date_refusal(cell: str, *formats: str) -> str:
    with pytest.raises(CellError) as raised:
        read_date(cell, formats)
    return f"{raised.value.wrong}. {raised.value.expected}"


def test_several_formats_serve_one_column() -> None:
    formats = ("DD/MM/YYYY", "MMM-YY")
    assert [read_date(cell, formats) for cell in ("01/11/2015", "Nov-15")] == [
        "2015-11-01",
        "2015-11",
    ]


def test_a_date_that_two_formats_read_otherwise_is_not_guessed() -> None:
    formats = ("DD/MM/YYYY", "MM/DD/YYYY")
    assert read_date("05/05/2015", formats) == "2015-05-05"
    assert "may be 2015-04-03 (DD/MM/YYYY) or 2015-03-04" in date_refusal("03/04/2015", *formats)


@pytest.mark.parametrize(
    ("cell", "mend"),
    [
        ("Nov-15", "MMM-YY"),
        ("3.7.2015", "D.M.YYYY"),
        ("23 Nov 2015", "D MMMM YYYY"),
        ("November 23, 2015", "MMMM D, YYYY"),
        ("42331", "export dates as text"),
        ("mid-2015", "`values`"),
    ],
)
def test_a_date_that_is_not_written_so_is_told_what_it_looks_like(cell: str, mend: str) -> None:
    message = date_refusal(cell, "DD/MM/YYYY")
    assert f"{cell!r} is not written DD/MM/YYYY" in message
    assert mend in message


def test_a_day_that_is_none_is_refused() -> None:
    assert "is no day there is" in date_refusal("31/02/2015", "DD/MM/YYYY")
