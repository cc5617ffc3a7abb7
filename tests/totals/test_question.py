"""What a total says in plain cases: what is in, what stays out, and why (semantics E, F)."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.record import kind, metric, said, source
from tests.totals.many import part_of
from tracker.filters import FilterError
from tracker.totals import Answer, answer, as_json, read_totals


def totals(**params: str) -> dict[str, Any]:
    return as_json(answer(read_totals(params)), lambda asked: "&".join(sorted(asked)))


def figure(body: dict[str, Any], code: str) -> dict[str, Any]:
    """Of the whole."""
    (found,) = (each for each in body["total"]["metrics"] if each["metric"] == code)
    return dict(found)


@pytest.mark.django_db
def test_a_promise_is_in_no_total_of_deeds() -> None:
    said("CA/training", amount="600..660 personnel")
    said(
        "CA/training",
        status="pledged",
        amount="830 personnel",
        source=source("later", published="2016-02-08"),
    )
    said("NO/training", status="pledged", amount="100 personnel")
    body = totals()
    assert (figure(body, "personnel")["low"], figure(body, "personnel")["high"]) == (600, 660)
    assert body["left_out"][0] == {
        "because": "promised, denied or unstated: no deed",
        "contributions": 1,
        "records": "membership!&presumed_only&status_group&type!",
    }
    both = figure(totals(status_group="actual,prospective"), "personnel")
    assert (both["low"], both["high"], both["counted"], both["doubtful"]) == (600, 930, 2, 1)
    assert figure(totals(status="pledged"), "personnel")["low"] == 100


@pytest.mark.django_db
def test_a_whole_and_its_parts_are_counted_once_in_each_cell() -> None:
    """F1: the union's hundred contain its members' seventy-five; alone these are what they are."""
    said("EU/humanitarian", status="done", amount="100 tonnes")
    for code, amount in (("FR", 30), ("DE", 30), ("IT", 15)):
        said(f"{code}/humanitarian", status="done", amount=f"{amount} tonnes")
        part_of(f"{code}/humanitarian", "EU/humanitarian")
    assert figure(totals(), "tonnes")["low"] == 100
    assert figure(totals(), "tonnes")["inside_another"] == 3
    assert figure(totals(country="FR,DE"), "tonnes")["low"] == 60
    cells = {cell["country"]: cell["metrics"][0]["low"] for cell in totals(by="country")["results"]}
    assert cells == {"DE": 30, "EU": 100, "FR": 30, "IT": 15}


@pytest.mark.django_db
def test_what_stays_out_comes_in_when_it_is_asked_for() -> None:
    said("FR/training", tie="presumed", amount="12 personnel")
    said("RU/membership", status="absent")
    said("RU/training", amount="5 personnel")
    assert totals()["total"]["contributions"] == 0
    assert totals(tie="presumed")["total"]["contributions"] == 1
    assert totals(membership="outside")["total"]["contributions"] == 1
    reasons = [each["contributions"] for each in totals()["left_out"]]
    assert reasons == [0, 1, 1, 0]  # its absence is denied, and its own: two reasons, in neither


@pytest.mark.django_db
def test_money_is_converted_by_stated_equivalents_alone() -> None:
    said("US/funding", status="done", amount="USD 5 million")
    said("IT/funding", status="done", amount="EUR 3 million")
    converted: dict[str, Any] = {
        "converted_low": 11,
        "converted_high": 11,
        "converted_currency": "USD",
    }
    said("DE/funding", status="done", amount="EUR 10", **converted)
    rows = [(m["currency"], m["low"]) for m in totals()["total"]["metrics"]]
    assert rows == [("EUR", 3_000_010), ("USD", 5_000_000)]
    money = figure(totals(convert_to="USD"), "money")
    assert (money["low"], money["by_equivalent"], money["other_currency"]) == (5_000_011, 1, 1)


@pytest.mark.django_db
def test_a_promise_in_another_currency_takes_nothing_from_the_deed() -> None:
    """E2, E7: the deed counts in its own; how high the promise goes in that, nobody said."""
    said("JP/funding", status="done", when="2015", amount="USD 100 million")
    for article in ("first", "second"):
        later = source(article, published="2016-02-08")
        said("JP/funding", status="pledged", amount="EUR 400 million", source=later)
    deeds = figure(totals(measure="money"), "money")
    assert (deeds["currency"], deeds["low"], deeds["high"]) == ("USD", 100_000_000, 100_000_000)
    assert deeds["without_figure"] == 0
    both = figure(totals(measure="money", status_group="actual,prospective"), "money")
    assert (both["currency"], both["low"], both["high"]) == ("USD", 100_000_000, None)
    assert (both["counted"], both["without_upper_bound"], both["doubtful"]) == (1, 1, 0)
    apart = totals(measure="money", by="status_group", status_group="actual,prospective")
    assert [cell["metrics"][0]["high"] for cell in apart["results"]] == [100_000_000]


@pytest.mark.django_db
def test_a_promise_counts_in_the_deeds_currency_by_what_is_stated_in_it() -> None:
    stated: dict[str, Any] = {
        "converted_currency": "USD",
        "converted_low": 440,
        "converted_high": 440,
        "source": source("later", published="2016-02-08"),
    }
    said("JP/funding", status="done", amount="USD 100")
    said("JP/funding", status="pledged", amount="EUR 400", **stated)
    both = figure(totals(status_group="actual,prospective"), "money")
    assert (both["currency"], both["low"], both["high"]) == ("USD", 100, 440)


@pytest.mark.django_db
def test_a_flow_counts_in_the_month_it_happened_and_perhaps_in_those_it_may_have() -> None:
    said("FR/airstrikes", status="done", when="2015-09", amount="5 strikes")
    said("FR/airstrikes", status="done", when="2015-10-20/2015-11-10", amount="4 strikes")
    said("DE/airstrikes", status="done", when="2015-09-30", amount="1 strikes")
    found = {
        cell["month"]: (
            cell["contributions"],
            cell["metrics"][0]["low"],
            cell["metrics"][0]["high"],
        )
        for cell in totals(by="month")["results"]
    }
    assert found == {"2015-09": (2, 6, 6), "2015-10": (1, 0, 4), "2015-11": (1, 0, 4)}
    assert [cell["year"] for cell in totals(by="year")["results"]] == ["2015"]


@pytest.mark.django_db
def test_a_year_counts_in_some_days_of_it_from_nothing() -> None:
    """F3: what speaks of more than the days that were asked for is wider than asked."""
    said("FR/airstrikes", status="done", when="2015", amount="20 strikes")
    said("FR/airstrikes", status="done", when="2014-12-01", amount="3 strikes")
    whole = figure(totals(held_before="2015", held_after="2014"), "strikes")
    assert (whole["low"], whole["high"], whole["doubtful"]) == (23, 23, 0)
    day = {"held_after": "2015-06-10", "held_before": "2015-06-10"}
    one = figure(totals(**day), "strikes")
    assert (one["low"], one["high"], one["doubtful"]) == (0, 20, 1)
    (cell,) = totals(**day, by="month")["results"]
    assert (cell["metrics"][0]["low"], cell["metrics"][0]["high"]) == (0, 20)
    both = figure(totals(held_after="2014-11", held_before="2015-03"), "strikes")
    assert (both["low"], both["high"], both["doubtful"]) == (3, 23, 0)


@pytest.mark.django_db
def test_what_held_on_a_day_is_not_what_was_done_on_it() -> None:
    said("FR/airstrikes", status="ongoing", when="2014-09/2015-10", amount="20 strikes")
    said("FR/airstrikes", status="ongoing", change="start", when="2014-09-19")
    said("FR/deployment", amount="500 personnel")
    said("FR/deployment", change="start", when="2014-09-19")
    body = totals(valid_on="2015-06-10")
    assert (figure(body, "strikes")["low"], figure(body, "strikes")["high"]) == (0, 20)
    assert figure(body, "personnel")["low"] == 500


@pytest.mark.django_db
def test_what_is_in_no_single_month_for_certain_is_told() -> None:
    said("FR/airstrikes", status="done", when="2015-09", amount="5 strikes")
    said("FR/airstrikes#b", status="done", when="2015-10-20/2015-11-10", amount="4 strikes")
    said("FR/airstrikes#c", status="done", when="../2015-11-10", amount="3 strikes")
    body = totals(by="month", date_match="certain", measure="strikes")
    assert [cell["month"] for cell in body["results"]] == ["2015-09"]
    assert body["total"]["contributions"] == 3
    assert body["left_out"][-1] == {
        "because": "in no single month for certain",
        "contributions": 2,
        "records": None,
    }
    assert totals(by="year", date_match="certain")["left_out"][-1]["contributions"] == 1


@pytest.mark.django_db
def test_silence_is_no_number() -> None:
    said("FR/training")
    metric("personnel")
    found = figure(totals(measure="personnel"), "personnel")
    assert (found["low"], found["high"], found["without_figure"]) == (None, None, 1)


@pytest.mark.django_db
def test_a_kinds_cell_leads_to_that_kind_alone() -> None:
    said("FR/deployment")
    said("FR/deployment.air")
    cells = answer(read_totals({"by": "kind"})).cells
    assert [(cell.groups["kind"], cell.contributions) for cell in cells] == [
        ("deployment", 1),
        ("deployment.air", 1),
    ]
    assert cells[0].asked["kind!"] == "deployment.air"
    kind("deployment.naval")
    assert answer(read_totals({"by": "kind"})).cells[0].asked["kind!"] == (
        "deployment.air,deployment.naval"
    )


@pytest.mark.parametrize(
    ("params", "name", "nearest"),
    [
        ({"by": "contry"}, "by", "country"),
        ({"group": "country"}, "group", None),
        ({"measure": "aircrafts"}, "measure", "aircraft"),
        ({"convert_to": "EURO"}, "convert_to", "EUR"),
        ({"by": "month,year"}, "by", ""),
        ({"by": "country,country"}, "by", ""),
        ({"country": "Frence"}, "country", "FR"),
    ],
)
@pytest.mark.django_db
def test_a_question_is_read_strictly(
    params: dict[str, str], name: str, nearest: str | None
) -> None:
    said("FR/deployment.air", amount="38 aircraft")
    with pytest.raises(FilterError) as error:
        read_totals(params)
    (mistake,) = error.value.mistakes
    assert mistake.name == name
    assert nearest is None or mistake.nearest == nearest


@pytest.mark.django_db
def test_too_many_cells_are_refused_and_never_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.totals.answering.LARGEST", 2)
    for code in ("FR", "DE", "IT"):
        said(f"{code}/training")
    assert len(_answered({"by": "kind"}).cells) == 1
    with pytest.raises(FilterError, match="more than 2 cells"):
        _answered({"by": "country"})


def _answered(params: dict[str, str]) -> Answer:
    return answer(read_totals(params))


@pytest.mark.django_db
def test_a_question_asks_as_often_whatever_it_finds() -> None:
    said("FR/training", amount="12 personnel")
    with CaptureQueriesContext(connection) as few:
        totals(by="country,kind")
    for code in ("DE", "IT", "NL"):
        said(f"{code}/training", amount="12 personnel")
        said(f"{code}/airstrikes", status="done", amount="2 targets")
    with CaptureQueriesContext(connection) as more:
        totals(by="country,kind")
    assert len(few) == len(more) == 15
