"""How the other models are asked for, and what of them is public at all."""

from typing import Any

import pytest

from tests.record import claimed, country, kind, place, quote, said, source, speaker
from tracker.filters import FILTER_SETS
from tracker.models import Member


def codes(records: str, **params: Any) -> list[str]:
    return sorted(FILTER_SETS[records].read(params).rows.values_list("code", flat=True))


@pytest.mark.django_db
def test_sources_and_quotes_are_public_once_something_published_rests_on_them() -> None:
    said("FR/airstrikes", review="draft", source="drafted")
    quote("words that nobody has read yet", of="unread")
    assert (codes("sources"), codes("quotes"), codes("statements")) == ([], [], [])
    said("DE/training", "published", source="read", rests_on=(quote("as of", of="header"),))
    assert codes("sources") == ["header", "read"]
    assert codes("quotes") == ["header:0-5", "read:0-9"]
    assert len(codes("statements")) == 1


@pytest.mark.django_db
def test_anonymous_speakers_are_public_with_their_source() -> None:
    drafted = source("drafted")
    hidden = speaker("drafted:officer", anonymous=True, source=drafted)
    said("FR/airstrikes", by=hidden, source=drafted, review="draft")
    assert codes("speakers") == []


@pytest.mark.django_db
def test_statements_are_live_unless_asked_otherwise() -> None:
    wrong = said("FR/airstrikes", "three strikes", source=source("first", published="2015-11-17"))
    right = said(
        "FR/airstrikes", "one", source=source("second", published="2015-11-18"), corrects=wrong
    )
    assert codes("statements") == [right.code]
    assert codes("statements", live="false") == [wrong.code]
    assert codes("statements", known_on="2015-11-17") == [wrong.code]
    assert codes("statements", known_on="2015-11-17", live="false") == []


@pytest.mark.django_db
def test_a_conditioned_deed_counts_as_prospective_at_most() -> None:
    sure = said("FR/airstrikes")
    conditioned = said("TR/airstrikes", condition="TR/airstrikes")
    pledged = said("DE/airstrikes", status="pledged")
    silent = said("IT/airstrikes", status="", note="would not say")
    assert codes("statements", status_group="actual") == [sure.code]
    assert codes("statements", status_group="prospective") == sorted(
        [conditioned.code, pledged.code]
    )
    assert codes("statements", status_group="unstated") == [silent.code]
    assert codes("statements", conditioned="true") == [conditioned.code]
    assert codes("statements", status="unstated") == [silent.code]


@pytest.mark.django_db
def test_statements_are_found_by_their_contribution_and_quote() -> None:
    statement = said("FR/airstrikes", "two words", amount="2 targets")
    other = said("DE/training", statement.quote)
    assert codes("statements", contribution="fr-airstrikes") == [statement.code]
    assert codes("statements", quote=statement.quote.code) == [statement.code, other.code]
    assert codes("statements", country="DE") == [other.code]
    assert codes("statements", metric="targets", low_min="2", high_max="2") == [statement.code]


@pytest.mark.django_db
def test_tallies_are_found_once_by_any_country_they_name() -> None:
    tally = claimed("twelve nations", "12", names="FR,DE", excludes="US")
    other = claimed("others", "5..", names="IT", status="done")
    country("NO")
    assert codes("tallies", names="FR,DE") == [tally.code]
    assert codes("tallies", excludes="US,NO") == [tally.code]
    assert codes("tallies", names="US") == []
    assert codes("tallies", status="done") == [other.code]
    assert codes("tallies", low_min="6") == [tally.code]
    assert codes("tallies", known_on="2015-11-22") == []


@pytest.mark.django_db
def test_sources_are_found_by_their_dates() -> None:
    for code, published in (("day", "2015-11-23"), ("month", "2015-11"), ("year", "2015")):
        said(f"FR/airstrikes#{code}", source=source(code, published=published))
    assert codes("sources", published_after="2015-11-20", published_before="2015-11-25") == [
        "day",
        "month",
        "year",
    ]
    certain = {"published_after": "2015-11", "published_before": "2015-11"}
    assert codes("sources", **certain, date_match="certain") == ["day", "month"]
    assert codes("sources", known_on="2015-11-24") == ["day"]


@pytest.mark.django_db
def test_reference_models() -> None:
    union = country("EU", type="organisation")
    Member.objects.create(organisation=union, country=country("FR", region="Europe"))
    country("NATO", type="organisation")
    assert codes("countries", member_of="EU") == ["FR"]
    assert codes("countries", type="organisation") == ["EU", "NATO"]
    assert codes("countries", region="Europe") == ["FR"]
    kind("deployment.air")
    assert codes("kinds", parent="deployment") == ["deployment.air"]
    place("raqqa", parent=place("syria"), level="city", latitude=35.9, longitude=39)
    assert codes("places", within="syria") == ["raqqa", "syria"]
    assert codes("places", latitude_min="35", longitude_max="40") == ["raqqa"]
    assert codes("places", level="city", parent="syria") == ["raqqa"]
