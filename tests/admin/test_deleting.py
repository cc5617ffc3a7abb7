"""Deleting drafts; what was published, or what others rest on, stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.options import ModelAdmin
from django.test import Client
from django.urls import reverse

from tests.admin.pages import seen
from tests.small import Record
from tracker import actions
from tracker.models import Contribution, Country, Quote, Statement, Tally


def url(record: Any) -> str:
    return reverse(f"admin:tracker_{record._meta.model_name}_delete", args=[record.pk])


def test_a_draft_is_deleted_after_a_question(ada: Client, record: Record) -> None:
    assert "Are you sure" in seen(ada.get(url(record.draft)))
    ada.post(url(record.draft), {"post": "yes"})
    assert not Statement.objects.filter(pk=record.draft.pk).exists()
    kept: Any = apps.get_model("tracker", "StatementEvent")
    gone = kept.objects.filter(pgh_obj_id=record.draft.pk).latest("pgh_id")
    assert (gone.pgh_label, gone.pgh_context["username"]) == ("delete", "ada")


def test_what_was_published_is_not(ada: Client, rosa: Client, record: Record) -> None:
    for door in (ada, rosa):
        for published in (record.statement, record.contribution, record.tally):
            assert door.post(url(published), {"post": "yes"}).status_code == 403
    assert Statement.objects.filter(pk=record.statement.pk).exists()


def test_what_others_rest_on_says_what_they_are(ada: Client, record: Record) -> None:
    page = ada.get(url(record.quote))
    assert f"statement {record.statement.code}" in seen(page)
    ada.post(url(record.quote), {"post": "yes"})
    assert Quote.objects.filter(pk=record.quote.pk).exists()


def test_reference_in_use_stays(admin_client: Client, record: Record) -> None:
    page = admin_client.get(url(Country.objects.get(pk="FR")))
    assert "contribution fr-airstrikes" in seen(page)


def test_a_refusal_of_the_database_is_a_message(
    ada: Client, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page offers no such deletion; what is published at the same moment is refused here."""
    monkeypatch.setattr(ModelAdmin, "has_delete_permission", lambda *_: True)
    monkeypatch.setattr("tracker.admin.review.ever_published", lambda _: False)
    answer = ada.post(url(record.tally), {"post": "yes"}, follow=True)
    assert "cannot be deleted" in str(*answer.context["messages"])
    data = {"action": "delete_selected", "_selected_action": [record.tally.pk], "post": "yes"}
    answer = ada.post(reverse("admin:tracker_tally_changelist"), data, follow=True)
    assert "cannot be deleted" in str(*answer.context["messages"])
    assert Tally.objects.filter(pk=record.tally.pk).exists()


def test_drafts_in_bulk(ada: Client, record: Record) -> None:
    data = {"action": "delete_selected", "_selected_action": [record.draft.pk], "post": "yes"}
    ada.post(reverse("admin:tracker_statement_changelist"), data)
    assert not Statement.objects.filter(pk=record.draft.pk).exists()
    data["_selected_action"] = [record.statement.pk]
    assert ada.post(reverse("admin:tracker_statement_changelist"), data).status_code in (200, 403)
    assert Statement.objects.filter(pk=record.statement.pk).exists()


def test_a_draft_contribution_without_statements_is_deleted(ada: Client, record: Record) -> None:
    made = actions.write(
        Contribution(
            coalition=record.source.coalition,
            country=record.contribution.country,
            kind=record.contribution.kind,
            name="spare",
        ),
        by=record.analyst,
    )
    url = reverse("admin:tracker_contribution_delete", args=[made.pk])
    assert ada.post(url, {"post": "yes"}).status_code == 302
    assert not Contribution.objects.filter(pk=made.pk).exists()
