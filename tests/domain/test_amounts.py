"""The one notation of amounts."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.amounts import Amount, AmountError, format_amount, parse_amount


@pytest.mark.parametrize(
    ("text", "low", "high", "metric", "currency"),
    [
        ("38 aircraft", 38, 38, "aircraft", ""),
        ("3.. targets", 3, None, "targets", ""),
        ("..5 ships", None, 5, "ships", ""),
        ("0..5 ships", 0, 5, "ships", ""),
        ("0 aircraft", 0, 0, "aircraft", ""),
        ("3000..5000 personnel", 3000, 5000, "personnel", ""),
        ("2.2 million refugees", 2_200_000, 2_200_000, "refugees", ""),
        ("EUR 440 million", 440_000_000, 440_000_000, "money", "EUR"),
        ("USD 12.1 billion", 12_100_000_000, 12_100_000_000, "money", "USD"),
        ("USD 5..6 billion", 5 * 10**9, 6 * 10**9, "money", "USD"),
        ("USD 5.. billion", 5 * 10**9, None, "money", "USD"),
        ("USD 0..1 billion", 0, 10**9, "money", "USD"),
        ("USD 1 trillion", 10**12, 10**12, "money", "USD"),
        ("USD 900..1200 million", 9 * 10**8, 12 * 10**8, "money", "USD"),
        ("USD 1234567", 1_234_567, 1_234_567, "money", "USD"),
        ("EUR 5 million disbursed", 5_000_000, 5_000_000, "disbursed", "EUR"),
        ("25", 25, 25, "", ""),
        ("21..23", 21, 23, "", ""),
        ("34..", 34, None, "", ""),
        ("2.5 tonnes", "2.5", "2.5", "tonnes", ""),
    ],
)
def test_the_canonical_notation_both_ways(
    text: str, low: object, high: object, metric: str, currency: str
) -> None:
    first, last = (None if bound is None else Decimal(str(bound)) for bound in (low, high))
    amount = parse_amount(text)
    assert amount == Amount(first, last, metric, currency)
    assert format_amount(amount) == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("  38   aircraft ", "38 aircraft"),
        ("38..38 aircraft", "38 aircraft"),
        ("38.0 aircraft", "38 aircraft"),
        ("EUR 440 million money", "EUR 440 million"),
        ("EUR 440000000", "EUR 440 million"),
        ("USD 1234567000", "USD 1234.567 million"),
        ("USD 0.5 billion", "USD 500 million"),
        ("2200000 refugees", "2.2 million refugees"),
    ],
)
def test_what_is_read_is_written_canonically(text: str, canonical: str) -> None:
    assert format_amount(parse_amount(text)) == canonical


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("", "has no number"),
        ("EUR", "has no number"),
        ("aircraft", "has no number"),
        ("-5 ships", "`change: less`"),
        ("5,000 personnel", "without separators"),
        ("5 000 personnel", "without separators"),
        ("3000-5000 personnel", "two dots: 3000..5000"),
        ("3000–5000 personnel", "two dots: 3000..5000"),
        ("1...5 ships", "two dots: 3000..5000"),
        (".. ships", "one of the two bounds is needed"),
        ("34+ ships", "an open end is two dots"),
        (">34 ships", "an open end is two dots"),
        ("38aircraft", "parted by a space"),
        ("EUR 440m", "parted by a space"),
        ("$5 million", "ISO 4217 code: USD 5 million"),
        ("EURO 5 million", "was EUR meant?"),
        ("eur 5 million", "was EUR meant?"),
        ("XXX 5 million", "'XXX' is no currency's"),
        ("personnel 5", "'personnel' is no currency's"),
        ("EUR 440 milion", "for 'milion' write million"),
        ("USD 12.1 bn", "for 'bn' write billion"),
        ("5 thousand personnel", "write the number in full"),
        ("5 million million", "is enough"),
        ("38 Aircraft", "one metric's code follows the number, not 'Aircraft'"),
        ("38 military aircraft", "not 'military aircraft'"),
        ("5 money", "Money has a currency"),
        ("30..20 ships", "The lower bound comes first: 20..30"),
        ("1000000000000000000 ships", "more than 18 digits"),
        ("1.12345 ships", "more than 4 decimals"),
        ("1.00000000000000000000000000000001 ships", "more digits"),
        ("1e5 ships", "'1e5' is no number"),
        ("٣ ships", "'٣' is no number"),
    ],
)
def test_a_refusal_names_the_text_and_the_fix(text: str, fix: str) -> None:
    with pytest.raises(AmountError) as refusal:
        parse_amount(text)
    assert fix in str(refusal.value)


@pytest.mark.parametrize(
    "parts",
    [
        (None, None, "ships", ""),
        (Decimal(-1), None, "ships", ""),
        (Decimal(2), Decimal(1), "ships", ""),
        (Decimal("NaN"), None, "ships", ""),
        (Decimal("Infinity"), None, "ships", ""),
        (Decimal(1), None, "money", ""),
        (Decimal(1), None, "", "EUR"),
    ],
)
def test_what_is_no_amount_cannot_be_made(
    parts: tuple[Decimal | None, Decimal | None, str, str],
) -> None:
    with pytest.raises(AmountError):
        Amount(*parts)


numbers = st.decimals(0, 10**18 - 1, places=4) | st.integers(0, 10**17).map(Decimal)
rounded = st.builds(
    lambda digits, zeros: Decimal(digits * 10**zeros), st.integers(0, 9999), st.integers(0, 13)
)
measures = st.sampled_from([("aircraft", ""), ("", ""), ("money", "EUR"), ("grant-element", "USD")])


@st.composite
def amounts(draw: st.DrawFn) -> Amount:
    bounds = sorted(draw(st.lists(numbers | rounded, min_size=1, max_size=2)))
    low: Decimal | None = bounds[0]
    high: Decimal | None = bounds[-1]
    if len(bounds) == 1:
        low, high = draw(st.sampled_from([(low, high), (low, None), (None, high)]))
    return Amount(low, high, *draw(measures))


@given(amounts())
def test_what_is_written_reads_back_the_same(amount: Amount) -> None:
    text = format_amount(amount)
    assert parse_amount(text) == amount
    assert format_amount(parse_amount(text)) == text


@given(st.text(max_size=30) | st.text("0123456789. EURmilonbps-", max_size=30))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    with contextlib.suppress(AmountError):
        amount = parse_amount(text)
        assert parse_amount(format_amount(amount)) == amount
