"""A contribution's page: what is known now, whose word it is, what was known when."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from tests.admin.pages import seen
from tests.small import Record
from tracker import actions
from tracker.models import Speaker


def page_of(client: Client, contribution: Any) -> Any:
    return client.get(reverse("admin:tracker_contribution_change", args=[contribution.pk]))


def test_what_is_known_now_and_why(ada: Client, record: Record) -> None:
    page = page_of(ada, record.contribution)
    now = page.context["now"]
    assert (now.status, now.group) == ("Done", "Actual")
    assert now.because.words == "French jets hit two targets in Iraq"
    assert (now.because.who, now.because.stake) == ("the ministry", "Its own")
    assert now.figures == [("Actual", "2 t")]
    assert "What is known now" in seen(page)


def test_a_draft_is_not_known(ada: Client, record: Record) -> None:
    page = page_of(ada, record.draft.contribution)
    assert page.context["now"] is None
    assert "Nothing that is published says anything of it" in seen(page)
    assert [line.review for line in page.context["told"]] == ["Draft"]


def test_doubts_and_what_is_to_come(ada: Client, record: Record) -> None:
    critic = actions.write(
        Speaker(code="critic", name="A critic", role="expert"), by=record.analyst
    )
    denial = record.quote_at("Zoë hit two targets", speaker=critic)
    record.say(denial, record.contribution, status="absent", denies=record.statement)
    record.say(record.quote_at("two dozen"), record.contribution, status="pledged", change="more")
    now = page_of(ada, record.contribution).context["now"]
    assert "Disputed: somebody denies it." in now.doubts
    assert "Pledged: more" in [line.says for line in now.outlook]


def test_statements_stand_in_the_order_they_were_known(ada: Client, record: Record) -> None:
    later = record.say(record.quote_at("two targets."), record.contribution, status="done")
    told = page_of(ada, record.contribution).context["told"]
    assert [line.url.split("/")[-3] for line in told] == [str(record.statement.pk), str(later.pk)]
    assert all(line.known_from for line in told)
