"""Semantics F: totals over a set of contributions."""

from decimal import Decimal
from typing import Any, Literal

from tests.domain.builders import ends
from tracker.domain.codes import Path, parse_path
from tracker.domain.figures import Bounds
from tracker.domain.totals import Row, Total, containers_of, total


def row(path: str, low: Any = None, high: Any = "same", **given: Any) -> Row[Path]:
    top = low if high == "same" else high
    stated = None if low is None else Bounds(Decimal(low), None if top is None else Decimal(top))
    return Row(key=parse_path(path), bounds=stated, **given)


def add(*rows: Row[Path], part_of: dict[str, str] | None = None, **given: Any) -> Total[Path]:
    wholes = {parse_path(inner): parse_path(outer) for inner, outer in (part_of or {}).items()}
    return total(rows, containers=lambda path: containers_of(path, wholes), **given)


DOSES = [
    row("EU/humanitarian", 100),
    row("FR/humanitarian", 30),
    row("DE/humanitarian", 30),
    row("IT/humanitarian", 15),
]
IN_EU = dict.fromkeys(("FR/humanitarian", "DE/humanitarian", "IT/humanitarian"), "EU/humanitarian")


def test_f1_the_doses_of_the_union_contain_those_of_its_members() -> None:
    found = add(*DOSES, part_of=IN_EU)
    assert (*ends(found), found.counted, found.inside_another) == (100, 100, 1, 3)


def test_f1_france_and_germany_alone_are_sixty() -> None:
    found = add(*DOSES[1:3], part_of=IN_EU)
    assert (int(found.low), found.counted, found.inside_another) == (60, 2, 0)


def test_f1_a_path_lies_inside_its_shortened_paths() -> None:
    found = add(
        row("FR/deployment", 500), row("FR/deployment.air@iraq#x", 40), row("FR/training", 7)
    )
    assert (int(found.low), found.inside_another) == (507, 1)


def test_f2_a_container_without_a_figure_leaves_its_parts_to_count() -> None:
    found = add(row("EU/humanitarian"), *DOSES[1:], part_of=IN_EU)
    assert (int(found.low), found.without_figure, found.inside_another) == (75, 1, 0)


def test_f2_a_container_with_only_a_rate_leaves_its_parts_to_count() -> None:
    found = add(row("FR/airstrikes", 9, rate=True), row("FR/airstrikes@syria", 5))
    assert (int(found.low), found.rates, found.inside_another) == (5, 1, 0)


def test_f2_sixty_five_and_thirteen_inside_seventy_three_are_seventy_three_and_flagged() -> None:
    found = add(
        row("DE/deployment", 73), row("DE/deployment.air", 65), row("DE/deployment.naval", 13)
    )
    assert (*ends(found), found.inside_another) == (73, 73, 2)
    assert [str(path) for path in found.exceeded] == ["DE/deployment"]
    assert add(row("DE/deployment", 78), row("DE/deployment.air", 65)).exceeded == ()


def test_f2_a_promised_whole_does_not_swallow_what_its_parts_have() -> None:
    sweden = row("SE/deployment", 0, 100, doubtful=True), row("SE/deployment.ground", 38)
    found = add(*sweden)
    assert (*ends(found), found.counted, found.inside_another) == (38, 100, 1, 1)
    assert (found.doubtful, found.exceeded) == (1, ())


def test_f2_vague_words_of_a_whole_are_no_less_than_its_parts() -> None:
    found = add(row("BE/deployment", 2, None), row("BE/deployment.ground", 38))
    assert (int(found.low), found.is_at_least) == (38, True)


def test_f2_parts_that_do_not_fit_in_their_whole_leave_its_words() -> None:
    found = add(row("SE/deployment", 0, 30, disputed=True), row("SE/deployment.ground", 38))
    assert (*ends(found), len(found.exceeded)) == (0, 30, 1)


def test_f2_only_what_is_certain_of_parts_counts_and_parts_have_parts() -> None:
    doubted = row("SE/deployment", 0, 100, doubtful=True)
    ground = row("SE/deployment.ground", 0, 60, doubtful=True)
    found = add(doubted, ground, row("SE/deployment.ground#a", 8), row("SE/deployment.ground#b", 9))
    assert int(found.low) == 17
    assert int(add(doubted, row("SE/deployment.ground", 60, disputed=True)).low) == 0


def test_f2_parts_in_another_currency_say_nothing_of_their_whole() -> None:
    whole = row("SE/funding", 0, 100, doubtful=True, currency="USD")
    part = row("SE/funding.loan", 50, currency="SEK")
    assert int(add(whole, part, currency="USD").low) == 0


def test_f3_the_disputed_and_the_doubtful_count_from_nothing() -> None:
    found = add(row("FR/a", 5), row("US/a", 7, disputed=True), row("IT/a", 3, doubtful=True))
    assert (*ends(found), found.counted) == (5, 15, 3)
    assert (found.disputed, found.doubtful) == (1, 1)


