"""Saving a page: one action, nothing half saved, a refusal beside its field, no edit lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.admin.pages import fields_of, html_of, save, seen
from tests.small import TEXT, Record
from tracker import actions
from tracker.models import Contribution, Country, Member, Quote, Review, Statement, StatementQuote

ADD = "/admin/tracker/statement/add/"


def change(record: Any) -> str:
    return reverse(f"admin:tracker_{record._meta.model_name}_change", args=[record.pk])


def errors(page: Any, field: str) -> str:
    form = page.context["adminform"].form
    found = form.non_field_errors() if field == "" else form[field].errors
    return " ".join(found)


@pytest.fixture
def typed(record: Record) -> dict[str, Any]:
    """A statement as an analyst would type it."""
    return {
        "quote": record.quote.pk,
        "contribution": record.contribution.pk,
        "status": "done",
        "low": "2",
        "high": "2",
        "metric": "targets",
    }


# --- What is saved --------------------------------------------------------------------------


def test_what_is_typed_is_written_by_whom_and_why(
    ada: Client, record: Record, typed: dict[str, Any]
) -> None:
    answer = save(ada, ADD, **typed, reason="read again")
    assert answer.status_code == 302
    made: Any = Statement.objects.latest("pk")
    assert made.written_by == made.edited_by == record.analyst
    assert (made.review, made.number) == (Review.DRAFT, 2)
    context = made.events.get().pgh_context
    assert context["username"] == "ada"
    assert context["reason"] == "read again"


def test_a_number_is_read_from_its_words(
    ada: Client, record: Record, typed: dict[str, Any]
) -> None:
    words = typed | {"low": "", "high": "", "words": "two"}
    assert save(ada, ADD, **words).status_code == 302
    made: Any = Statement.objects.latest("pk")
    assert (made.low, made.high, made.bounds_by) == (2, 2, "words")


def test_a_number_is_held_to_its_words(ada: Client, typed: dict[str, Any]) -> None:
    page = save(ada, ADD, **typed | {"high": "3", "words": "two"})
    assert "'two' is 2, not 2..3. If something else is meant" in errors(page, "low")
    assert save(ada, ADD, **typed | {"high": "3", "bounds_by": "analyst"}).status_code == 302


def test_a_page_saved_as_it_was_opened_is_not_edited(rosa: Client, record: Record) -> None:
    before = record.draft.version
    assert save(rosa, change(record.draft)).status_code == 302
    record.draft.refresh_from_db()
    assert record.draft.edited_by == record.analyst
    assert record.draft.version == before


def test_lists_are_typed_one_a_line(rosa: Client, record: Record) -> None:
    save(rosa, change(record.quote), relayed="the prime minister\r\n\r\n CNN \r\n", reason="r")
    record.quote.refresh_from_db()
    assert record.quote.relayed == ["the prime minister", "CNN"]
    assert fields_of(rosa.get(change(record.quote)))["relayed"] == "the prime minister\nCNN"


def test_a_page_can_be_opened_by_its_code(ada: Client, record: Record) -> None:
    url = reverse("admin:tracker_contribution_change", args=[record.contribution.code])
    assert ada.get(url).context["original"] == record.contribution


def test_further_quotes_count_for_the_words(
    ada: Client, record: Record, typed: dict[str, Any]
) -> None:
    """The page is one action: the rule that words stand in a quote speaks when all is saved."""
    further = record.quote_at("Zoë hit two targets")
    rows = {
        "rests_on-TOTAL_FORMS": 1,
        "rests_on-0-quote": further.pk,
        "rests_on-0-position": 1,
    }
    typed |= {"words": "Zoë hit two", "bounds_by": "analyst"}
    assert save(ada, ADD, **typed, **rows).status_code == 302
    assert list(Statement.objects.latest("pk").further_quotes.all()) == [further]


def test_in_another_quote_it_gets_another_number(ada: Client, record: Record) -> None:
    assert save(ada, change(record.draft), quote=record.quote.pk, condition="").status_code == 302
    record.draft.refresh_from_db()
    assert record.draft.code == f"{record.quote.code}:2"


# --- What is refused ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "typing", "says"),
    [
        ("note", {"status": ""}, "says why in its note"),
        ("high", {"low": "3", "high": "2"}, "Bounds are ordered"),
        ("currency", {"metric": "money"}, "Money has a currency"),
        ("metric", {"metric": ""}, "says what it counts"),
        ("status", {"when": "2016-05"}, "tells a deed of a day after"),
        ("words", {"words": "dozens of"}, "not in its quote"),
        ("when", {"when": "last May"}, "last May"),
        ("effort", {"effort": "The Effort"}, "An effort is a slug"),
    ],
)
def test_a_refusal_stands_beside_its_field(
    ada: Client, typed: dict[str, Any], field: str, typing: dict[str, str], says: str
) -> None:
    before = Statement.objects.count()
    answer = save(ada, ADD, **typed | typing)
    assert answer.status_code == 200
    assert says in errors(answer, field)
    assert "successfully" not in seen(answer)
    assert Statement.objects.count() == before
    kept = fields_of(answer)
    assert {name: kept[name] for name in typing} == typing


def test_a_path_that_is_taken_is_said_beside_the_name(ada: Client, record: Record) -> None:
    answer = save(
        ada,
        reverse("admin:tracker_contribution_add"),
        coalition="counter-isil",
        country="FR",
        kind="airstrikes",
    )
    assert answer.status_code == 200
    assert "already" in errors(answer, "") + errors(answer, "name")


def test_nothing_is_half_saved(ada: Client, record: Record, typed: dict[str, Any]) -> None:
    """The same further quote twice: the statement is not saved either."""
    further = record.quote_at("Zoë hit two targets")
    rows = {"rests_on-TOTAL_FORMS": 2}
    for number in (0, 1):
        rows |= {f"rests_on-{number}-quote": further.pk, f"rests_on-{number}-position": 1}
    before = Statement.objects.count()
    answer = save(ada, ADD, **typed, **rows)
    assert answer.status_code == 200
    assert "duplicate" in seen(answer)
    assert Statement.objects.count() == before


def test_two_saves_in_a_ring_lose_no_words(
    ada: Client, record: Record, typed: dict[str, Any], ring: Callable[[], None]
) -> None:
    ring()
    there = Statement.objects.count()
    page = save(ada, ADD, **typed, note="an hour's work")
    assert page.status_code == 200
    assert "Somebody wrote the same records at once: nothing was done." in seen(page)
    assert fields_of(page)["note"] == "an hour's work"
    assert Statement.objects.count() == there


def test_a_deletion_in_a_ring_is_told(
    admin_client: Client, record: Record, ring: Callable[[], None]
) -> None:
    ring()
    url = reverse("admin:tracker_statement_delete", args=[record.draft.pk])
    page = admin_client.post(url, {"post": "yes"}, follow=True)
    assert "Somebody wrote the same records at once: nothing was done." in seen(page)
    assert Statement.objects.filter(pk=record.draft.pk).exists()


def test_a_published_statement_is_not_edited(ada: Client, record: Record) -> None:
    url = change(record.statement)
    page = ada.get(url)
    assert "What is published is not edited" in seen(page)
    assert "low" not in fields_of(page)
    answer = ada.post(url, {"low": "3", "_save": "Save"})
    assert "Nothing was saved" in seen(answer)
    record.statement.refresh_from_db()
    assert record.statement.low == 2


def test_what_is_published_meanwhile_is_replaced_by_what_was_typed(
    ada: Client, record: Record
) -> None:
    url, draft = change(record.draft), record.draft
    opened = fields_of(ada.get(url))
    actions.submit(draft, by=record.analyst)
    draft.refresh_from_db()
    actions.publish(draft, by=record.reviewer)
    typed = {"note": "an hour's work", "due": "no day", "_save": "Save"}
    page = ada.post(url, opened | typed)
    assert "was published by rosa" in seen(page)
    rows = {row.label: row.mine for row in page.context["refused"].differences}
    assert rows == {"Note": "an hour's work", "Promised for": "no day"}
    kept = fields_of(page)
    assert (kept["note"], kept["due"]) == ("an hour's work", "no day")
    draft.refresh_from_db()
    assert draft.note == ""

    replace = reverse("admin:tracker_statement_replace", args=[draft.pk])
    assert f'action="{replace}"' in html_of(page)
    answer = ada.post(replace, kept | {"due": "2016", "reason": "it says when"})
    assert answer.status_code == 302
    draft.refresh_from_db()
    successor: Any = draft.successor
    assert (successor.note, successor.due) == ("an hour's work", "2016")


def test_what_is_withdrawn_meanwhile_stands_beside_what_was_typed(
    ada: Client, record: Record
) -> None:
    url, draft = change(record.draft), record.draft
    opened = fields_of(ada.get(url))
    actions.submit(draft, by=record.analyst)
    draft.refresh_from_db()
    actions.publish(draft, by=record.reviewer)
    draft.refresh_from_db()
    actions.withdraw(draft, by=record.reviewer, reason="misread")
    page = ada.post(url, opened | {"note": "an hour's work", "_save": "Save"})
    assert "Nothing was saved" in seen(page)
    assert "an hour's work" in seen(page)


def test_what_is_replaced_by_two_loses_neither(ada: Client, rosa: Client, record: Record) -> None:
    url = reverse("admin:tracker_statement_replace", args=[record.statement.pk])
    opened = fields_of(ada.get(url))
    first = actions.replace(record.statement, by=record.reviewer, reason="misread", note="n")
    page = ada.post(url, opened | {"note": "an hour's work", "reason": "misread, too"})
    assert page.status_code == 200
    assert "It is being replaced already" in seen(page)
    assert change(first) in html_of(page)
    assert fields_of(page)["note"] == "an hour's work"
    assert ada.get(url).status_code == 404


def test_what_is_deleted_meanwhile_becomes_a_new_record(ada: Client, record: Record) -> None:
    further = record.quote_at("Zoë hit two targets")
    StatementQuote.objects.create(statement=record.draft, quote=further)
    url = change(record.draft)
    opened = fields_of(ada.get(url))
    actions.remove(record.draft, by=record.reviewer, reason="said twice")
    page = ada.post(url, opened | {"note": "an hour's work", "_save": "Save"})
    assert "deleted meanwhile by rosa (said twice)" in seen(page)
    kept = fields_of(page)
    assert kept["note"] == "an hour's work"
    answer = ada.post(ADD, kept | {"_save": "Save"})
    assert answer.status_code == 302
    made: Any = Statement.objects.latest("pk")
    assert (made.note, made.contribution) == ("an hour's work", record.draft.contribution)
    assert list(made.further_quotes.all()) == [further]


def test_what_never_was_there_is_told(ada: Client, record: Record) -> None:
    url = reverse("admin:tracker_statement_change", args=[10**9])
    assert ada.post(url, {"note": "mine"}).status_code == 302


def test_reference_codes_stay(record: Record, admin_client: Client) -> None:
    page = admin_client.get(change(Country.objects.get(pk="FR")))
    assert "code" not in fields_of(page)


def test_members_stand_in_their_organisation(admin_client: Client, record: Record) -> None:
    save(
        admin_client,
        reverse("admin:tracker_country_add"),
        code="EU",
        name="European Union",
        type="organisation",
        **{"memberships-TOTAL_FORMS": 1, "memberships-0-country": "FR"},
    )
    assert Member.objects.get().country_id == "FR"


# --- Nobody's edit is lost ------------------------------------------------------------------


def test_a_stale_save_shows_both_versions_and_keeps_what_was_typed(
    ada: Client, record: Record
) -> None:
    url = change(record.draft)
    opened = fields_of(ada.get(url))
    theirs = Statement.objects.get(pk=record.draft.pk)
    theirs.note = "Rosa's note"
    actions.write(theirs, by=record.reviewer)

    answer = ada.post(url, opened | {"note": "Ada's note", "_save": "Save"})
    assert answer.status_code == 200
    words = seen(answer)
    assert "was changed since you opened it" in words
    rows = answer.context["refused"].differences
    assert [(row.label, row.theirs, row.mine) for row in rows] == [
        ("Note", "Rosa's note", "Ada's note")
    ]
    typed = fields_of(answer)
    assert typed["note"] == "Ada's note"
    record.draft.refresh_from_db()
    assert record.draft.note == "Rosa's note"

    assert ada.post(url, typed | {"_save": "Save"}).status_code == 302
    record.draft.refresh_from_db()
    assert record.draft.note == "Ada's note"


def test_a_stale_save_names_what_was_chosen(ada: Client, record: Record) -> None:
    opened = fields_of(ada.get(change(record.draft)))
    other = actions.write(
        Contribution(
            coalition=record.source.coalition,
            country=record.draft.contribution.country,
            kind=record.contribution.kind,
        ),
        by=record.analyst,
    )
    theirs = Statement.objects.get(pk=record.draft.pk)
    theirs.status, theirs.contribution = "pledged", record.contribution
    actions.write(theirs, by=record.reviewer)
    typed = {"status": "offered", "contribution": str(other.pk)}
    answer = ada.post(change(record.draft), opened | typed | {"_save": "Save"})
    rows = {row.label: (row.theirs, row.mine) for row in answer.context["refused"].differences}
    assert rows["Says"] == ("Pledged", "Offered")
    assert rows["Says it of"][0] == "FR/airstrikes – France: airstrikes"
    assert rows["Says it of"][1].startswith("DE/airstrikes")


def test_a_stale_save_takes_over_what_only_the_other_changed(ada: Client, record: Record) -> None:
    """She never touched “At most”: saved again, hers goes on top of it and not over it."""
    url, draft = change(record.draft), record.draft
    draft.low, draft.high, draft.metric_id, draft.bounds_by = 2, 2, "targets", "analyst"
    actions.write(draft, by=record.analyst)
    opened = fields_of(ada.get(url))
    theirs = Statement.objects.get(pk=draft.pk)
    theirs.high, theirs.effort = 3, "shield"
    actions.write(theirs, by=record.reviewer)

    typed = {"due": "2016", "effort": "sword", "note": "Ada's", "_save": "Save"}
    answer = ada.post(url, opened | typed)
    refused = answer.context["refused"]
    assert [(row.label, row.theirs, row.mine) for row in refused.differences] == [
        ("Effort", "shield", "sword")
    ]
    assert [(each.label, each.value, each.by) for each in refused.taken] == [
        ("At most", "3", "rosa")
    ]
    assert "At most 3 taken over from rosa" in seen(answer)
    kept = fields_of(answer)
    assert {name: kept[name] for name in ("high", "due", "effort", "note")} == {
        "high": "3",
        "due": "2016",
        "effort": "sword",
        "note": "Ada's",
    }
    assert ada.post(url, kept | {"_save": "Save"}).status_code == 302
    saved: Any = Statement.objects.get(pk=draft.pk)
    assert (saved.high, saved.due, saved.effort, saved.note) == (3, "2016", "sword", "Ada's")


def test_a_second_stale_save_goes_on_from_the_first(ada: Client, record: Record) -> None:
    url = change(record.draft)
    page = ada.get(url)
    for name, value in {"effort": "shield", "due": "2016"}.items():
        theirs = Statement.objects.get(pk=record.draft.pk)
        setattr(theirs, name, value)
        actions.write(theirs, by=record.reviewer)
        page = ada.post(url, fields_of(page) | {"note": "Ada's", "_save": "Save"})
        assert [each.name for each in page.context["refused"].taken] == [name]
        assert page.context["refused"].differences == ()
    assert ada.post(url, fields_of(page) | {"_save": "Save"}).status_code == 302
    saved = Statement.objects.get(pk=record.draft.pk)
    assert (saved.effort, saved.due, saved.note) == ("shield", "2016", "Ada's")


@pytest.mark.parametrize("lacks", ["seen", "opened"])
def test_what_does_not_say_what_was_seen_overwrites_nothing(
    ada: Client, record: Record, lacks: str
) -> None:
    url = change(record.draft)
    opened = fields_of(ada.get(url))
    theirs = Statement.objects.get(pk=record.draft.pk)
    theirs.effort = "shield"
    actions.write(theirs, by=record.reviewer)
    answer = ada.post(url, opened | {"note": "mine", lacks: "", "_save": "Save"})
    assert "was changed since you opened it" in seen(answer)
    if lacks == "seen":
        shown = [row.label for row in answer.context["refused"].differences]
        assert shown == ["Effort", "Note"]
    record.draft.refresh_from_db()
    assert (record.draft.effort, record.draft.note) == ("shield", "")


def test_a_contribution_whose_statements_changed_is_stale(ada: Client, record: Record) -> None:
    funding = record.draft.contribution
    opened = fields_of(ada.get(change(funding)))
    theirs = Statement.objects.get(pk=record.draft.pk)
    theirs.note = "changed"
    actions.write(theirs, by=record.reviewer)
    answer = ada.post(change(funding), opened | {"part_of": record.contribution.pk})
    assert answer.status_code == 200
    assert answer.context["refused"].differences == ()
    assert "Nothing that you typed was changed by anybody else" in seen(answer)
    assert fields_of(answer)["part_of"] == str(record.contribution.pk)
    assert Contribution.objects.get(pk=funding.pk).part_of is None


# --- Reasons --------------------------------------------------------------------------------


def test_a_published_contribution_is_retitled_with_a_reason(ada: Client, record: Record) -> None:
    url = change(record.contribution)
    page = ada.get(url)
    assert "country" not in fields_of(page), "its path may have been cited"
    answer = save(ada, url, title_override="French strikes")
    assert "say why it changes" in errors(answer, "reason")
    assert save(ada, url, title_override="French strikes", reason="shorter").status_code == 302
    retitled: Any = Contribution.objects.get(pk=record.contribution.pk)
    assert retitled.title == "French strikes"
    assert retitled.events.latest("pgh_id").pgh_context["reason"] == "shorter"


def test_words_keep_their_spaces_and_line_ends(ada: Client, record: Record) -> None:
    url = reverse("admin:tracker_quote_add") + f"?source={record.source.pk}"
    words = "hit two targets."
    save(ada, url, exact=words, prefix="Zoë ")
    quote = Quote.objects.latest("pk")
    assert (quote.prefix, quote.start) == ("Zoë ", TEXT.rindex(words))
    assert "Zoë " in html_of(ada.get(change(quote)))


def test_a_stale_save_keeps_the_parts_of_both(ada: Client, record: Record) -> None:
    further, other = record.quote_at("Zoë hit two targets"), record.quote_at("Germany")
    url = change(record.draft)
    opened = fields_of(ada.get(url))
    with actions.acting(by=record.reviewer, reason="theirs"):
        StatementQuote.objects.create(statement=record.draft, quote=further)
    typed = {
        "rests_on-TOTAL_FORMS": "1",
        "rests_on-0-quote": str(other.pk),
        "rests_on-0-position": "1",
    }
    answer = ada.post(url, opened | typed | {"note": "mine", "_save": "Save"})
    refused = answer.context["refused"]
    assert refused.differences == ()
    ((label, value, by),) = [(each.label, each.value, each.by) for each in refused.taken]
    assert (label, by) == ("further words it rests on", "rosa")
    assert further.code in value
    assert record.draft.rests_on.get().quote == further
    kept = fields_of(answer)
    assert kept["note"] == "mine"
    assert [kept[f"rests_on-{place}-quote"] for place in (0, 1)] == [str(further.pk), str(other.pk)]
    assert ada.post(url, kept | {"_save": "Save"}).status_code == 302
    assert set(record.draft.further_quotes.all()) == {further, other}


def test_a_stale_save_takes_over_parts_that_it_did_not_touch(ada: Client, record: Record) -> None:
    """One was removed, one added, one moved; she typed a note."""
    kept_, gone, moved = (
        StatementQuote.objects.create(statement=record.draft, quote=record.quote_at(w), position=n)
        for n, w in enumerate(["Zoë hit two targets", "Germany", "two targets in Iraq"], 1)
    )
    added = record.quote_at("Zoë hit")
    url = change(record.draft)
    opened = fields_of(ada.get(url))
    with actions.acting(by=record.reviewer, reason="theirs"):
        gone.delete()
        moved.position = 9
        moved.save()
        StatementQuote.objects.create(statement=record.draft, quote=added, position=4)
    page = ada.post(url, opened | {"note": "mine", "_save": "Save"})
    assert page.context["refused"].differences == ()
    assert {each.by for each in page.context["refused"].taken} == {"rosa"}
    assert "(removed)" in seen(page)
    assert ada.post(url, fields_of(page) | {"_save": "Save"}).status_code == 302
    rows = record.draft.rests_on.order_by("position").values_list("quote", "position")
    assert list(rows) == [(kept_.quote_id, 1), (added.pk, 4), (moved.quote_id, 9)]
    record.draft.refresh_from_db()
    assert record.draft.note == "mine"


def test_a_row_that_both_changed_is_a_conflict(ada: Client, record: Record) -> None:
    """She moved it and the other removed it: hers stays until she says otherwise."""
    row = StatementQuote.objects.create(
        statement=record.draft, quote=record.quote_at("Germany"), position=1
    )
    url = change(record.draft)
    opened = fields_of(ada.get(url))
    with actions.acting(by=record.reviewer, reason="theirs"):
        row.delete()
    page = ada.post(url, opened | {"rests_on-0-position": "5", "_save": "Save"})
    ((theirs, mine),) = [(d.theirs, d.mine) for d in page.context["refused"].differences]
    assert theirs == "(removed)"
    assert row.quote.code in mine
    assert ada.post(url, fields_of(page) | {"_save": "Save"}).status_code == 302
    assert record.draft.rests_on.get().position == 5


# --- A session that ends while somebody types -----------------------------------------------


def test_a_session_that_ended_gives_the_words_back(ada: Client, record: Record) -> None:
    url = change(record.draft)
    opened = fields_of(ada.get(url))
    ada.logout()
    page = ada.post(url, opened | {"note": "typed for an hour", "_save": "Save"})
    assert "Your session has ended" in seen(page)
    record.draft.refresh_from_db()
    assert record.draft.note == ""

    login = fields_of(page) | {"username": "ada", "password": "wrong"}
    page = ada.post(reverse("admin:login"), login)
    login = fields_of(page) | {"username": "ada", "password": "ada's password"}
    page = ada.post(reverse("admin:login"), login, follow=True)
    assert page.redirect_chain == [(url, 302)]
    assert "nothing was saved" in seen(page)
    back = fields_of(page)
    assert back["note"] == "typed for an hour"
    record.draft.refresh_from_db()
    assert record.draft.note == ""

    assert fields_of(ada.get(url))["note"] == "", "given back once"
    assert ada.post(url, back | {"_save": "Save"}).status_code == 302
    record.draft.refresh_from_db()
    assert record.draft.note == "typed for an hour"


def test_what_was_typed_before_the_login_is_stale_like_any_other(
    ada: Client, record: Record
) -> None:
    url = change(record.draft)
    opened = fields_of(ada.get(url))
    ada.logout()
    page = ada.post(url, opened | {"note": "mine", "_save": "Save"})
    theirs = Statement.objects.get(pk=record.draft.pk)
    theirs.note = "theirs"
    actions.write(theirs, by=record.reviewer)
    login = fields_of(page) | {"username": "ada", "password": "ada's password"}
    page = ada.post(reverse("admin:login"), login, follow=True)
    answer = ada.post(url, fields_of(page) | {"_save": "Save"})
    assert "was changed since you opened it" in seen(answer)


# --- Superseded -----------------------------------------------------------------------------


def test_a_source_is_superseded_with_a_reason(ada: Client, record: Record) -> None:
    url = reverse("admin:tracker_source_add")
    typed = {
        "code": "voa-2",
        "coalition": "counter-isil",
        "title": "T 2",
        "publisher": "VOA",
        "published": "2015-11-24",
        "replaces": record.source.pk,
    }
    answer = save(ada, url, **typed)
    assert "say why" in errors(answer, "reason")
    assert save(ada, url, **typed, reason="corrected on Tuesday").status_code == 302


def test_a_quoted_speaker_is_renamed_with_a_reason(ada: Client, record: Record) -> None:
    url = change(record.quote.speaker)
    assert "say why it changes" in errors(save(ada, url, name="The ministry"), "reason")
    assert save(ada, url, name="The ministry", reason="its name").status_code == 302
