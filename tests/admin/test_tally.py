"""Tallies: what they count is typed a line each, and they are held against the record."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.admin.pages import fields_of, save, seen
from tests.small import Record
from tracker.models import Tally


def add(client: Client, record: Record, **typed: str) -> object:
    url = f"/admin/tracker/tally/add/?quote={record.quote.pk}"
    return save(client, url, low="2", high="2", **typed)


def test_what_it_counts_is_typed_a_line_each(ada: Client, record: Record) -> None:
    add(ada, record, counts="kind: airstrikes, funding\r\nrole: lead")
    tally = Tally.objects.latest("pk")
    assert tally.counts == {"kind": "airstrikes,funding", "role": "lead"}
    page = ada.get(reverse("admin:tracker_tally_change", args=[tally.pk]))
    assert fields_of(page)["counts"] == "kind: airstrikes,funding\nrole: lead"


@pytest.mark.parametrize(
    ("counts", "says"),
    [("knd: training", "cannot count by knd"), ("kind", "Say which kind")],
)
def test_what_it_cannot_count_by(ada: Client, record: Record, counts: str, says: str) -> None:
    page: Any = add(ada, record, counts=counts)
    assert says in " ".join(page.context["adminform"].form["counts"].errors)
    assert fields_of(page)["counts"] == counts


def test_it_names_countries_and_leaves_some_out(ada: Client, record: Record) -> None:
    rows = {"countries-TOTAL_FORMS": "2", "countries-0-country": "FR"}
    add(ada, record, **rows, **{"countries-1-country": "DE", "countries-1-excluded": "on"})
    named = Tally.objects.latest("pk").countries.all()
    assert {row.country_id: row.excluded for row in named} == {"FR": False, "DE": True}


def test_it_is_held_against_the_record(remy: Client, record: Record) -> None:
    page = remy.get(reverse("admin:tracker_tally_held", args=[record.tally.pk]))
    words = seen(page)
    assert "When it was said Claimed 21–23" in words
    assert "Certain France FR/airstrikes" in words
    assert "Not named" in words