def test_f4_an_open_high_is_at_least() -> None:
    found = add(row("FR/a", 5), row("US/a", 7, None))
    assert (*ends(found), found.without_upper_bound, found.is_at_least) == (12, 5, 1, True)
    assert not add(row("FR/a", 5)).is_at_least


def test_f4_what_has_no_date_or_no_figure_is_counted_apart() -> None:
    found = add(row("FR/a", 5), row("US/a", 7, undated=True), row("IT/a"))
    assert (int(found.low), found.counted, found.undated, found.without_figure) == (5, 1, 1, 1)


def kuwait() -> list[Row[Path]]:
    """Pledges in the shape of those at Kuwait in 2018, in millions."""
    usd: dict[str, Any] = {"currency": "USD"}
    return [
        row("TR/funding", 5000, **usd),
        row("US/funding", 3000, **usd),
        row("KW/funding", 2000, **usd),
        row("KW/funding.loan", 600, **usd),
        row("SA/funding.credit", 400, **usd),
        row("SA/funding", 1500, None, **usd),
        row("AE/funding", 600, **usd),
        row("GB/funding", 0, 1000, rate=True, **usd),
        row("EU/funding", 400, currency="EUR"),
        row("IT/funding", 260, currency="EUR"),
        row("SE/funding", 100, currency="SEK"),
    ]


def naive(pledges: list[Row[Path]]) -> int:
    """What adding every dollar gives, the rate for its decade."""
    dollars = [pledge for pledge in pledges if pledge.currency == "USD" and pledge.bounds]
    rates = [int(p.bounds.high or 0) * 10 for p in dollars if p.rate and p.bounds]
    return sum(rates) + sum(int(p.bounds.low) for p in dollars if p.bounds)


def test_f4_pledges_at_kuwait_are_at_least_twelve_billion_and_not_twenty_three() -> None:
    found = add(*kuwait(), currency="USD")
    assert (int(found.low), found.is_at_least, naive(kuwait())) == (12100, True, 23100)
    assert (found.other_currency, found.rates, found.inside_another) == (3, 1, 2)


def test_e7_a_converted_total_says_how_and_what_it_left_out() -> None:
    def convert(pledge: Row[Path]) -> tuple[Bounds, Literal["equivalent", "rate"]] | None:
        if pledge.key.country == "EU":
            return Bounds(Decimal(490), Decimal(490)), "equivalent"
        if pledge.currency == "EUR" and pledge.bounds and pledge.bounds.high:
            rate = Decimal("1.25")
            return Bounds(pledge.bounds.low * rate, pledge.bounds.high * rate), "rate"
        return None

    found = add(*kuwait(), currency="USD", convert=convert)
    assert int(found.low) == 12100 + 490 + 325
    assert (found.by_equivalent, found.by_rate, found.other_currency) == (1, 1, 1)


def test_e9_unlike_periods_are_said() -> None:
    rows = [
        row(f"{code}/a", 1, periods=frozenset(period))
        for code, period in zip("ABCD", "xyzx", strict=True)
    ]
    found = add(*rows)
    assert (found.counted, found.periods) == (4, 3)


def test_rows_that_are_alike_may_come_as_one() -> None:
    """What the database has added up already counts as what it was added from."""
    apart = [
        row("FR/a", 5), row("US/a", 7), row("IT/a", 3, None), row("DE/a", 4, None),
        row("NL/a", 2, disputed=True), row("BE/a", 1, disputed=True), row("TR/a"), row("JO/a"),
        row("KW/a", 6, rate=True), row("QA/a", 6, rate=True), row("SE/a", 9, currency="SEK"),
    ]  # fmt: skip
    together = [
        row("X/a", 12, number=2), row("X/b", 7, None, number=2), row("X/c", number=2),
        row("X/d", 3, disputed=True, number=2), row("X/e", 12, rate=True, number=2),
        row("X/f", 9, currency="SEK"),
    ]  # fmt: skip
    assert add(*together) == add(*apart)


def test_containers_are_all_shortened_paths_the_nearest_first() -> None:
    found = [str(path) for path in containers_of(parse_path("FR/a.b@syria#x"), {})]
    assert found == [
        "FR/a.b@syria",
        "FR/a.b#x",
        "FR/a@syria#x",
        "FR/a.b",
        "FR/a@syria",
        "FR/a#x",
        "FR/a",
    ]


def test_containers_follow_parts_through_their_wholes() -> None:
    part_of = {parse_path("FR/a"): parse_path("EU/a.b"), parse_path("EU/a"): parse_path("FR/a")}
    found = [str(path) for path in containers_of(parse_path("FR/a@syria"), part_of)]
    assert found == ["FR/a", "EU/a.b", "EU/a"]
    assert parse_path("FR/a") not in containers_of(parse_path("FR/a"), part_of)


def test_a_total_asks_once_for_what_contains_a_row() -> None:
    """So its time grows with its rows, and not with their square."""
    rows = [row(f"FR/a.b@p{number}#n", 1) for number in range(200)]
    asked: list[Path] = []

    def containers(path: Path) -> list[Path]:
        asked.append(path)
        return containers_of(path, {})

    assert int(total(rows, containers=containers).low) == 200
    assert asked == [each.key for each in rows]
