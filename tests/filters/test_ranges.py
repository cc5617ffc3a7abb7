"""Dates that leave their day open are certainly in a range, possibly, or not (semantics A3)."""

from datetime import date
from typing import Any

import pytest

from tests.record import said
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
def test_what_has_a_date_elsewhere_lacks_none() -> None:
    """A promise beside a dated deed: the contribution is found by the deed."""
    deed = said("FR/airstrikes", status="done", when="2015-11-20")
    said("FR/airstrikes", deed.quote, status="pledged", change="more")
    query = ContributionFilterSet.read({"when_after": "2015"})
    assert query.rows.count() == 1
    assert query.lacking() == {"when": 0}
