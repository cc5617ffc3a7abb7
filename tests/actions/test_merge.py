"""Merging: a plan first, a redirect that stays, rules that hold, and an undo to the byte."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError

from tests.actions.test_undo import done, dumped
from tests.small import TEXT, Record
from tracker import actions
from tracker.actions import NotAllowed, PlanChanged, merge, plan_merge, undo
from tracker.actions.merge_rules import COLUMNS, RELATIONS, relations_of
from tracker.models import (
    Contribution,
    Quote,
    Redirect,
    Review,
    Source,
    Speaker,
    Statement,
    StatementQuote,
)
from tracker.models.rules import refusal_of

# --- The rules ------------------------------------------------------------------------------


@pytest.mark.parametrize("model", COLUMNS, ids=lambda model: model.__name__)
def test_every_column_and_every_relation_has_its_rule(model: Any) -> None:
    """A new one fails here until somebody has decided what a merge does with it."""
    assert set(COLUMNS[model]) == {field.name for field in model._meta.concrete_fields}
    assert set(RELATIONS[model]) == set(relations_of(model))


# --- Contributions --------------------------------------------------------------------------


@pytest.fixture
def twin(record: Record) -> Contribution:
    """The same strikes under another name, with a statement of their own."""
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
    record.draft.contribution.part_of = made
    actions.write(record.draft.contribution, by=record.analyst)
    made.refresh_from_db()
    return made


def test_a_contribution_takes_its_statements_along(record: Record, twin: Contribution) -> None:
    plan = plan_merge(twin, record.contribution)
    assert sorted((move.model.__name__, len(move.keys)) for move in plan.moves) == [
        ("Contribution", 1),
        ("Statement", 1),
    ]
    assert {each.name: each.taken for each in plan.differs} == {
        "name": False,
        "title_override": True,
    }
    codes = set(Statement.objects.values_list("code", flat=True))
    merge(twin, record.contribution, by=record.reviewer, reason="one thing", seal=plan.seal)

    twin.refresh_from_db()
    record.contribution.refresh_from_db()
    assert (twin.review, twin.successor) == (Review.WITHDRAWN, record.contribution)
    assert record.contribution.title == "French jets"
    assert record.contribution.statements.published().count() == 2
    assert record.contribution.states.get().statements == 2
    assert not twin.states.exists()
    record.draft.contribution.refresh_from_db()
    assert record.draft.contribution.part_of == record.contribution
    redirect = Redirect.objects.get()
    assert (redirect.code, redirect.target, redirect.because) == (
        "fr-airstrikes-jets",
        "fr-airstrikes",
        "merged",
    )
    assert set(Statement.objects.values_list("code", flat=True)) == codes
    assert actions.misderived() == []


def test_merging_contributions_is_undone_to_the_byte(record: Record, twin: Contribution) -> None:
    before, versions = dumped(), twin.version
    key = done(lambda: merge(twin, record.contribution, by=record.reviewer, reason="one thing"))
    merged = dumped()
    assert merged != before
    undo(key, by=record.reviewer, reason="two things")
    assert dumped() == before
    assert not Redirect.objects.exists()
    assert actions.misderived() == []
    twin.refresh_from_db()
    assert twin.version > versions


def test_an_undone_merge_can_be_done_again(record: Record, twin: Contribution) -> None:
    key = done(lambda: merge(twin, record.contribution, by=record.reviewer, reason="one"))
    merged = dumped()
    key = done(lambda: undo(key, by=record.reviewer, reason="two"))
    undo(key, by=record.reviewer, reason="one after all")
    assert dumped() == merged
    assert Redirect.objects.get().because == "merged"


def test_a_draft_leaves_no_code_behind(record: Record) -> None:
    other = actions.write(
        Contribution(
            coalition=record.source.coalition,
            country=record.draft.contribution.country,
            kind=record.draft.contribution.kind,
            name="more",
        ),
        by=record.analyst,
    )
    merge(record.draft.contribution, other, by=record.analyst, reason="one thing")
    record.draft.refresh_from_db()
    assert record.draft.contribution == other
    assert not Redirect.objects.exists()


def test_what_led_to_it_leads_on(record: Record, twin: Contribution) -> None:
    third = actions.write(
        Contribution(coalition=twin.coalition, country=twin.country, kind=twin.kind, name="more"),
        by=record.analyst,
    )
    record.say(record.quote_at("Germany might"), third, status="done")
    third.refresh_from_db()
    merge(third, twin, by=record.reviewer, reason="one thing")
    twin.refresh_from_db()
    merge(twin, record.contribution, by=record.reviewer, reason="one thing")
    assert set(Redirect.objects.values_list("code", "target")) == {
        ("fr-airstrikes-more", "fr-airstrikes"),
        ("fr-airstrikes-jets", "fr-airstrikes"),
    }


def test_what_is_no_duplicate_is_not_merged(record: Record, twin: Contribution) -> None:
    ways = {
        "another country": (record.draft.contribution, record.contribution),
        "other way round": (twin, record.draft.contribution),
        "the same record": (twin, twin),
        "part of the other": (record.draft.contribution, twin),
    }
    for says, (gone, into) in ways.items():
        assert says in " ".join(plan_merge(gone, into).in_the_way), says
    with pytest.raises(NotAllowed, match="another country"):
        merge(record.draft.contribution, twin, by=record.reviewer, reason="r")


def test_only_a_reviewer_merges_what_is_public(record: Record, twin: Contribution) -> None:
    with pytest.raises(NotAllowed, match="a reviewer may"):
        merge(twin, record.contribution, by=record.analyst, reason="one thing")
    with pytest.raises(NotAllowed, match="Say why"):
        merge(twin, record.contribution, by=record.reviewer, reason="")


def test_what_was_shown_is_what_is_merged(record: Record, twin: Contribution) -> None:
    seal = plan_merge(twin, record.contribution).seal
    record.say(record.quote_at("Germany might"), twin, status="done")
    with pytest.raises(PlanChanged):
        merge(twin, record.contribution, by=record.reviewer, reason="r", seal=seal)


def test_without_a_merge_a_published_statement_stays_where_it_is(
    record: Record, twin: Contribution
) -> None:
    for columns in ({"contribution": twin}, {"code": "voa:1-36:9", "number": 9}):
        with pytest.raises(IntegrityError) as caught, actions.acting(by=record.reviewer):
            Statement.objects.filter(pk=record.statement.pk).update(**columns)
        assert "frozen" in refusal_of(caught.value).rule


# --- Speakers -------------------------------------------------------------------------------


def test_speakers(record: Record) -> None:
    named = actions.write(
        Speaker(code="fr-ministry", name="French defence ministry", role="official"),
        by=record.analyst,
    )
    gone = Speaker.objects.get(code="voa:ministry")
    before = dumped()
    key = done(lambda: merge(gone, named, by=record.reviewer, reason="its spokesman"))
    record.quote.refresh_from_db()
    assert record.quote.speaker == named
    named.refresh_from_db()
    assert named.country_id == "FR", "taken where the other has none"
    assert Redirect.objects.get(model="speaker", code="voa:ministry").target == "fr-ministry"
    assert actions.misderived() == []
    undo(key, by=record.reviewer, reason="somebody else")
    assert dumped() == before
    assert Speaker.objects.get(code="voa:ministry").pk == gone.pk


def test_a_merged_code_is_not_given_again(record: Record) -> None:
    named = actions.write(Speaker(code="fr", name="F", role="official"), by=record.analyst)
    merge(Speaker.objects.get(code="voa:ministry"), named, by=record.reviewer, reason="one")
    again = Speaker(code="voa:ministry", name="again", role="official")
    with pytest.raises(IntegrityError) as caught:
        actions.write(again, by=record.analyst)
    assert str(refusal_of(caught.value)) == (
        "voa:ministry was merged into fr. Use fr, or another code."
    )


def test_a_name_is_not_merged_away(record: Record) -> None:
    named = actions.write(Speaker(code="fr", name="F", role="official"), by=record.analyst)
    plan = plan_merge(named, Speaker.objects.get(code="voa:ministry"))
    assert "other way round" in plan.in_the_way[0]


# --- Sources --------------------------------------------------------------------------------


def again(record: Record, **columns: Any) -> Source:
    """The same document entered a second time."""
    held = {
        "text": TEXT,
        "text_sha256": record.source.text_sha256,
        "text_characters": len(TEXT),
    } | columns
    made = Source(
        code="voa-again",
        coalition=record.source.coalition,
        title="T again",
        publisher="VOA",
        published="2015-11-23",
        url="https://news.example/voa",
        **held,
    )
    actions.write(made, by=record.analyst)
    return made


def read_again(record: Record, source: Source) -> tuple[Statement, Statement]:
    """Two published readings: of words that the other record quotes, and of others."""
    speaker = actions.write(
        Speaker(
            code="voa-again:ministry",
            name="ministry",
            role="official",
            anonymous=True,
            source=source,
        ),
        by=record.analyst,
    )
    told = []
    for words in ("French jets hit two targets in Iraq", "Zoë hit two targets"):
        quote = actions.write(
            Quote(source=source, exact=words, start=TEXT.index(words), speaker=speaker),
            by=record.analyst,
        )
        told.append(record.say(quote, record.contribution, status="ongoing"))
    return told[0], told[1]


def test_sources_of_one_text(record: Record) -> None:
    gone = again(record)
    same, other = read_again(record, gone)
    codes = {record.statement.code, same.code, other.code}
    before = dumped()
    key = done(lambda: merge(gone, record.source, by=record.reviewer, reason="entered twice"))

    for statement in (same, other):
        statement.refresh_from_db()
        assert statement.review == Review.PUBLISHED
    assert same.quote == record.quote
    assert same.code == f"{record.quote.code}:2"
    assert other.code == "voa:" + other.quote.code.partition(":")[2] + ":1"
    assert other.quote.speaker == Speaker.objects.get(code="voa:ministry")
    assert record.source.quotes.count() == 4
    led = dict(Redirect.objects.values_list("code", "target"))
    assert led["voa-again"] == "voa"
    assert led["voa-again:ministry"] == "voa:ministry"
    assert led["voa-again:1-36"] == "voa:1-36"
    assert led["voa-again:1-36:1"] == "voa:1-36:2"
    assert codes - {record.statement.code} <= set(led)
    record.source.refresh_from_db()
    assert record.source.url == "https://news.example/voa"
    assert actions.misderived() == []

    undo(key, by=record.reviewer, reason="two editions")
    assert dumped() == before
    assert not Redirect.objects.exists()
    assert Source.objects.get(code="voa-again").text == TEXT
    assert actions.misderived() == []


def test_a_fingerprint_comes_along(record: Record) -> None:
    """Where the record that remains has none; undone, it has none again."""
    gone = again(record, text=None)
    into = actions.write(
        Source(
            code="plain", coalition=gone.coalition, title="T", publisher="V", published="2015-11"
        ),
        by=record.analyst,
    )
    actions.write(Quote(source=gone, exact="Zoë", start=TEXT.index("Zoë")), by=record.analyst)
    actions.write(Quote(source=into, exact="hit", start=13), by=record.analyst)
    key = done(lambda: merge(gone, into, by=record.analyst, reason="entered twice"))
    into.refresh_from_db()
    assert into.text_sha256 == gone.text_sha256
    undo(key, by=record.analyst, reason="r")
    into.refresh_from_db()
    assert (into.text_sha256, into.text_characters) == ("", None)


def test_further_quotes_come_along(record: Record) -> None:
    gone = again(record)
    quote = actions.write(
        Quote(source=gone, exact=record.quote.exact, start=record.quote.start), by=record.analyst
    )
    zoe = actions.write(Quote(source=gone, exact="Zoë", start=TEXT.index("Zoë")), by=record.analyst)
    made = Statement(quote=zoe, contribution=record.contribution, status="done")
    with actions.acting(by=record.analyst):
        actions.write(made, by=record.analyst)
        StatementQuote.objects.create(statement=made, quote=quote)
    actions.submit(made, by=record.analyst)
    made.refresh_from_db()
    actions.publish(made, by=record.reviewer)
    before = dumped()
    key = done(lambda: merge(gone, record.source, by=record.reviewer, reason="entered twice"))
    assert [each.quote for each in made.rests_on.all()] == [record.quote]
    undo(key, by=record.reviewer, reason="r")
    assert dumped() == before
    assert [each.quote for each in made.rests_on.all()] == [quote]


def test_other_texts_are_other_sources(record: Record) -> None:
    other = again(
        record, text=None, text_characters=9,
        text_sha256="2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
    )  # fmt: skip
    assert "not the same" in plan_merge(other, record.source).in_the_way[0]
    other.text_sha256 = record.source.text_sha256
    assert "other way round" in " ".join(plan_merge(record.source, other).in_the_way)
    other.replaces = record.source
    assert "corrected edition" in " ".join(plan_merge(other, record.source).in_the_way)


def test_words_that_differ_at_one_place(record: Record) -> None:
    other = again(record, text=None, text_sha256="", text_characters=None)
    actions.write(Quote(source=other, exact="x" * 35, start=1), by=record.analyst)
    assert "have other words" in plan_merge(other, record.source).in_the_way[0]


def test_what_was_read_since_stands_in_the_way_of_an_undo(record: Record, chief: User) -> None:
    gone = again(record)
    _, other = read_again(record, gone)
    key = done(lambda: merge(gone, record.source, by=record.reviewer, reason="entered twice"))
    other.refresh_from_db()
    late = record.say(other.quote, record.contribution, status="done")
    with pytest.raises(NotAllowed, match=f"statement {late.code} was read from it since"):
        undo(key, by=chief, reason="r")


@pytest.fixture
def chief(db: None) -> User:
    return User.objects.create_superuser("chief")
