"""Dates that leave their day open are certainly in a range, possibly, or not (semantics A3)."""

from datetime import date
from typing import Any

import pytest

from tests.record import country, line_of_effort, place, said, speaker
from tracker.domain.dates import Span, parse_edtf
from tracker.filters import FILTER_SETS, ContributionFilterSet

WHENS = ["2015-11-23", "2015-11", "2015", "2015-11-23~", "2014-08-08/2015-11-22", "../2015-09-01",
         "2015-10-01/2015-11-20", "1999"]  # fmt: skip
RANGES = [
    ("2015-11-01", "2015-11-30"),
    ("2015-11-23", "2015-11-23"),
    ("2015-01-01", None),
    (None, "2015-10-15"),
    ("2016-01-01", "2016-12-31"),
    ("1990-01-01", "2020-01-01"),
]


def found(**params: Any) -> set[str]:
    query = FILTER_SETS["statements"].read(params)
    return set(query.rows.values_list("when", flat=True))


@pytest.mark.django_db
def test_ranges_match_as_the_domain_says() -> None:
    for number, when in enumerate(WHENS):
        said(f"FR/airstrikes#n{number}", status="done", when=when)
    for after, before in RANGES:
        wanted = Span(
            date.fromisoformat(after) if after else None,
            date.fromisoformat(before) if before else None,
        )
        params = {"when_after": after, "when_before": before}
        asked = {name: day for name, day in params.items() if day}
        spans = {when: parse_edtf(when) for when in WHENS}
        possible = {when for when, span in spans.items() if span.possibly_in(wanted)}
        certain = {when for when, span in spans.items() if span.certainly_in(wanted)}
        assert found(**asked) == found(**asked, date_match="possible") == possible
        assert found(**asked, date_match="certain") == certain


@pytest.mark.django_db
def test_a_side_may_be_a_month_or_a_year() -> None:
    said("FR/airstrikes", status="done", when="2015-11-23")
    assert found(when_after="2015-11", when_before="2015-11") == {"2015-11-23"}
    assert found(when_after="2015-12") == set()
    assert found(when_before="2014") == set()


@pytest.mark.django_db
def test_what_lacks_a_date_is_in_no_range_and_counted_apart() -> None:
    said("FR/airstrikes", status="done", when="2015-11-20")
    said("IT/funding", status="pledged")
    said("DE/funding", status="pledged", due="2016")
    query = ContributionFilterSet.read({"when_after": "2015", "when_before": "2015"})
    assert [c.path for c in query.rows] == ["FR/airstrikes"]
    assert query.lacking() == {"when": 2}
    query = ContributionFilterSet.read({"due_before": "2016", "status_group": "prospective"})
    assert [c.path for c in query.rows] == ["DE/funding"]
    assert query.lacking() == {"due": 1}
    assert ContributionFilterSet.read({"country": "FR"}).lacking() == {}


@pytest.mark.django_db
def test_what_has_no_such_figure_is_in_no_range_of_it() -> None:
    said("FR/deployment.air", amount="38 aircraft")
    said("DE/deployment.air", amount="6 aircraft")
    said("IT/deployment.air")
    said("NL/deployment.air", amount="4 aircraft", per="year")
    said("GB/deployment.air", amount="8.. aircraft")
    said("US/training", amount="500 personnel")
    asked = {"metric": "aircraft", "kind": "deployment.air"}
    query = ContributionFilterSet.read({**asked, "low_min": "10"})
    assert [c.path for c in query.rows] == ["FR/deployment.air"]
    assert query.lacking() == {"low": 2}
    query = ContributionFilterSet.read({**asked, "low_min": "5", "high_max": "10"})
    assert [c.path for c in query.rows] == ["DE/deployment.air"]
    assert query.lacking() == {"low": 2, "high": 3}
    statements = FILTER_SETS["statements"].read({"low_min": "10", "kind": "deployment.air"})
    assert statements.lacking() == {"low": 1}


@pytest.mark.django_db
def test_what_says_nothing_of_what_was_asked_is_counted_apart() -> None:
    line = line_of_effort("military")
    officer = speaker("officer", of="US")
    full: dict[str, Any] = {
        "role": "lead",
        "recipient": country("IQ"),
        "place": place("raqqa"),
        "by": officer,
    }
    said("FR/training", **full, amount="3 personnel", per="year", line_of_effort=line)
    said("DE/training", by=speaker("nobodys"))
    said("IT/training", place=place("mosul"))
    said("NL/training@raqqa")
    for params, number in (
        ({"role": "lead"}, 3),
        ({"recipient": "IQ"}, 3),
        ({"place": "raqqa"}, 1),
        ({"per": "year"}, 3),
        ({"line_of_effort": "military"}, 3),
        ({"speaker_country": "US"}, 3),
        ({"speaker": "officer"}, 2),
        ({"theatre": "raqqa"}, 3),
    ):
        (name,) = params
        assert ContributionFilterSet.read(params).lacking() == {name: number}
    both = ContributionFilterSet.read({"role": "lead", "country!": "DE"})
    assert both.lacking() == {"role": 2}
    assert ContributionFilterSet.read({"line_of_effort": "unstated"}).lacking() == {
        "line_of_effort": 0
    }


@pytest.mark.django_db
def test_what_has_a_date_elsewhere_lacks_none() -> None:
    """A promise beside a dated deed: the contribution is found by the deed."""
    deed = said("FR/airstrikes", status="done", when="2015-11-20")
    said("FR/airstrikes", deed.quote, status="pledged", change="more")
    query = ContributionFilterSet.read({"when_after": "2015"})
    assert query.rows.count() == 1
    assert query.lacking() == {"when": 0}
