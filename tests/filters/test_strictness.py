"""A question is read strictly: all mistakes at once, each with what was probably meant."""

import pytest
from django.http import QueryDict

from tests.record import said, source
from tracker.filters import FILTER_SETS, ContributionFilterSet, FilterError, Mistake


def mistakes(params: dict[str, object] | QueryDict, name: str = "contributions") -> list[Mistake]:
    with pytest.raises(FilterError) as error:
        FILTER_SETS[name].read(params)
    return list(error.value.mistakes)


def test_an_unknown_parameter_names_the_nearest() -> None:
    (mistake,) = mistakes({"contry": "FR"})
    assert (mistake.name, mistake.nearest) == ("contry", "country")
    assert str(mistake) == ("contry: contributions have no such parameter; was 'country' meant?")


def test_names_that_somebody_else_reads_are_known_and_suggested() -> None:
    assert ContributionFilterSet.read({"page_size": "3"}, also=["page_size"]).asked == {}
    with pytest.raises(FilterError, match="was 'page_size' meant"):
        ContributionFilterSet.read({"pagesize": "3"}, also=["page_size"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "text", "nearest"),
    [
        ("country", "FRA", "FR"),
        ("country", "fr", "FR"),
        ("country", "France", "FR"),
        ("country", "french", "FR"),
        ("country!", "France", "FR"),
        ("kind", "airstrike", "airstrikes"),
        ("theatre", "siria", "syria"),
        ("type", "stat", "state"),
        ("status", "pleged", "pledged"),
        ("status_group", "acutal", "actual"),
        ("stake", "selfs", "self"),
        ("voice", "Direct", "direct"),
        ("source", "voa-2015-11-23-ally-suport", "voa-2015-11-23-ally-support"),
        ("publisher", "voice of america", "Voice of America"),
        ("disputed", "yes", "true"),
        ("disputed", "0", "false"),
        ("holds", "mayb", "maybe"),
        ("date_match", "posible", "possible"),
        ("currency", "EURO", "EUR"),
        ("metric", "target", "targets"),
        ("credibility", "7", ""),
        ("country", "ZZ", ""),
        ("valid_on", "2015-11", ""),
        ("known_on", "yesterday", ""),
        ("when_after", "23.11.2015", ""),
        ("updated_since", "last week", ""),
        ("low_min", "1,000", ""),
        ("low_min", "NaN", ""),
        ("q", "%_", ""),
        ("q", "strikes -France", ""),
        ("country", "FR,", ""),
        ("country", "FR,FR", ""),
        ("country", "", ""),
        ("country", "F\x00", ""),
        ("publisher", "\ud83d", ""),
        ("date_match", "certain,possible", "possible"),
    ],
)
def test_a_value_that_there_is_not_names_the_nearest(name: str, text: str, nearest: str) -> None:
    said("FR/airstrikes@syria", amount="2 targets")
    found = [mistake for mistake in mistakes({name: text}) if mistake.name == name]
    assert [mistake.nearest for mistake in found[:1]] == [nearest]
    assert all(mistake.why.endswith((".", "?")) for mistake in found)


@pytest.mark.django_db
def test_all_mistakes_come_at_once() -> None:
    said("FR/airstrikes")
    found = mistakes({"contry": "FR", "kind": "airstrike,bombs", "stake": "me", "low_min": "x"})
    assert [mistake.name for mistake in found] == ["contry", "kind", "kind", "stake", "low_min"]


@pytest.mark.parametrize(
    ("params", "name"),
    [
        ({"holds": "yes"}, "holds"),
        ({"low_min": "1"}, "low_min"),
        ({"currency": "EUR"}, "currency"),
    ],
)
def test_parameters_that_need_another_say_so(params: dict[str, object], name: str) -> None:
    assert [mistake.name for mistake in mistakes(params)] == [name]


@pytest.mark.django_db
def test_money_is_bounded_in_one_currency() -> None:
    said("FR/funding", amount="EUR 5 million")
    (mistake,) = mistakes({"metric": "money", "low_min": "1"})
    assert mistake.name == "currency"


def test_a_parameter_given_twice_is_a_list_written_wrongly() -> None:
    (mistake,) = mistakes(QueryDict("country=FR&country=DE"))
    assert (mistake.name, mistake.value) == ("country", "FR,DE")


@pytest.mark.django_db
def test_drafts_are_not_even_suggested() -> None:
    source("secret-draft-source")
    (mistake,) = mistakes({"source": "secret-draft-sourc"})
    assert mistake.nearest == ""
    (mistake,) = mistakes({"source": "secret-draft-source"})
    assert mistake.nearest == ""


@pytest.mark.django_db
def test_a_saved_question_may_have_lists_and_truth_values() -> None:
    said("FR/airstrikes")
    said("DE/airstrikes")
    query = ContributionFilterSet.read({"country": ["FR", "DE"], "disputed": False})
    assert query.asked == {"country": "FR,DE", "disputed": "false"}
    assert query.rows.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("name", FILTER_SETS)
def test_every_list_can_be_asked_for_everything(name: str) -> None:
    said("FR/airstrikes")
    assert FILTER_SETS[name].read({}).rows.count() >= 0
