"""What each parameter of contributions finds."""

from typing import Any

import pytest

from tests.record import country, kind, line_of_effort, place, said, source, speaker
from tracker.actions import acting
from tracker.filters import ContributionFilterSet
from tracker.models import Contribution


def paths(**params: Any) -> list[str]:
    """``not_country`` is ``country!``, which no keyword can be."""
    asked = {
        f"{name.removeprefix('not_')}!" if name.startswith("not_") else name: text
        for name, text in params.items()
    }
    return sorted(ContributionFilterSet.read(asked).rows.values_list("path", flat=True))


@pytest.fixture
def record(db: None) -> None:
    """Seven contributions that differ in what can be asked for."""
    country("FR", name="France", region="Europe", subregion="Western Europe")
    country("IQ-KR", name="Iraqi Kurdistan", type="region", parent=country("IQ", region="Asia"))
    kind("military")
    kind("airstrikes", parent=kind("military"), line_of_effort=line_of_effort("military"))
    place("raqqa", level="city", parent=place("syria"))
    minister = speaker("jean-yves-le-drian", of="FR", name="Jean-Yves Le Drian")
    briefing = source("briefing", publisher="Ministry, Paris", reliability="A", language="fr")
    said(
        "FR/airstrikes@syria",
        "nous avons frappé Raqqa",
        status="done",
        amount="2 targets",
        by=minister,
        source=briefing,
        place=place("raqqa"),
        credibility=2,
        role="participant",
    )
    said("FR/airstrikes@syria", "a reporter heard of it", effort="chammal", role="lead")
    said("FR/deployment.air", "from 12 to 38", amount="38 aircraft", tie="presumed")
    said("DE/training", status="pledged", due="2016", change="more", condition="DE/training")
    said("IQ-KR/training", status="possible", line_of_effort=line_of_effort("stabilization"))
    said("US/funding", status="done", amount="USD 5 million", recipient=country("IQ"))
    said("GB/airstrikes", status="ruled_out", basis="implied")


EVERYTHING = {
    "coalition": ("counter-isil", 6),
    "country": ("FR,DE", 3),
    "type": ("region", 1),
    "region": ("Europe", 2),
    "membership": ("unknown", 6),
    "presumed_only": ("true", 1),
    "dated": ("true", 3),
    "subregion": ("Western Europe", 2),
    "kind": ("military", 2),
    "theatre": ("syria", 1),
    "line_of_effort": ("military", 2),
    "status": ("pledged,possible", 2),
    "status_group": ("prospective", 2),
    "change": ("more", 1),
    "conditioned": ("true", 1),
    "disputed": ("true", 0),
    "implied_only": ("false", 6),
    "role": ("lead", 1),
    "effort": ("chammal", 1),
    "place": ("syria", 1),
    "recipient": ("IQ", 1),
    "basis": ("implied", 1),
    "tie": ("presumed", 1),
    "credibility": ("1,2", 1),
    "stake": ("self", 1),
    "voice": ("indirect", 1),
    "speaker": ("jean-yves-le-drian", 1),
    "speaker_role": ("official", 1),
    "speaker_country": ("FR", 1),
    "anonymous": ("false", 1),
    "source": ("briefing", 1),
    "publisher": ("Ministry, Paris", 1),
    "reliability": ("A", 1),
    "language": ("fr", 1),
    "metric": ("aircraft,targets", 2),
    "updated_since": ("2015-01-01", 6),
    "known_on": ("2015-11-22", 0),
    "due_before": ("2016", 1),
    "code": ("fr-deployment-air", 1),
}


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("name", EVERYTHING)
def test_each_parameter_finds_its_own(name: str) -> None:
    text, number = EVERYTHING[name]
    assert len(paths(**{name: text})) == number


@pytest.mark.usefixtures("record")
def test_lists_can_be_excluded() -> None:
    assert paths(not_country="FR,DE,US,GB") == ["IQ-KR/training"]
    assert paths(not_kind="military", country="FR") == ["FR/deployment.air"]
    assert paths(not_theatre="syria", country="FR") == ["FR/deployment.air"]
    assert paths(country="FR,DE", not_country="FR") == ["DE/training"]


@pytest.mark.usefixtures("record")
def test_what_lies_nowhere_and_is_for_nothing_can_be_asked_for_too() -> None:
    assert paths(region="unstated", kind="training") == ["DE/training", "IQ-KR/training"]
    assert paths(region="unstated", not_region="Europe", country="FR") == []
    assert paths(line_of_effort="unstated", kind="training") == ["DE/training"]
    assert paths(line_of_effort="stabilization,unstated", kind="training") == [
        "DE/training",
        "IQ-KR/training",
    ]


