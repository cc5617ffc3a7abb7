"""“Export this list” gives what the page shows and nobody else is kept from, or says why not."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from tests.admin.everything import fill
from tests.admin.pages import seen
from tests.record import kind, said, source, speaker
from tests.small import Record
from tracker.admin import PAGES
from tracker.admin.exporting import LIST_OF
from tracker.models import Contribution, Review, Statement

REVIEWED = (Contribution, Statement)


def page_of(client: Client, model: Any, **filters: str) -> Any:
    name = model._meta.model_name
    return client.get(reverse(f"admin:tracker_{name}_changelist"), filters)


def exported(client: Client, page: Any, label: str = "CSV") -> set[str]:
    href = dict(page.context["cl"].exports.links)[label]
    parts = urlsplit(href)
    response = client.get(f"{parts.path}?{parts.query}")
    assert response.status_code == 200, response.content
    text = b"".join(response).decode()
    return {row["code"] for row in csv.DictReader(io.StringIO(text, newline=""))}


@pytest.mark.parametrize("model", LIST_OF, ids=lambda model: model.__name__)
def test_every_filter_of_every_page_is_asked_or_said(
    rosa: Client, record: Record, model: Any
) -> None:
    """Each choice of each filter of each page leads to a file of just what the page shows."""
    fill(record)
    said("FR/deployment.air", by=speaker("le-drian", of="FR"), source=source("two"))
    said("FR/deployment", source=source("three"))
    kind("deployment.naval")
    for spec in page_of(rosa, model).context["cl"].filter_specs:
        for choice in list(spec.choices(page_of(rosa, model).context["cl"]))[1:]:
            query = dict(part.split("=", 1) for part in choice["query_string"][1:].split("&"))
            page = page_of(rosa, model, **query)
            if page.context["cl"].exports.unasked:
                assert "cannot be exported" in seen(page)
                private = {"review__exact", "whose"}  # by whom it was written is not published
                assert all(key in private or "__isnull" in key for key in query), query
                continue
            shown = model.objects.filter(pk__in=page.context["cl"].queryset.values("pk"))
            if model in REVIEWED or hasattr(model, "review"):
                shown = shown.filter(review=Review.PUBLISHED)
            assert exported(rosa, page) <= {row.code for row in shown}, query


def test_what_is_filtered_is_what_is_exported(rosa: Client, record: Record) -> None:
    said("DE/deployment.air")
    said("FR/deployment")
    page = page_of(rosa, Contribution, kind__code__exact="deployment")
    assert exported(rosa, page) == {"fr-deployment"}
    assert len(exported(rosa, page_of(rosa, Contribution))) == 3


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"country": "FR"}, {"fr-airstrikes", "fr-deployment"}),
        ({"country!": "FR"}, {"de-deployment-air"}),
        ({"country": "DE", "coalition__code__exact": "counter-isil"}, {"de-deployment-air"}),
        ({"kind": "deployment", "status_group": "actual"}, {"de-deployment-air", "fr-deployment"}),
        ({"metric": "targets", "low_min": "2"}, {"fr-airstrikes"}),
        ({"known_on": "2014-01-01"}, set()),
    ],
)
def test_what_is_asked_in_the_query_language_is_exported(
    rosa: Client, record: Record, asked: dict[str, str], found: set[str]
) -> None:
    said("DE/deployment.air")
    said("FR/deployment")
    assert exported(rosa, page_of(rosa, Contribution, **asked)) == found


def test_two_answers_to_one_question_are_no_export(rosa: Client, record: Record) -> None:
    """The page shows what holds of both; a question asks for one."""
    both = {"coalition": "counter-isil", "coalition__code__exact": "another"}
    shown = page_of(rosa, Contribution, **both)
    assert shown.context["cl"].exports.unasked == ("Coalition: another",)


def test_drafts_are_said_not_to_be_exported(rosa: Client, record: Record) -> None:
    drafts = page_of(rosa, Statement, review__exact="draft")
    assert "files have no words for" in seen(drafts)


def test_words_are_sought_in_files_as_in_the_api(rosa: Client, record: Record) -> None:
    said("DE/training")
    sought = page_of(rosa, Contribution, q="Germany")
    assert "files find “Germany” as whole words" in seen(sought)
    assert exported(rosa, sought) == {"de-training"}


@pytest.mark.parametrize(
    ("order", "asked"), [("-8", "-updated_at"), ("8.1", "updated_at"), ("1", "code"), ("99", "")]
)
def test_a_list_is_exported_in_its_order(
    rosa: Client, record: Record, order: str, asked: str
) -> None:
    page = page_of(rosa, Contribution, o=order)
    href = dict(page.context["cl"].exports.links)["CSV"]
    assert parse_qs(urlsplit(href).query).get("ordering", [""]) == [asked]
    assert exported(rosa, page)


def test_pages_of_what_is_no_record_have_no_export(rosa: Client, record: Record) -> None:
    fill(record)
    for model in set(PAGES) - set(LIST_OF):
        assert "Export this list" not in seen(page_of(rosa, model))
