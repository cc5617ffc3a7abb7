"""A public record does not tell of a draft."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from tests.exports.files import csv_rows, file_of
from tests.record import claimed, contribution, loader, quote, said, source
from tracker import actions
from tracker.fields import REGISTRIES, row_json
from tracker.models import Contribution, Review, Source, Statement

pytestmark = pytest.mark.django_db


def cell(name: str, field: str, **params: str) -> set[str]:
    return {row[field] for row in csv_rows(file_of(name, **params))}


def written(record: Any, field: str) -> Any:
    """As the answer to its writer has it."""
    registry = REGISTRIES[f"{record._meta.model_name}s"]
    rows = type(record)._default_manager.filter(pk=record.pk)
    chosen = registry.choose([field])
    return json.loads(rows.values_list(row_json(chosen), flat=True).get())[field]


@pytest.mark.parametrize("whole", [Review.DRAFT, Review.PUBLISHED])
def test_a_whole_is_named_once_it_is_published(client: Client, whole: str) -> None:
    said("EU/humanitarian", review=whole)
    said("FR/humanitarian")
    Contribution.objects.filter(country="FR").update(part_of=contribution("EU/humanitarian"))
    told = {"eu-humanitarian"} if whole == Review.PUBLISHED else {""}
    assert cell("contributions", "part_of", country="FR") == told
    shown = client.get("/api/v1/contributions/fr-humanitarian/").json()["part_of"]
    assert {shown or ""} == told


def test_statements_and_tallies_name_what_is_public(client: Client) -> None:
    said("FR/airstrikes")
    draft = said("FR/airstrikes", review="draft")
    denial = said("FR/airstrikes", status="absent", denies=draft)
    assert cell("statements", "denies") == cell("statements", "corrects") == {""}
    assert draft.code not in client.get("/contributions/fr-airstrikes/").content.decode()
    hidden = claimed("Four", "4", review="draft", counts={})
    claimed("Two of them", "2", counts={}, part_of=hidden)
    assert cell("tallies", "part_of") == {""}
    second = said("FR/airstrikes", corrects=denial)
    assert cell("statements", "corrects", code=second.code) == {denial.code}


def test_sources_name_the_edition_that_something_public_rests_on(client: Client) -> None:
    old = source("old")
    newer = source("newer", replaces=old, published="2015-11-25")
    said("FR/airstrikes", source=newer)
    assert cell("sources", "replaces") == {""}
    assert cell("statements", "source_replaces") == {""}
    assert "/sources/old/" not in client.get("/sources/newer/").content.decode()
    said("DE/training", quote("as before", of=old))
    assert cell("sources", "replaces", code="newer") == {"old"}
    assert cell("statements", "source_replaces", source="newer") == {"old"}
    assert "/sources/old/" in client.get("/sources/newer/").content.decode()


def test_the_writer_of_a_draft_sees_what_it_names() -> None:
    draft = said("FR/airstrikes", review="draft")
    other = said("FR/airstrikes", status="absent", denies=draft, review="draft")
    assert written(Statement.objects.get(pk=other.pk), "denies") == draft.code
    newer = source("newer", replaces=source("old"), published="2015-11-25")
    assert written(Source.objects.get(pk=newer.pk), "replaces") == "old"


def test_what_is_published_is_made_part_of_what_is() -> None:
    said("EU/humanitarian", review="draft")
    said("FR/humanitarian")
    part = Contribution.objects.get(country="FR")
    part.part_of = contribution("EU/humanitarian")
    with pytest.raises(actions.NotNow, match="eu-humanitarian is not: publish that first"):
        actions.write(part, by=loader(), reason="contained")
    assert Contribution.objects.get(country="FR").part_of is None