@pytest.mark.usefixtures("record")
def test_all_that_is_asked_of_a_statement_holds_of_one() -> None:
    """The minister's word has no lead, and the reporter's no minister."""
    assert paths(stake="self", role="participant") == ["FR/airstrikes@syria"]
    assert paths(stake="self", role="lead") == []
    assert paths(effort="chammal", credibility="2") == []


@pytest.mark.usefixtures("record")
def test_where_the_words_name_no_place_the_theatre_does() -> None:
    assert paths(place="syria", role="lead") == ["FR/airstrikes@syria"]
    assert paths(place="raqqa", role="lead") == []
    assert paths(place="raqqa", role="participant") == ["FR/airstrikes@syria"]


@pytest.mark.usefixtures("record")
def test_a_promise_is_never_counted_as_a_deed() -> None:
    assert paths(status_group="actual") == [
        "FR/airstrikes@syria",
        "FR/deployment.air",
        "US/funding",
    ]
    assert paths(status_group="denied") == ["GB/airstrikes"]


@pytest.mark.usefixtures("record")
def test_figures_are_bounded_in_their_own_metric() -> None:
    assert paths(metric="aircraft", low_min="38") == ["FR/deployment.air"]
    assert paths(metric="aircraft", low_min="38.5") == []
    assert paths(metric="targets", high_max="2") == ["FR/airstrikes@syria"]
    assert paths(metric="money", currency="USD", low_min="5000000") == ["US/funding"]
    assert paths(metric="money", currency="EUR", low_min="1") == []


@pytest.mark.django_db
def test_a_promised_figure_bounds_no_deed() -> None:
    """600 are there and up to 830 were promised later: a deed of 600."""
    said("CA/training", amount="600 personnel")
    later = source("later", published="2016-02-08")
    said("CA/training", status="pledged", amount="830 personnel", source=later)
    said("NO/training", status="pledged", amount="900 personnel")
    assert paths(metric="personnel", low_min="800") == ["NO/training"]
    assert paths(metric="personnel", low_min="800", status_group="actual") == []
    assert paths(metric="personnel", low_min="800", status_group="actual,prospective") == [
        "CA/training",
        "NO/training",
    ]


@pytest.mark.django_db
def test_a_rate_is_in_no_range() -> None:
    said("SA/funding", status="done", amount="USD 1 billion", per="year")
    assert paths(metric="money") == ["SA/funding"]
    assert paths(metric="money", currency="USD", low_min="1") == []


@pytest.mark.django_db
def test_what_was_known_on_a_day() -> None:
    said("FR/airstrikes", status="possible", source=source("first", published="2015-09-01"))
    said("FR/airstrikes", status="done", source=source("second", published="2015-10-01"))
    assert paths(known_on="2015-08-31") == []
    assert paths(known_on="2015-09-30", status="possible") == ["FR/airstrikes"]
    assert paths(known_on="2015-10-01", status="done") == ["FR/airstrikes"]
    assert paths(status="done") == ["FR/airstrikes"]
    assert paths(known_on="2015-09-30", source="second") == []


@pytest.mark.django_db
def test_drafts_and_what_was_withdrawn_are_not_found() -> None:
    said("FR/airstrikes", review="draft")
    assert paths() == []


@pytest.mark.django_db
def test_parts_are_found_by_their_whole() -> None:
    whole = said("EU/humanitarian").contribution
    part = said("FR/humanitarian").contribution
    with acting(by=None):
        Contribution.objects.filter(pk=part.pk).update(part_of=whole)
    assert paths(part_of=whole.code) == ["FR/humanitarian"]


@pytest.mark.usefixtures("record")
def test_the_long_form_has_the_statements_that_were_asked_for() -> None:
    query = ContributionFilterSet.read({"country": "FR"})
    assert query.statements().count() == 3
    query = ContributionFilterSet.read({"country": "FR", "stake": "self"})
    assert [statement.quote.exact for statement in query.statements()] == [
        "nous avons frappé Raqqa"
    ]


@pytest.mark.usefixtures("record")
def test_a_question_says_how_it_was_read() -> None:
    params = {
        "kind": "military",
        "status_group": "actual",
        "stake": "self",
        "known_on": "2015-12-01",
    }
    assert ContributionFilterSet.read(params).read_as == (
        "Kind: Military and all below",
        "Status group: Actual",
        "Stake: Its own",
        "Actual: on any day, as no valid_on is given",
        "Known on: 2015-12-01",
    )
    told = ContributionFilterSet.read({"valid_on": "2015-11-23", "country!": "FR"}).read_as
    assert told[:3] == ("Held on: 2015-11-23", "Not country: France", "Held that day: certainly")


@pytest.mark.usefixtures("record")
def test_django_filter_can_use_it_too() -> None:
    filtered = ContributionFilterSet({"country": "FR"}, queryset=Contribution.objects.all())
    assert filtered.is_valid()
    assert filtered.qs.count() == 2
    assert "country" in ContributionFilterSet().form.fields
