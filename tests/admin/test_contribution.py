"""A contribution's page: what is known now, whose word it is, what was known when."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from tests.admin.pages import seen
from tests.small import Record
from tracker import actions
from tracker.models import Contribution, Place, Speaker


def page_of(client: Client, contribution: Any) -> Any:
    return client.get(reverse("admin:tracker_contribution_change", args=[contribution.pk]))


def test_what_is_known_now_and_why(ada: Client, record: Record) -> None:
    page = page_of(ada, record.contribution)
    now = page.context["now"]
    assert (now.says.label, now.says.group_label) == ("Done", "Actual")
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
    assert "Pledged: more" in [line.says.label for line in now.outlook]


def test_a_dispute_stands_side_by_side(ada: Client, record: Record) -> None:
    critic = actions.write(
        Speaker(code="critic", name="A critic", role="expert"), by=record.analyst
    )
    denial = record.quote_at("Zoë hit two targets", speaker=critic)
    record.say(denial, record.contribution, status="absent", denies=record.statement)
    sides = page_of(ada, record.contribution).context["now"].sides
    assert [(name, [line.words for line in lines]) for name, lines in sides] == [
        ("It is so", ["French jets hit two targets in Iraq"]),
        ("It is not", ["Zoë hit two targets"]),
    ]


def test_undisputed_has_no_sides(ada: Client, record: Record) -> None:
    assert page_of(ada, record.contribution).context["now"].sides == []


def test_a_statement_is_told_with_its_particulars(ada: Client, record: Record) -> None:
    (line,) = page_of(ada, record.draft.contribution).context["told"]
    assert line.particulars == [("On condition", "as long as others do")]
    (done,) = page_of(ada, record.contribution).context["told"]
    assert done.particulars == [("The number's words", "two")]


def test_who_wrote_and_who_published(ada: Client, record: Record) -> None:
    words = seen(page_of(ada, record.contribution))
    for step in ("Written by ada", "Submitted by ada", "Published by rosa"):
        assert step in words


def test_what_it_lies_in(ada: Client, record: Record) -> None:
    syria = Place.objects.create(code="syria", name="Syria", level="country")
    inner = actions.write(
        Contribution(
            coalition=record.contribution.coalition,
            country=record.contribution.country,
            kind=record.contribution.kind,
            theatre=syria,
        ),
        by=record.analyst,
    )
    paths = {
        label: [each.path for each in near]
        for label, near in page_of(ada, inner).context["around"].items()
    }
    assert paths == {"Lies in": ["FR/airstrikes"], "Contains": []}
    around = page_of(ada, record.contribution).context["around"]
    assert [each.path for each in around["Contains"]] == ["FR/airstrikes@syria"]


def test_readers_see_it_where_the_page_leads(ada: Client, record: Record) -> None:
    assert "/contributions/fr-airstrikes/" in page_of(ada, record.contribution).content.decode()
    draft = page_of(ada, record.draft.contribution).content.decode()
    assert "/contributions/de-funding/" not in draft


def test_statements_stand_in_the_order_they_were_known(ada: Client, record: Record) -> None:
    later = record.say(record.quote_at("two targets."), record.contribution, status="done")
    told = page_of(ada, record.contribution).context["told"]
    assert [line.url.split("/")[-3] for line in told] == [str(record.statement.pk), str(later.pk)]
    assert all(line.known_from for line in told)
