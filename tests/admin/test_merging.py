"""Merging through its pages: choose, look, confirm; the address leads on, and one click undoes."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.admin.pages import fields_of, html_of, seen
from tests.small import Record
from tracker import actions
from tracker.models import Action, Contribution, Redirect, Review, Speaker


@pytest.fixture
def twin(record: Record) -> Contribution:
    made = actions.write(
        Contribution(
            coalition=record.source.coalition,
            country=record.contribution.country,
            kind=record.contribution.kind,
            name="jets",
            title_override="French jets",
        ),
        by=record.analyst,
    )
    record.say(record.quote_at("Zoë hit two targets"), made, status="ongoing")
    made.refresh_from_db()
    return made


def merge_url(gone: Any, into: Any = None) -> str:
    url = reverse(f"admin:tracker_{gone._meta.model_name}_merge", args=[gone.pk])
    return f"{url}?into={into.pk}" if into else url


def confirm(client: Client, url: str, **typed: str) -> Any:
    return client.post(url, fields_of(client.get(url)) | typed, follow=True)


def test_the_plan_is_shown_first(rosa: Client, record: Record, twin: Contribution) -> None:
    change = reverse("admin:tracker_contribution_change", args=[twin.pk])
    assert merge_url(twin) in html_of(rosa.get(change))
    assert "The record that remains" in seen(rosa.get(merge_url(twin)))
    words = seen(rosa.get(merge_url(twin, record.contribution)))
    assert "statements (Says it of): 1" in words
    assert "Title French jets Taken over" in words
    assert "leads to the second for good" in words
    twin.refresh_from_db()
    assert twin.review == Review.PUBLISHED


def test_it_is_merged_with_a_reason_and_undone(
    rosa: Client, client: Client, record: Record, twin: Contribution
) -> None:
    url = merge_url(twin, record.contribution)
    assert "This field is required" in seen(confirm(rosa, url))
    done = confirm(rosa, url, reason="one thing")
    assert "was merged into" in seen(done)
    action = Action.objects.get(what="Merge fr-airstrikes-jets into fr-airstrikes")
    undo = reverse("admin:tracker_action_undo", args=[action.pk])
    assert undo in html_of(done)

    for address in ("/contributions/{}/", "/api/v1/contributions/{}/"):
        answer = client.get(address.format("fr-airstrikes-jets"))
        assert answer.status_code == 308, address
        assert answer["Location"].endswith(address.format("fr-airstrikes"))

    confirm(rosa, undo, reason="two things")
    assert client.get("/contributions/fr-airstrikes-jets/").status_code == 200
    assert not Redirect.objects.exists()


def test_what_was_said_since_is_looked_at_first(
    rosa: Client, record: Record, twin: Contribution
) -> None:
    url = merge_url(twin, record.contribution)
    opened = fields_of(rosa.get(url))
    record.say(record.quote_at("Germany might"), twin, status="done")
    answer = rosa.post(url, opened | {"reason": "one thing"})
    assert "has changed: look at it again" in seen(answer)
    twin.refresh_from_db()
    assert twin.review == Review.PUBLISHED


def test_who_may_not_is_not_offered_it(
    ada: Client, remy: Client, record: Record, twin: Contribution
) -> None:
    for client in (ada, remy):
        assert client.get(merge_url(twin)).status_code == 403
        assert client.post(merge_url(twin, record.contribution)).status_code == 403
    draft = record.draft.contribution
    assert ada.get(merge_url(draft)).status_code == 200
    assert remy.get(merge_url(draft)).status_code == 403


def test_what_cannot_be_merged_says_why(rosa: Client, record: Record, twin: Contribution) -> None:
    page = rosa.get(merge_url(record.draft.contribution, twin))
    assert "They are of another country each" in seen(page)
    assert "reason" not in fields_of(page)


@pytest.mark.parametrize("api", ["/api/v1/speakers/{}/"])
def test_a_speaker(rosa: Client, client: Client, record: Record, api: str) -> None:
    named = actions.write(
        Speaker(code="fr-ministry", name="French ministry", role="official"), by=record.analyst
    )
    gone = Speaker.objects.get(code="voa:ministry")
    confirm(rosa, merge_url(gone, named), reason="its spokesman")
    assert client.get(api.format("voa:ministry")).status_code == 308


def test_the_preview_names_what_moves_and_what_comes_of_it(
    rosa: Client, record: Record, twin: Contribution
) -> None:
    """Each row by its words and what it says; the state before and after; nothing is done."""
    page = rosa.get(merge_url(twin, record.contribution))
    words = seen(page)
    assert "Zoë hit two targets" in words
    shown, refused = page.context["comes"]
    assert refused == ""
    told = {
        path: (now and now.says.label, then and then.says.label) for _, path, now, then in shown
    }
    assert told[twin.path] == ("Ongoing", None)
    assert told[record.contribution.path][0] == "Done"
    assert "What is known Now Then" in words
    assert page.context["unlike"] == []
    twin.refresh_from_db()
    assert twin.review == Review.PUBLISHED
    assert not Redirect.objects.exists()
    assert not Action.objects.filter(what__startswith="Merge").exists()


def test_what_is_of_another_kind_is_asked_about(rosa: Client, record: Record) -> None:
    other = actions.write(
        Contribution(
            coalition=record.source.coalition,
            country=record.contribution.country,
            kind_id="funding",
        ),
        by=record.analyst,
    )
    words = seen(rosa.get(merge_url(other, record.contribution)))
    assert "What: Funding here, Airstrikes there." in words


def test_the_undo_of_a_merge_calls_what_comes_back_by_its_name(
    rosa: Client, record: Record
) -> None:
    named = actions.write(
        Speaker(code="fr-ministry", name="French ministry", role="official"), by=record.analyst
    )
    gone = Speaker.objects.get(code="voa:ministry")
    done = confirm(rosa, merge_url(gone, named), reason="its spokesman")
    assert "“voa:ministry” was merged into" in seen(done)
    action = Action.objects.get(what__startswith="Merge")
    undo = seen(rosa.get(reverse("admin:tracker_action_undo", args=[action.pk])))
    assert "Who says it fr-ministry voa:ministry" in undo
    assert "deleted since" not in undo
