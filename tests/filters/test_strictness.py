"""A question is read strictly: all mistakes at once, each with what was probably meant."""

import pytest
from django.http import QueryDict

from tests.record import country, said, source
from tracker.filters import FILTER_SETS, ContributionFilterSet, FilterError, Mistake
from tracker.models import Redirect


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
@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("Britain", "GB"),
        ("britan", "GB"),
        ("UK", "GB"),
        ("gbr", "GB"),
        ("Holland", "NL"),
        ("UAE", "AE"),
        ("Frence", "FR"),
        ("Irak", "IQ"),
        ("Poland", "PL"),
        ("England", ""),
        ("Brit", "GB"),
        ("Wales", ""),
    ],
)
def test_a_country_is_meant_by_whatever_it_is_called(word: str, nearest: str) -> None:
    """By its names and aliases; not by two letters of a word."""
    called = {
        "GB": ("United Kingdom", "GBR", ["UK", "U.K.", "Britain", "Great Britain"]),
        "NL": ("Netherlands", "NLD", ["the Netherlands", "Holland"]),
        "AE": ("United Arab Emirates", "ARE", ["UAE"]),
    }
    for code, (name, alpha3, aliases) in called.items():
        country(code, name=name, alpha3=alpha3, aliases=aliases)
    others = {"BH": "Bahrain", "PL": "Poland", "UA": "Ukraine", "GR": "Greece", "GL": "Greenland"}
    others |= {"FR": "France", "IQ": "Iraq", "IR": "Iran", "BR": "Brazil", "WA": "Land"}
    for code, name in others.items():
        country(code, name=name)
    (mistake,) = mistakes({"country": word})
    assert mistake.nearest == nearest


@pytest.mark.django_db
def test_a_code_that_was_merged_or_withdrawn_says_so() -> None:
    said("FR/airstrikes@syria")
    said("TR/airstrikes@syria")
    for code, because, target in [
        ("fr-bombing", "merged", "fr-raids"),
        ("fr-raids", "merged", "fr-airstrikes-syria"),
        ("fi-airstrikes-syria", "withdrawn", ""),
        ("de-airstrikes-syria", "withdrawn", "fr-airstrikes-syria"),
    ]:
        Redirect.objects.create(
            model="contribution", code=code, because=because, target=target, reason="So 100%."
        )
    codes = "fr-bombing,fi-airstrikes-syria,de-airstrikes-syria,tr-airstrikes-siria"
    assert [(each.why, each.nearest) for each in mistakes({"code": codes})] == [
        (
            "'fr-bombing' was merged into 'fr-airstrikes-syria'; was 'fr-airstrikes-syria' meant?",
            "fr-airstrikes-syria",
        ),
        ("'fi-airstrikes-syria' was withdrawn: So 100%.", ""),
        (
            "'de-airstrikes-syria' was withdrawn: So 100%; was 'fr-airstrikes-syria' meant?",
            "fr-airstrikes-syria",
        ),
        (
            "no contribution is 'tr-airstrikes-siria'; was 'tr-airstrikes-syria' meant?",
            "tr-airstrikes-syria",
        ),
    ]


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
@pytest.mark.parametrize(
    ("name", "low", "other", "high", "ends_before"),
    [
        ("held_after", "2016", "held_before", "2014", True),
        ("as_of_after", "2015-11-24", "as_of_before", "2015-11-23", True),
        ("low_min", "10", "low_max", "5", True),
        ("held_after", "2015-11", "held_before", "2015-11", False),
        ("held_after", "2015-11-30", "held_before", "2015-11", False),
        ("low_min", "5", "low_max", "5.0", False),
    ],
)
def test_a_range_ends_where_it_begins_or_later(
    name: str, low: str, other: str, high: str, *, ends_before: bool
) -> None:
    said("FR/airstrikes", amount="2 targets")
    asked: dict[str, object] = {name: low, other: high, "metric": "targets"}
    if not ends_before:
        ContributionFilterSet.read(asked)
        return
    (mistake,) = mistakes(asked)
    why = f"the range ends before it begins: {other}={high}."
    assert (mistake.name, mistake.value, mistake.why) == (name, low, why)


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
